"""Certificates, and the files that are made of them."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.catalog.resources.values import Value
from hiera_kafka.catalog.resources.wire import Declared, Resource, Way


@dataclass(frozen=True, slots=True)
class Certificate(Resource):
    """A certificate that the host asks an authority for, with its key.

    Attributes:
        name: Common part of the names of its files.
        authority: The intermediate authority that signs it.
        profile: What the authority is asked to sign it for.
        names: Host names and addresses that it is for.
        renew_seconds: It is renewed when it ends in less than this.
    """

    declared = Declared("certificate", Way.NONE, ("chained",))

    name: str
    common_name: str
    authority: str
    profile: str
    directory: str
    owner: str
    group: str
    names: tuple[str, ...]
    renew_seconds: int

    @property
    def chained(self) -> str:
        """Path of the certificate with those of the authorities."""
        return f"{self.directory}/{self.name}.chained.pem"

    def state(self) -> str:
        """Return whom it is for, and who signs it."""
        return f"{self.common_name} ({', '.join(self.names)}) by {self.authority}"

    @property
    def key(self) -> str:
        """Path of the key."""
        return f"{self.directory}/{self.name}-key.pem"


@dataclass(frozen=True, slots=True)
class Keystore(Resource):
    """A PKCS 12 file that is made of a certificate and its key."""

    declared = Declared("keystore", Way.NONE, ("path",))

    path: str
    owner: str
    group: str
    mode: str
    certificate: str
    key: str
    password: Value | None

    def state(self) -> str:
        """Return whose it is, its mode, and what it is made of."""
        return f"{self.owner}:{self.group} {self.mode} of {self.certificate}"
