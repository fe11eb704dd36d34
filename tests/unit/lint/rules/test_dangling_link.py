"""Links to nothing."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.errors import Severity
from lib.data.control_trees import HIERA, control_tree, rows


def test_a_link_to_nothing_is_told_as_what_it_is(tmp_path: Path) -> None:
    top = control_tree(tmp_path, {"data/nodes/a.yaml": "a: 1\n"})
    (top / "data/nodes/b.yaml").symlink_to("../roles/web.yaml")
    (top / "data/nodes/c.yaml").symlink_to("a.yaml")

    assert rows(tmp_path, {"hiera.yaml": HIERA, "data/c.yaml": "a: 1\n"}) == [
        ("dangling-link", Severity.INFO, "data/nodes/b.yaml", 0)
    ]
