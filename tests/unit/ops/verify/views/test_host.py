"""A host that answered, and one that did not."""

from __future__ import annotations

import pytest

from lib.data.verify_views import SILENT, host_seen, host_view, hosts


def test_a_host_is_called_as_in_its_catalog_and_says_what_it_answered() -> None:
    view = host_view(1)

    assert view.host == hosts()[1]
    assert view.seen == host_seen()


def test_a_host_that_did_not_answer_has_nothing_to_say() -> None:
    with pytest.raises(LookupError, match="did not answer"):
        _ = host_view(0, SILENT).seen
