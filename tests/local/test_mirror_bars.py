"""Mirrors of both engines between real clusters: nothing is lost and nothing loops, whatever dies.

The tests share clusters, and each has topics of its own. In this order one switch is enough: that of its test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from lib.clusters.datacenters import CODFW, EQIAD, HOSTS, Datacenters, datacenters
from lib.clusters.fail_over import FailOver
from lib.clusters.flows import Flow, create
from lib.clusters.mirror_bars import Bars, whole
from lib.repository import ROOT, console_commands

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real"), pytest.mark.timeout(1200)]

SWITCH = ROOT / "docs/howto/switch-mirror-engine.md"
Say = Callable[[str, object], None]


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Datacenters]:
    with datacenters(tmp_path_factory.mktemp("mirrored") / "home", engine=1) as found:
        yield found


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """Put a figure into the report of the tests (JUnit's properties)."""
    return lambda name, value: request.node.user_properties.append((name, str(value)))


@pytest.mark.soak
def test_engine_1_brings_everything_in_order_while_things_die(mirrored: Datacenters, say: Say) -> None:
    mirrored.use(1)
    say("came twice", Bars(mirrored, "one").run())


@pytest.mark.soak
def test_with_engine_1_a_group_goes_on_elsewhere_and_returns(mirrored: Datacenters, say: Say) -> None:
    mirrored.use(1)
    say("numbers", FailOver(mirrored, "away.one").run())


def test_the_switch_from_engine_1_to_2_loses_nothing(mirrored: Datacenters, say: Say) -> None:
    """Messages are written all the time, and the commands are those of the page."""
    mirrored.use(1)
    topic = "eqiad.switch"
    flow = Flow(mirrored.servers[EQIAD])
    create(mirrored.servers[EQIAD], topic, 3, len(HOSTS[EQIAD]))
    look, make, stop, start, see = console_commands(SWITCH)
    assert "eqiad.switch" in mirrored.shell(look).good().out
    mirrored.shell(make).good()

    done = Event()

    def write() -> None:
        while not done.is_set():
            flow.write(topic, 50)
            done.wait(0.2)  # not more than the mirrors take along

    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(write)
        try:
            whole(mirrored.servers, CODFW, topic, set(range(100)))
            before = mirrored.pids()
            mirrored.shell(stop).good()
            assert mirrored.pids() == {}
            mirrored.describe(2)
            mirrored.shell(start).good()
            assert mirrored.pids().keys() == before.keys()
        finally:
            done.set()
        writing.result()

    copy = whole(mirrored.servers, CODFW, topic, flow.acknowledged[topic])
    assert copy.numbers == flow.acknowledged[topic] == set(range(flow.written[topic]))
    assert copy.overtaken == []
    assert copy.torn == set()
    assert copy.twice == 0, "a clean stop commits all that was mirrored"
    assert "MirrorMaker 2" in mirrored.shell(see).good().out


def test_engine_2_brings_everything_in_order_while_things_die(mirrored: Datacenters, say: Say) -> None:
    mirrored.use(2)
    say("came twice", Bars(mirrored, "two").run())


@pytest.mark.soak  # tests/local/test_offsets_translate.py lets groups go on elsewhere
def test_with_engine_2_a_group_goes_on_elsewhere_and_returns(mirrored: Datacenters, say: Say) -> None:
    mirrored.use(2)
    say("numbers", FailOver(mirrored, "away.two").run())
