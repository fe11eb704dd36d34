"""How the two MirrorMakers read what the data gives them, asked of their own classes."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator

import pytest

from hiera_kafka.dist.artifact import fetch
from hiera_kafka.dist.java import find_java
from hiera_kafka.topic_patterns import Form, Pattern
from lib.data.java_regex import JavaRegex, java_regex

pytestmark = [pytest.mark.network, pytest.mark.real]

WHITELISTS = [
    "a",
    " a , b ",
    "'a,b'",
    '"a',
    "'\"a b\"'",
    "a\tb",
    "a{2},b",
    "\n a|b \n",
    ",a",
    "^(?!.*change-prop\\.).+$",
    "''",
]
NAMES = ["a", "b", "ab", "aa", "a.b", "b.internal", "a-internal", "__a", "A", "eqiad.a", "codfw.a"]
LISTS = ["a,b", " a , b", "a, .*b", "(a,b)", "(?i)a,b.*", ".*", r"eqiad\..*,codfw\..*", "a|b"]


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JavaRegex]:
    """Kafka's own classes, with the names loaded."""
    home = tmp_path_factory.mktemp("kafka")
    with tarfile.open(fetch("3.9.2").path) as tar:
        tar.extractall(home, filter="data")
    with java_regex(find_java(os.environ).home, sorted((home / "libs").glob("*.jar"))) as asked:
        asked.names(NAMES)
        yield asked


@pytest.mark.parametrize("given", WHITELISTS)
def test_a_whitelist_is_what_mirrormaker_1_makes_of_it(kafka: JavaRegex, given: str) -> None:
    assert Form.MIRROR_MAKER_1.text(given) == kafka.call("include_list", given)


@pytest.mark.parametrize("given", LISTS)
def test_a_list_takes_what_mirrormaker_2_takes(kafka: JavaRegex, given: str) -> None:
    taken = kafka.call("mirror_maker_2", given, "nothing", NAMES)
    ours = Pattern.parse(given, Form.MIRROR_MAKER_2)

    assert taken
    assert [name for name in NAMES if ours.matches(name)] == taken
