"""What a catalog says of its services."""

from __future__ import annotations

from hiera_kafka.ops.verify import wanted
from lib.data.healthy_host import K1, M1, compiler


def test_services_and_ports_come_in_the_order_of_the_catalog() -> None:
    catalog = compiler().catalogs[K1]

    assert [one.name for one in wanted.services(catalog)] == ["zookeeper", "kafka"]
    assert [one.port for one in wanted.ports(catalog)] == [2181, 2182, 2183, 9092]


def test_variables_are_those_of_the_service_itself() -> None:
    catalog = compiler().catalogs[M1]
    kafka, mirror = wanted.services(catalog)

    for service in (kafka, mirror):
        home = wanted.environment(catalog, service, wanted.HOME)
        assert home is not None
        assert home.value.data == "/opt/kafka/kafka-3.9.2"
    heaps = [wanted.environment(catalog, service, "KAFKA_HEAP_OPTS") for service in (kafka, mirror)]
    assert [heap.value.data for heap in heaps if heap is not None] == ["-Xms1g -Xmx1g", "-Xms512m -Xmx512m"]
    assert wanted.environment(catalog, kafka, "NO_SUCH") is None


def test_a_release_knows_who_asks_for_it() -> None:
    catalog = compiler().catalogs[M1]

    assert len(wanted.release_origins(catalog, "/opt/kafka/kafka-3.9.2")) == 1
    assert wanted.release_origins(catalog, "/opt/kafka/kafka-3.8.0") == ()


def test_a_section_is_where_the_data_gives_its_services_to_the_host() -> None:
    catalog = compiler().catalogs[K1]
    lines = {
        section.role: [place.line for origin in wanted.asked_for(section) for place in origin.positions()]
        for section in catalog.sections
    }

    assert lines == {"java": [], "zookeeper": [3], "kafka_broker": [7]}
