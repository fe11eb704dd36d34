"""What parts are made of."""

from __future__ import annotations

import dataclasses

import pytest

from hiera_kafka.dist.bundle.contents import BundleRequest, Unpacked


def test_a_request_for_releases_alone_wants_nothing_of_hosts() -> None:
    request = BundleRequest(())
    assert (request.local, request.packages, request.debian, request.mirror) == (False, (), (), None)


def test_what_was_unpacked_cannot_be_exchanged(tmp_path) -> None:
    unpacked = Unpacked(tmp_path, {})
    with pytest.raises(dataclasses.FrozenInstanceError):
        unpacked.directory = tmp_path / "elsewhere"
