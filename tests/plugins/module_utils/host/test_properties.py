"""Lines of property files."""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.host.properties import properties


def test_comments_and_other_lines_are_none() -> None:
    text = "#a=1\n!b=2\n c = 3 \nd=x=y\nplain\n=\n"
    assert properties(text) == {"c": "3", "d": "x=y", "": ""}
