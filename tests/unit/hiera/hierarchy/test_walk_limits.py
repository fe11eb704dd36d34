"""How much of a tree of files is looked at."""

from __future__ import annotations

import os

import pytest

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.hierarchy import walk_limits
from hiera_kafka.hiera.hierarchy.walk_limits import Names, check_paths, walk

PLACE = Position("/d/hiera.yaml", 3, 5)


def test_a_walk_is_in_order_and_leaves_out_what_is_hidden_and_links(tmp_path):
    for name in ("b/2", "b/1", "a/c/3", ".hidden/4", "left/5"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "a" / "loop").symlink_to(tmp_path)

    found = [(parent.removeprefix(str(tmp_path)), names) for parent, names in walk(str(tmp_path), Names(), {"left"})]

    assert found == [("", []), ("/a", ["loop"]), ("/a/c", ["3"]), ("/b", ["1", "2"])]


def test_directories_of_any_depth_are_walked_through(tmp_path):
    places = [f"{tmp_path}{'/d' * depth}" for depth in range(1, 1201)]
    for place in places:
        os.mkdir(place)  # noqa: PTH102 - a Path of that depth goes beyond the recursion limit
    try:
        assert sum(1 for _ in walk(str(tmp_path), Names())) == 1201
    finally:
        for place in reversed(places):  # pytest could not
            os.rmdir(place)  # noqa: PTH106 - as above


def test_what_may_not_be_listed_is_left_out(tmp_path):
    assert list(walk(str(tmp_path / "missing"), Names())) == []


def test_names_are_counted_over_directories(tmp_path):
    names = Names(limit=5)
    names.add(3)
    names.add(2)
    with pytest.raises(HieraError, match="more than 5 files and directories would be visited") as found:
        names.add(1, PLACE)
    assert found.value.diagnostics[0].id == "too-many-files"
    assert found.value.diagnostics[0].where == (PLACE,)
    for number in range(3):
        (tmp_path / str(number)).touch()
    with pytest.raises(HieraError, match="more than 2 files") as found:
        list(walk(str(tmp_path), Names(2)))
    assert found.value.diagnostics[0].where == (Position(str(tmp_path)),)


def test_paths_of_a_host_are_counted(monkeypatch):
    monkeypatch.setattr(walk_limits, "MAX_PATHS", 2)
    check_paths(2, "services", PLACE)
    with pytest.raises(HieraError, match="with the level 'services' the hierarchy of a host has more than 2") as found:
        check_paths(3, "services", PLACE)
    assert found.value.diagnostics[0].where == (PLACE,)
