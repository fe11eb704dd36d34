"""What goes to the host of a placement beside its fields."""

from __future__ import annotations

from dataclasses import replace

from hiera_kafka.catalog.resources import Placement
from hiera_kafka.catalog.shipping import parameters_of
from hiera_kafka.errors import Position
from hiera_kafka.source import Origin, OriginKind

PLACED = Placement(
    "kafka", "kafka_broker", "main", "1", "k1", "3.9.2", ("/srv/a",), {}, {"k1": "1"}, {"k1": "k1"}, "/c"
)


def test_places_are_sent_by_name_and_left_out_where_no_file_says_it() -> None:
    given = Origin(OriginKind.DATA, Position("common.yaml", 3, 1))
    placed = replace(PLACED, origins={"directories": given, "service": Origin.default("made up")})
    assert placed.made() == {"where": {"directories": "common.yaml:3:1"}}
    assert "origins" not in parameters_of(placed, "preflight")
    assert parameters_of(placed, "preflight")["directories"] == ("/srv/a",)
