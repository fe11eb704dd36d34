"""One question and one answer."""

from __future__ import annotations

import json

from ansible_collections.hiera_kafka.core.plugins.module_utils.look.look import look

HOST = {"root": "", "service_manager": "systemd"}


def test_an_answer_has_the_keys_of_the_request_and_is_json() -> None:
    assert look(HOST) == {}
    found = look({**HOST, "facts": {"clock": True}})
    assert set(found) == {"facts"}
    assert json.loads(json.dumps(found)) == found
