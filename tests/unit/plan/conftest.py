"""Two trees of made-up data, and what differs between them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hiera_kafka.compiler import load_inventory
from hiera_kafka.plan.revisions.diff import Difference, difference
from hiera_kafka.plan.revisions.trees import RevisionTree, revision_tree, working_tree
from hiera_kafka.render.engine import Renderer
from lib.data.project_trees import project_tree
from lib.machine.git import commit
from lib.repository import ROOT

THREE = (ROOT / "hieradata" / "three" / "project.yaml").read_text()
HOSTS = tuple(f"kafka{number}.analytics.eqiad1.wikimedia.cloud" for number in (1, 2, 3))

Edit = Callable[[str], str]
Compare = Callable[..., Difference]


class Site:
    """A tree of three brokers in Git, and a renderer for it."""

    def __init__(self, directory: Path, *, local: bool = False, more: str = "") -> None:
        self.root = directory
        self.path = project_tree(directory, THREE, local=local, more=more)
        self.data = directory / "hieradata" / "data" / "common.yaml"
        commit(directory)

    def edit(self, change: Edit) -> None:
        """Change the data in the working tree."""
        before = self.data.read_text()
        after = change(before)
        assert after != before
        self.data.write_text(after)

    @contextlib.contextmanager
    def trees(self, revision: str = "HEAD") -> Iterator[tuple[RevisionTree, RevisionTree]]:
        """The tree of a revision, and the working tree."""
        inventory = load_inventory(self.path)
        with revision_tree(inventory, revision) as old:
            yield old, working_tree(inventory)

    def difference(self, revision: str = "HEAD") -> Difference:
        """What differs between a revision and the working tree."""
        with self.trees(revision) as (old, new):
            return difference(old, new, Renderer(ROOT / "templates"))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Three brokers on hosts."""
    return Site(tmp_path)


@pytest.fixture
def local_site(tmp_path: Path) -> Site:
    """Three brokers on this machine."""
    return Site(tmp_path, local=True)
