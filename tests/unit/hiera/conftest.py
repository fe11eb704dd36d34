"""Trees of data files for the tests of the Hiera engine."""

from __future__ import annotations

import pytest
from hypothesis import settings

from hiera_kafka.hiera import Hiera, Settings

# A slow machine is no failure: hypothesis would else judge each example by the clock.
settings.register_profile("without-clock", deadline=None)
settings.load_profile("without-clock")

HEAD = "version: 5\ndefaults: {datadir: data, data_hash: yaml_data}\nhierarchy:\n"


@pytest.fixture
def tree(tmp_path):
    """Write files below a fresh directory and return it; text or bytes by path."""

    def write(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


@pytest.fixture
def load(tree):
    """Return a Hiera over files; without hiera.yaml among them one file after the other is a level."""

    def make(files, **settings):
        if "hiera.yaml" not in files:
            levels = [f"  - {{name: {name}, path: {name}}}\n" for name in files]
            files = {"hiera.yaml": HEAD + "".join(levels)} | {f"data/{name}": text for name, text in files.items()}
        return Hiera.load(tree(files) / "hiera.yaml", settings=Settings(**settings))

    return make


@pytest.fixture
def ids():
    """Return the ids of an error's Diagnostics."""

    def of(caught):
        return [diagnostic.id for diagnostic in caught.value.diagnostics]

    return of
