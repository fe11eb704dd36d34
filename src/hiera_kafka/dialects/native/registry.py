"""Every service of the native dialect, in the order in which roles run and services start."""

from __future__ import annotations

from typing import Any, Final

from hiera_kafka.dialects.native import java
from hiera_kafka.dialects.native.kafka import BROKERS
from hiera_kafka.dialects.native.mirror.mirror import MIRRORS
from hiera_kafka.dialects.native.service import NativeService
from hiera_kafka.dialects.native.zookeeper import MEMBERS
from hiera_kafka.model.base import StrictModel
from hiera_kafka.model.mirror.settings import MirrorProfile

SERVICES: Final[tuple[NativeService[Any], ...]] = (MEMBERS, BROKERS, MIRRORS)

ROLES: Final = (java.ROLE, *(service.role for service in SERVICES))
"""Every role, in the order in which they run: first what all services need."""

SETTINGS: Final[tuple[type[StrictModel], ...]] = (
    *(service.source.settings for service in SERVICES if service.source.settings is not None),
    MirrorProfile,
)
"""The keys that hosts look up; those of mirrors are looked up where their table is read."""

READINESS: Final = tuple(kind for service in SERVICES for kind in service.readiness)
"""Every kind of readiness. What hosts know of them, `module_utils/readiness/kinds.py`, is made from these."""
