"""Every service of the native dialect, in the order in which roles run and services start."""

from __future__ import annotations

from typing import Any, Final

from hiera_kafka.dialects.native import java
from hiera_kafka.dialects.native.kafka import BROKERS
from hiera_kafka.dialects.native.mirror.mirror import MIRRORS
from hiera_kafka.dialects.native.service import NativeService
from hiera_kafka.dialects.native.zookeeper import MEMBERS

SERVICES: Final[tuple[NativeService[Any], ...]] = (MEMBERS, BROKERS, MIRRORS)

ROLES: Final = (java.ROLE, *(service.role for service in SERVICES))
"""Every role, in the order in which they run: first what all services need."""
