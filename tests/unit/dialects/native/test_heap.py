"""The heap of a broker, and the log cleaner's buffer in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hiera_kafka.catalog.resources import Section, Setting
from hiera_kafka.catalog.values import default
from hiera_kafka.dialects.native.heap import cleaner_buffer
from hiera_kafka.source import OriginKind

Sections = Callable[..., dict[str, Section]]
OPTION = "log.cleaner.dedupe.buffer.size"
DATA = """\
zookeeper_clusters: {main: {hosts: {zk1: 1}}}
kafka_clusters: {events: {zookeeper_cluster_name: main, config: {%s}, brokers: {k0: {id: 0}}}}
"""


def options(sections: Sections, text: str) -> dict[str, Setting]:
    files = sections(text, "k0")["kafka_broker"].files
    return {item.name: item for item in next(f for f in files if f.path.endswith("server.properties")).settings()}


@pytest.mark.parametrize(
    ("heap", "buffer"), [("64m", 16), ("256m", 32), ("384m", 48), ("1048575k", 127), ("1g", None), ("8G", None)]
)
def test_two_buffers_fit_into_the_heap(heap: str, buffer: int | None) -> None:
    found = cleaner_buffer(default(heap, "test"))
    assert (None if found is None else found.value.data // 2**20) == buffer


def test_a_small_heap_of_the_data_is_where_the_option_comes_from(sections: Sections) -> None:
    assert OPTION not in options(sections, DATA % "")
    found = options(sections, f"{DATA % ''}profile::kafka::broker::max_heap_size: 512m\n")[OPTION]
    assert found.value.data == 64 * 2**20
    assert found.value.origin.kind is OriginKind.DERIVED
    assert "max_heap_size" in repr(found.value.origin)


def test_the_data_has_the_last_word(sections: Sections) -> None:
    small = f"{DATA % f'{OPTION}: 20000000'}profile::kafka::broker::max_heap_size: 512m\n"
    assert options(sections, small)[OPTION].value.data == 20_000_000
