"""Models of hosts to build catalogs of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hiera_kafka.catalog.resources import Section
from hiera_kafka.compiler import Compiler
from lib.trees import project_tree

Sections = Callable[..., dict[str, Section]]


@pytest.fixture
def sections(tmp_path: Path) -> Sections:
    """Return the sections of one host's catalog, by role, for a text of data."""
    made = 0

    def build(data: str, host: str, *, local: bool = False) -> dict[str, Section]:
        nonlocal made
        made += 1
        directory = tmp_path / str(made)
        directory.mkdir()
        return {s.role: s for s in Compiler.load(project_tree(directory, data, local=local)).catalog(host).sections}

    return build
