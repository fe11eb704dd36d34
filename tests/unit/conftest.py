"""Models of hosts to build catalogs of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hiera_kafka.catalog.resources import Section
from hiera_kafka.compiler import Compiler
from lib.data.project_trees import project_tree

Sections = Callable[..., dict[str, Section]]


@pytest.fixture
def sections(tmp_path: Path) -> Sections:
    """Return the sections of one host's catalog, by role, for a text of data; `own` is one that the host alone sees."""
    made = 0

    def build(data: str, host: str, *, own: str = "", local: bool = False) -> dict[str, Section]:
        nonlocal made
        made += 1
        directory = tmp_path / str(made)
        directory.mkdir()
        inventory = project_tree(directory, data, hosts={host: own} if own else None, local=local)
        return {section.role: section for section in Compiler.load(inventory).catalog(host).sections}

    return build
