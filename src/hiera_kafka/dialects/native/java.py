"""The Java that services run on, where the host's own distribution is to bring it."""

from __future__ import annotations

from hiera_kafka.catalog.platform import Platform
from hiera_kafka.catalog.resources import Section

ROLE = "java"


def java_section(platform: Platform) -> Section | None:
    """Return what the role `java` makes of a host, None where the platform's Java is there already."""
    if platform.java_package is None:
        return None
    return Section(role=ROLE, cluster="", packages=(platform.java_package,))
