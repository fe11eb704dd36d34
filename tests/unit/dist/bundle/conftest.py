"""A bundle of small jars, made and taken apart with caches of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.dist.bundle import writing
from hiera_kafka.dist.bundle.contents import BundleRequest
from hiera_kafka.dist.source import SourceConfig

VERSION = "3.9.77"


@pytest.fixture
def request_(locked, site, tmp_path, monkeypatch) -> BundleRequest:
    """A request for the small release, which is fetched into a cache of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here"))
    return BundleRequest(((VERSION, SourceConfig(repository=site.url)),))


@pytest.fixture
def bundle(request_, tmp_path) -> Path:
    """A bundle of it."""
    return writing.write(tmp_path / "kafka.tar", request_, ("kafka",)).path
