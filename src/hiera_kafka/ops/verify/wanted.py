"""What the catalog of a host says of its services, in the form in which checks compare it with what runs."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.catalog.resources import Catalog, Port, Section, Service, Setting
from hiera_kafka.source import Origin

HOME = "KAFKA_HOME"
"""Variable in the environment of a service that names the directory of its Kafka release."""
JAVA = "JAVA_HOME"


def services(catalog: Catalog) -> Iterator[Service]:
    """Yield every service of a host, in the order in which they start."""
    for section in catalog.sections:
        yield from section.services


def ports(catalog: Catalog) -> Iterator[Port]:
    """Yield every port that services of a host listen on."""
    for section in catalog.sections:
        yield from section.ports


def environment(catalog: Catalog, service: Service, name: str) -> Setting | None:
    """Return a variable as the environment files of a service set it, the last one if several do; None if none does."""
    found = None
    for file in catalog.files():
        if file.path in service.environment_files:
            found = next((setting for setting in file.settings() if setting.name == name), found)
    return found


def release_origins(catalog: Catalog, path: str) -> tuple[Origin, ...]:
    """Return where the data asks for the Kafka release in a directory."""
    found = (environment(catalog, service, HOME) for service in services(catalog))
    return tuple(dict.fromkeys(one.value.origin for one in found if one is not None and one.value.data == path))


def asked_for(section: Section) -> tuple[Origin, ...]:
    """Return where the data gives the services of a section to the host."""
    return tuple(dict.fromkeys(service.origin("name") for service in section.services))
