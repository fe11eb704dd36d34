"""The collector is off only meanwhile, and stays off where it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from hiera_kafka.collector import paused


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    was = gc.isenabled()
    yield
    (gc.enable if was else gc.disable)()


@pytest.mark.parametrize("was", [True, False])
def test_it_is_off_meanwhile_and_then_as_before(was: bool) -> None:
    (gc.enable if was else gc.disable)()
    with paused():
        assert not gc.isenabled()
    assert gc.isenabled() is was


def test_it_is_on_again_after_an_error() -> None:
    gc.enable()
    with pytest.raises(KeyError), paused():
        raise KeyError
    assert gc.isenabled()
