"""Expressions that no host can interpolate."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.data.interpolation_faults import faults_in, faults_in_config
from hiera_kafka.lint.hierarchies import read_hierarchy


def ids(directory: Path, text: str, name: str = "a.yaml", reader: str | None = None) -> list[tuple[str, int]]:
    path = directory / name
    path.write_text(text, encoding="utf-8")
    found = faults_in(DataFile(str(path), reader=reader))
    return [(fault.id, fault.where[0].line) for fault in found]


@pytest.mark.parametrize(
    ("value", "id_"),
    [
        ("%{hiera('k)}.250", "key-syntax"),
        ("%{lookup('k'):3306}", "key-syntax"),
        ("%{facts['os']['family']}", "key-syntax"),
        ("%{::hiera('k')}", "key-syntax"),
        ("%{lookup('a..b')}", "key-syntax"),
        ("%{lookup('0.a')}", "key-syntax"),
        ("%{scope('a.')}", "key-syntax"),
        ("%{lokup('k')}", "unknown-interpolation-function"),
        ("x%{alias('k')}", "alias-not-alone"),
    ],
)
def test_each_is_found_wherever_it_stands(tmp_path: Path, value: str, id_: str) -> None:
    assert ids(tmp_path, f'fine: 1\na: "{value}"\n') == [(id_, 2)]
    assert ids(tmp_path, f'a:\n- b: "{value}"\n- [1, "{value}"]\n') == [(id_, 2), (id_, 3)]
    assert ids(tmp_path, f'a:\n  "{value}": 1\n') == [(id_, 2)]
    assert ids(tmp_path, f'a = "{value}"\n', "a.conf", "hocon_data")[0][0] == id_


@pytest.mark.parametrize(
    "value", ["%{a.b}", "%{lookup('a.0.b')}", "%{}", "%{literal('%')}{a..b}", "%{'a.b'.c}", "%{lookup(a)}"]
)
def test_what_lookups_take_is_fine(tmp_path: Path, value: str) -> None:
    assert ids(tmp_path, f'a: "{value}"\n') == []


def test_names_at_the_root_are_not_interpolated(tmp_path: Path) -> None:
    assert ids(tmp_path, '"%{a..b}": 1\n') == []


def test_every_text_of_a_level_counts(tmp_path: Path) -> None:
    (tmp_path / "hiera.yaml").write_text(
        "version: 5\nhierarchy:\n"
        "- {name: a, path: \"%{a['b']}.yaml\"}\n"
        "- {name: b, datadir: \"%{lookup('x')}\", path: a.yaml}\n"
        '- {name: c, mapped_paths: ["a..b", x, "%{x}.yaml"]}\n'
        '- {name: d, lookup_key: x, options: {b: "%{a..b}", a: ["%{c..d}"]}}\n'
        '- {name: e, paths: ["%{a.b}.yaml"]}\n'
    )
    config, _ = read_hierarchy(str(tmp_path / "hiera.yaml"))
    assert config is not None

    assert [(fault.id, fault.where[0].line) for fault in faults_in_config(config)] == [
        ("key-syntax", 3),
        ("interpolation-not-allowed", 4),
        ("key-syntax", 5),
        ("key-syntax", 6),
        ("key-syntax", 6),
    ]
