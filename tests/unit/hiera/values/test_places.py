"""Where values stand, and places of secrets."""

from __future__ import annotations

from hiera_kafka.errors import Position
from hiera_kafka.hiera.values.places import LevelFile, Place, SecretPlace, secret_place
from hiera_kafka.source import Origin, OriginKind

PLACE = Place(LevelFile("/f.yaml", "common"), 3, 5)


def test_a_place_has_a_position_without_its_level() -> None:
    assert PLACE.position == Position("/f.yaml", 3, 5)


def test_what_stands_at_a_place_is_of_its_level_and_key_path() -> None:
    assert PLACE.origin(("a", "b")) == Origin(OriginKind.DATA, Position("/f.yaml", 3, 5), "common", ("a", "b"))
    assert PLACE.origin(("a",), secret=True).secret


def test_what_stands_at_the_place_of_a_secret_is_one_whatever_its_key_path() -> None:
    assert SecretPlace(*PLACE).secret
    assert SecretPlace(*PLACE).origin(("a",), secret=False).secret
    assert not PLACE.secret


def test_a_place_or_origin_becomes_that_of_a_secret_once() -> None:
    origin = Origin.given("test")
    for at in (PLACE, origin):
        made = secret_place(at)
        assert made.secret
        assert made.position == at.position
        assert secret_place(made) is made
