"""What all sections of a host together need of it, a Java and room on its disks, and by what name their services go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hiera_kafka.catalog.resources import Section
from hiera_kafka.model.releases import DEFAULT_VERSION, release_of

FREE_BYTES = 256 * 1024 * 1024
"""Free space that a service's directory must have before it is first touched."""
ARTIFACT_BYTES = 192 * 1024 * 1024
"""Free space that unpacking a release takes, twice its size with room."""
MIRRORS = "kafka-mirror-"
"""What the names of all services of mirrors begin with; those that left the data are found by it."""


def minimum_java(sections: Sequence[Section]) -> int:
    """Return the oldest feature release of Java, such as 17, that every Kafka release of a host runs on."""
    versions = [artifact.version for section in sections for artifact in section.artifacts] or [DEFAULT_VERSION]
    return max(release_of(version).java.brokers for version in versions)


def disk_needs(sections: Sequence[Section]) -> Mapping[str, int]:
    """Return how many bytes must be free at each path, releases first; none of them need be there yet."""
    artifacts = {artifact.path: ARTIFACT_BYTES for section in sections for artifact in section.artifacts}
    data = {path: FREE_BYTES for section in sections for service in section.services for path in service.writable}
    return {**artifacts, **data}
