"""The table of parts."""

from __future__ import annotations

import re

import pytest

from hiera_kafka.dist.bundle import parts
from hiera_kafka.dist.bundle.contents import BundleRequest
from hiera_kafka.dist.source import SourceConfig

RELEASES = (("3.9.2", SourceConfig()),)


@pytest.mark.parametrize(
    ("request_", "names"),
    [
        (BundleRequest(()), ("wheels",)),
        (BundleRequest(RELEASES, local=True), ("kafka", "wheels")),
        (BundleRequest(RELEASES, packages=("default-jre-headless",)), ("kafka", "wheels", "debian")),
    ],
    ids=["nothing", "this machine", "hosts"],
)
def test_parts_follow_from_what_is_needed(request_, names) -> None:
    assert parts.wanted(request_) == names


def test_names_are_those_of_directories() -> None:
    assert all(re.fullmatch("[a-z]+", name) and part.name == name for name, part in parts.PARTS.items())
