"""The resources of a catalog: frozen, plain, JSON-able."""

from hiera_kafka.catalog.resources.certificates import Certificate, Keystore
from hiera_kafka.catalog.resources.checks import (
    METADATA_GUARD,
    Guard,
    KafkaReadiness,
    MemberReadiness,
    MirrorReadiness,
    Readiness,
    Run,
    ZooKeeperReadiness,
)
from hiera_kafka.catalog.resources.files import Absent, Directory, File, Line, Link, Options, Owned, User
from hiera_kafka.catalog.resources.placements import Placement
from hiera_kafka.catalog.resources.section import Catalog, Section
from hiera_kafka.catalog.resources.services import Artifact, Port, Service, Sysctl, Unit
from hiera_kafka.catalog.resources.values import Context, Plain, Setting, SettingGroup, Value

__all__ = [
    "METADATA_GUARD",
    "Absent",
    "Artifact",
    "Catalog",
    "Certificate",
    "Context",
    "Directory",
    "File",
    "Guard",
    "KafkaReadiness",
    "Keystore",
    "Line",
    "Link",
    "MemberReadiness",
    "MirrorReadiness",
    "Options",
    "Owned",
    "Placement",
    "Plain",
    "Port",
    "Readiness",
    "Run",
    "Section",
    "Service",
    "Setting",
    "SettingGroup",
    "Sysctl",
    "Unit",
    "User",
    "Value",
    "ZooKeeperReadiness",
]
