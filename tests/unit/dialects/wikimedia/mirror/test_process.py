"""One process of a mirror: its options, environment and unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from lib.wikimedia.hosts import lines
from lib.wikimedia.services import mirror, mirror_section

NAME = "main-eqiad_to_main-eqiad@0"
CONSUMER = f"/etc/kafka/mirror/{NAME}/consumer.properties"
PRODUCER = f"/etc/kafka/mirror/{NAME}/producer.properties"
DEFAULT = f"/etc/default/kafka-mirror-{NAME}"
UNIT = f"/lib/systemd/system/kafka-mirror-{NAME}.service"


def test_options_are_sorted_and_properties_win_key_by_key(tmp_path: Path) -> None:
    found = mirror(tmp_path, producer_properties={"batch.size": 1, "max.request.size": 99}, acks="1")
    assert lines(found, PRODUCER)[2:] == [
        "acks=1",
        "linger.ms=1000",
        "compression.type=snappy",
        "batch.size=1",
        "max.request.size=99",
    ]
    assert "max.partition.fetch.bytes=1573864" in lines(found, CONSUMER)


def test_the_heap_is_written_without_quotes_and_java_opts_may_be_replaced(tmp_path: Path) -> None:
    found = lines(mirror(tmp_path, heap_opts="-Xmx1G -Xms1G", java_opts="-Da=b"), DEFAULT)
    assert "KAFKA_HEAP_OPTS=-Xmx1G -Xms1G" in found
    assert found[-1].endswith('NumberOfGCLogFiles=5 -Da=b"')


def test_a_process_that_is_switched_off_keeps_its_files_and_loses_its_unit(tmp_path: Path) -> None:
    found = mirror(tmp_path, {"enabled": False})
    assert [absent.path for absent in mirror_section(found).absent] == [UNIT]
    assert UNIT not in [file.path for file in found.files()]
    assert CONSUMER in [file.path for file in found.files()]
    assert not mirror_section(found).units[1].running


def test_the_whitelist_stands_in_the_unit_as_it_is(tmp_path: Path) -> None:
    found = mirror(tmp_path, whitelist="^a\\.%b$")
    assert any("--whitelist '^a\\.%b$'" in line for line in lines(found, UNIT))


def test_a_null_falls_back_to_the_default_of_the_process(tmp_path: Path) -> None:
    found = mirror(tmp_path, group_id=None)
    assert f"group.id=kafka-mirror-{NAME}" in lines(found, CONSUMER)


@pytest.mark.parametrize(
    ("properties", "category"),
    [({"whitelst": "x"}, "unknown_parameter"), ({"consumer_properties": "x"}, "ruby_wrong_type")],
)
def test_properties_that_puppet_cannot_use_are_refused(
    tmp_path: Path, properties: dict[str, Any], category: str
) -> None:
    with pytest.raises(WikimediaError) as error:
        mirror(tmp_path, **properties)
    assert error.value.category == category
