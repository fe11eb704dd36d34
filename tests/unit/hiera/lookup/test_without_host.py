"""Lookups of which no host is known."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.hiera import Settings
from hiera_kafka.hiera.hierarchy.layers import Layers
from hiera_kafka.hiera.hierarchy.levels import Level
from hiera_kafka.hiera.lookup.without_host import WithoutHost
from lib.data.control_trees import HIERA, control_tree


def view(directory: Path, text: str) -> WithoutHost:
    top = control_tree(directory, {"hiera.yaml": HIERA, "data/c.yaml": text})
    layers = Layers(str(top / "hiera.yaml"), Settings())
    config = layers.environment()
    assert config is not None
    return WithoutHost(layers, [Level(config.entries[1], [str(top / "data/c.yaml")], layers.files, lambda _: None)])


def test_why_a_lookup_fails_is_told_with_what_it_hangs_on(tmp_path: Path) -> None:
    found = view(tmp_path, "a: \"%{x}%{lookup('b.c')}\"\nb: text\nd: \"%{lookup('b')}\"\n")
    failed = found.failure("a")

    assert failed is not None
    assert (failed.error.diagnostics[0].id, failed.roots, failed.by_variable) == ("dig-type", {"b"}, True)
    assert found.failure("d") is None


def test_a_key_with_dots_is_asked_for_as_a_whole(tmp_path: Path) -> None:
    failed = view(tmp_path, "a.b: \"%{lookup('c.d')}\"\nc: 1\n").failure("a.b")

    assert failed is not None
    assert failed.error.diagnostics[0].id == "dig-type"


def test_options_that_fail_every_lookup_are_told(tmp_path: Path) -> None:
    failed = view(tmp_path, "lookup_options: 1\n").options_failure()

    assert failed is not None
    assert failed.error.diagnostics[0].id == "lookup-options"
    assert view(tmp_path, "lookup_options: {a: {merge: deep}}\n").options_failure() is None


def test_keys_with_options_are_joined(tmp_path: Path) -> None:
    found = view(tmp_path, "lookup_options: {^a: {merge: deep}}\nb: 1\n")

    assert found.is_joined("ab")
    assert not found.is_joined("b")
