"""Each option that the model owns has words for why it is not what it was."""

from __future__ import annotations

import pytest

from hiera_kafka.dialects.native.server_properties import OWNED_SETTINGS
from hiera_kafka.ops.adopt.reasons import OF_LISTENERS, owned_reason


@pytest.mark.parametrize("option", sorted(set(OWNED_SETTINGS) - {"broker.id", "node.id", "log.dir", "process.roles"}))
def test_options_of_the_model_have_a_reason(option: str) -> None:
    assert owned_reason("server.properties", option)


def test_lines_of_members_have_one_in_their_own_file() -> None:
    assert owned_reason("zoo.cfg", "server.1")
    assert owned_reason("server.properties", "num.io.threads") is None


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("sasl.enabled.mechanisms", True),
        ("port", True),
        ("listener.name.in.ssl.keystore.location", True),
        ("support.x", False),
    ],
)
def test_options_that_name_listeners_are_known(option: str, expected: bool) -> None:
    assert bool(OF_LISTENERS.match(option)) is expected
