"""One host on its platform: the paths, owners and addresses that a catalog of this host is made with."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.catalog.platform import Platform, ServiceManager


@dataclass(frozen=True, slots=True)
class Machine:
    """A host, together with the platform it is of. Builders ask it and never test which platform that is.

    Attributes:
        platform: What is the same for all hosts of the platform.
        host: FQDN.
    """

    platform: Platform
    host: str

    @property
    def service_manager(self) -> ServiceManager:
        """What keeps the services of the host running."""
        return self.platform.service_manager

    @property
    def root(self) -> str:
        """The directory that stands for `/`, without a slash at its end: empty where that is `/` itself."""
        return self.platform.roots.get(self.host, "")

    @property
    def address(self) -> str:
        """What others reach the host by: its name, or the address that stands for it."""
        return self.platform.address(self.host)

    @property
    def bind_address(self) -> str | None:
        """The one address that services of the host must bind to, None for all of them."""
        return self.platform.addresses.get(self.host)

    @property
    def loopback(self) -> str:
        """The address on which only the host itself is to be reached."""
        return self.bind_address or "127.0.0.1"

    def address_of(self, host: str) -> str:
        """Return what this host reaches `host` by."""
        return self.platform.address(host)

    def path(self, path: str) -> str:
        """Return where the absolute `path` of the host really is: below its root."""
        return f"{self.root}{path}"

    def owner(self, user: str, group: str | None = None) -> tuple[str, str]:
        """Return user and group that own what belongs to the service user `user`."""
        return self.platform.run_as or (user, group or user)

    def definition_path(self, service: str) -> str:
        """Return where the unit or program of a service is defined."""
        if self.service_manager is ServiceManager.SYSTEMD:
            return self.path(f"/etc/systemd/system/{service}.service")
        return self.path(f"/etc/supervisor/conf.d/{service}.conf")

    def umbrella_path(self, name: str) -> str | None:
        """Return where a unit is defined that stops and starts others, None where the service manager has none."""
        return self.definition_path(name) if self.service_manager is ServiceManager.SYSTEMD else None
