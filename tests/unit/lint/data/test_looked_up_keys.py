"""Keys that a repository looks up."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.border import Border
from hiera_kafka.lint.data.looked_up_keys import is_looked_up


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("a.pp", "lookup('x::y')", "x::y"),
        ("a.yaml", "a: \"%{lookup('x::y.z.0')}\"", "x::y"),
        ("a.yaml", "a: '%{hiera(''x::y'')}'", "x::y"),
        ("a.yaml", 'a: "%{alias( \\"x::y\\" )}"', "x::y"),
        ("a.eyaml", 'a: "%{lookup(\\"\'x.y\'\\")}"', "x.y"),
    ],
)
def test_code_and_data_look_keys_up(tmp_path: Path, name: str, text: str, key: str) -> None:
    (tmp_path / name).write_text(text)
    border = Border([tmp_path])

    assert is_looked_up(key, border)
    assert not is_looked_up(f"{key}z", border)


def test_without_a_border_nothing_is_known_to_be_looked_up() -> None:
    assert not is_looked_up("x::y", None)
