"""Directories that data may give to a service: none that the system, or anybody but the service, lives in.

What is named as a data directory becomes the service's own at the next run, and is all that its sandbox lets it
write. So a word in the data must not be able to give it the system.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from hiera_kafka.model.texts import unix_path

_CLOSED = (
    *("/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/lost+found", "/proc", "/sbin", "/sys"),
    *("/run", "/var/run", "/var/lock"),
    "/usr",
    # What is below these is other people's, and hidden from services by their sandbox.
    *("/home", "/root", "/tmp", "/var/tmp"),  # noqa: S108  # refused here
    *("/var/backups", "/var/cache", "/var/mail", "/var/log/apt", "/var/log/journal"),
    *("/var/spool/anacron", "/var/spool/at", "/var/spool/cron", "/var/spool/mail", "/var/spool/rsyslog"),
    *(f"/var/lib/{name}" for name in ("apt", "dbus", "dpkg", "misc", "pam", "private", "sudo", "systemd", "ucf")),
)
"""Directories of the system: neither they nor anything below them."""
_SHARED = ("/media", "/mnt", "/opt", "/srv", "/var/lib", "/var/local", "/var/log", "/var/opt", "/var/spool", "/var/www")
"""Directories in which each service has one of its own: they themselves are nobody's."""


def lies_within(path: str, directory: str) -> bool:
    """Tell whether a normal path is a directory or lies below it."""
    return path == directory or path.startswith(f"{directory.rstrip('/')}/")


def system_directory(path: str) -> str | None:
    """Return the directory of the system that a normal path is, lies in or lies above; None for all other paths."""
    above = next((place for place in (*_SHARED, *_CLOSED) if lies_within(place, path)), None)
    return above or next((place for place in _CLOSED if lies_within(path, place)), None)


def _data_path(value: object) -> str:
    path = unix_path(value)
    system = system_directory(path)
    if system is None:
        return path
    place = "is" if path == system else f"{'lies above' if lies_within(system, path) else 'lies in'} {system}, which is"
    raise PydanticCustomError(
        "data-path-system",
        "{found} {place} a directory of the system, must be one that a service may have for itself",
        {"found": path, "place": place},
    )


DataPath = Annotated[str, BeforeValidator(_data_path)]
"""A directory that becomes a service's own, such as `/srv/kafka/data`."""
