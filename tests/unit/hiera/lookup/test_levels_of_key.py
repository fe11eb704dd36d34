"""What each level says of a value, beside what a lookup makes of it."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.hiera import Hiera
from hiera_kafka.scope import Scope


def hiera(directory: Path, **levels: str) -> Hiera:
    names = "".join(f"  - {{name: {name}, path: {name}.yaml}}\n" for name in levels)
    (directory / "hiera.yaml").write_text(f"version: 5\nhierarchy:\n{names}")
    (directory / "data").mkdir()
    for name, words in levels.items():
        (directory / f"data/{name}.yaml").write_text(words)
    return Hiera.load(directory / "hiera.yaml")


def test_every_level_that_has_the_value_is_heard_in_order(tmp_path: Path) -> None:
    found = hiera(tmp_path, host="a: 1\n", site="b: 1\n", common="a: 2\n").level_values(("a",), Scope())
    assert [(one.level, one.value, one.position.line) for one in found] == [("host", 1, 1), ("common", 2, 1)]


def test_a_path_leads_into_hashes_and_lists(tmp_path: Path) -> None:
    found = hiera(tmp_path, host="a: {b: [x, {c: 1}]}\n", common="a: {b: [y]}\n").level_values(
        ("a", "b", 1, "c"), Scope()
    )
    assert [(one.level, one.value) for one in found] == [("host", 1)]


def test_a_path_that_leads_nowhere_is_heard_of_nowhere(tmp_path: Path) -> None:
    answers = hiera(tmp_path, common="a: 1\n")
    assert answers.level_values(("a", "b"), Scope()) == ()
    assert answers.level_values(("c",), Scope()) == ()


def test_texts_stand_as_they_are_written(tmp_path: Path) -> None:
    (one,) = hiera(tmp_path, common="a: '%{facts.fqdn}'\n").level_values(("a",), Scope())
    assert one.value == "%{facts.fqdn}"


def test_secrets_are_masked(tmp_path: Path) -> None:
    (one,) = hiera(tmp_path, common="ssl_password: hunter2\n").level_values(("ssl_password",), Scope())
    assert "hunter2" not in str(one.value)
