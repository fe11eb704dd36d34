"""Names of files in reports."""

from __future__ import annotations

from hiera_kafka.errors import Position
from hiera_kafka.lint.formats.paths import shown, uri


def test_files_below_the_base_are_named_from_there() -> None:
    assert shown(Position("/tree/data/a.yaml"), "/tree") == "data/a.yaml"


def test_files_elsewhere_keep_their_names() -> None:
    assert shown(Position("/other/a.yaml"), "/tree") == "/other/a.yaml"


def test_a_uri_has_no_blanks() -> None:
    assert uri(Position("/tree/a b.yaml"), "/tree") == "a%20b.yaml"
