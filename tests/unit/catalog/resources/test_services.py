"""Services know where their attributes came from."""

from __future__ import annotations

from dataclasses import replace

from hiera_kafka.catalog.resources import Service
from hiera_kafka.source import Origin, OriginKind


def test_an_attribute_without_an_origin_is_our_own_default() -> None:
    given = Origin.given("the data")
    service = Service(
        "kafka", "Kafka", "kafka", "kafka", ("start",), (), (), "/run/x", "/log", "/", 1024, origins={"nofile": given}
    )
    assert service.origin("nofile") is given
    assert service.origin("main").kind is OriginKind.DEFAULT
    assert service == replace(service, origins={})
