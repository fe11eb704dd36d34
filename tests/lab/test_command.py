"""The lab as a command: which host runs which release of Debian."""

from __future__ import annotations

import pytest

from lab.command import releases
from lab.engine import LabError

NAMES = ["kafka-main1001.eqiad.wmnet", "kafka-main2001.codfw.wmnet", "kafka-main2002.codfw.wmnet"]


def test_a_release_is_for_all_hosts_or_for_those_that_match() -> None:
    assert releases(NAMES, ["trixie"]) == dict.fromkeys(NAMES, "trixie")
    assert releases(NAMES, ["*.codfw.*=trixie"]) == dict.fromkeys(NAMES[1:], "trixie")


def test_the_last_that_fits_counts() -> None:
    assert releases(NAMES, ["trixie", "*2001.*=bookworm"]) == {
        NAMES[0]: "trixie",
        NAMES[1]: "bookworm",
        NAMES[2]: "trixie",
    }


def test_what_is_not_set_leaves_hosts_as_they_are() -> None:
    assert releases(NAMES, [""]) == {}


def test_a_pattern_without_a_host_is_refused() -> None:
    with pytest.raises(LabError, match="no host matches 'kafka-jumbo"):
        releases(NAMES, ["kafka-jumbo*=trixie"])
