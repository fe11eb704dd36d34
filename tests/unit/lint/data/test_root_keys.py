"""Root keys, and those that are a slip apart."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.border import Border
from hiera_kafka.lint.data.root_keys import Slips, root_keys_within


def test_keys_at_the_start_of_lines_are_root_keys(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("---\na::b: 1\n'c d': {e: 1}\n  f: 1\n# g: 1\n- h: 1\n\"i\":\n")
    (tmp_path / "b.yaml").write_text("a::b: 2\n")
    found = root_keys_within(Border([tmp_path]))

    assert set(found.files) == {"a::b", "c d", "i"}
    assert len(found.files["a::b"]) == 2


def test_names_differ_in_one_part_by_a_slip() -> None:
    slips = Slips(["app::listen_port", "app::listen_host", "web::listen_port", "plain"])

    assert list(slips.near("app::lisetn_port")) == ["app::listen_port"]
    assert list(slips.near("ap::listen_port")) == ["app::listen_port"]
    assert list(slips.near("ap::lisetn_port")) == []
    assert list(slips.near("plian")) == ["plain"]
    assert list(slips.near("app::listen_port::x")) == []


@given(st.lists(st.text("ab:", max_size=8), max_size=5), st.text("ab:", max_size=8))
def test_what_is_near_is_one_of_the_names_and_another_one(names: list[str], name: str) -> None:
    assert all(near in names and near != name for near in Slips(names).near(name))
