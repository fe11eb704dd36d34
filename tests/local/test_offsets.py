"""Offsets of consumer groups on a real broker: shown, set, put back, and refused."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer

from hiera_kafka.clients.groups import Committed, TopicPartition
from hiera_kafka.clients.kafka import Cluster
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.model.endpoints import parse_endpoints
from hiera_kafka.ops.offsets import execution
from hiera_kafka.ops.offsets.journal import Journal
from hiera_kafka.ops.offsets.target import Selector, ToEarliest, ToGiven, ToLatest, ToOffset, ToTime
from lib.clusters.kafka_clients import UNCLOSED, forget_clients, until
from lib.clusters.local_cluster import ROOT, Done, LocalCluster, local_cluster

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real"), pytest.mark.filterwarnings(UNCLOSED)]

TOPIC = "events"
PARTITIONS = [TopicPartition(TOPIC, number) for number in range(3)]
MESSAGES = 40
"""In each partition; the message at offset n has the time START + n seconds."""
START = 1_767_225_600_000
"""2026-01-01, in milliseconds; the topic keeps its messages for ever, or they would be gone by now."""


@dataclass(frozen=True)
class Broker:
    """A running cluster, a connection to it, and a journal of its own."""

    local: LocalCluster
    cluster: Cluster

    @property
    def state(self) -> dict[str, str]:
        return {"XDG_STATE_HOME": str(self.local.home / "state")}

    @property
    def journal(self) -> Journal:
        return Journal.of_user(self.state)

    def offsets(self, *words: str | Path) -> Done:
        return self.local.hiera_kafka("offsets", *words, environment=self.state)

    def committed(self, group: str) -> dict[int, int]:
        return {place.partition: value.offset for place, value in self.cluster.committed(group).items()}

    def commit(self, group: str, *offsets: int) -> None:
        wanted = {place: Committed(offset) for place, offset in zip(PARTITIONS, offsets, strict=False)}
        assert self.cluster.commit(group, wanted) == {}


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with local_cluster(tmp_path_factory.mktemp("offsets") / "home") as local:
        local.up().good()
        local.kafka("topics", "--create", "--topic", TOPIC, "--partitions", "3", "--config", "retention.ms=-1").good()
        with contextlib.closing(KafkaProducer(bootstrap_servers=local.brokers, acks="all")) as producer:
            for number in range(MESSAGES):
                for place in PARTITIONS:
                    value = f"{place} {number}".encode()
                    producer.send(TOPIC, value, partition=place.partition, timestamp_ms=START + 1000 * number)
            producer.flush()
        with Cluster(parse_endpoints(",".join(local.brokers))) as cluster:
            yield Broker(local, cluster)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    forget_clients()


@contextlib.contextmanager
def consumer(broker: Broker, group: str, client_id: str = "app-1") -> Iterator[Callable[[], dict[int, int]]]:
    """Join a group, and give what reads on and returns the first offset that was read of each partition."""
    made = KafkaConsumer(
        TOPIC,
        bootstrap_servers=broker.local.brokers,
        group_id=group,
        client_id=client_id,
        enable_auto_commit=False,
        auto_offset_reset="latest",
    )
    found: dict[int, int] = {}

    def read() -> dict[int, int]:
        for place, records in made.poll(100).items():
            found.setdefault(place.partition, records[0].offset)
        return found

    with contextlib.closing(made):
        until(lambda: read() or made.assignment())
        yield read


def test_a_hundred_random_sets_are_undone_to_the_same_offsets(broker: Broker) -> None:
    """Offsets, metadata and epochs; also partitions that had none. Read back by the broker's own answer each time."""
    chance = random.Random(20260131)
    for case in range(100):
        group = f"random-{case}"
        old = {place: _any_committed(chance) for place in PARTITIONS if chance.random() < 0.7}
        if old:
            assert broker.cluster.commit(group, old) == {}
        assert broker.cluster.committed(group) == old
        request = execution.OffsetRequest(group, _any_target(chance), (Selector(TOPIC),), "random")
        plan = execution.plan(broker.cluster, request)
        if not plan.needed:
            continue
        entry = execution.execute(broker.cluster, request, plan, broker.journal)
        assert broker.committed(group) == {change.partition.partition: change.new for change in plan.changes}
        execution.undo(
            broker.cluster, execution.undo_plan(broker.cluster, broker.journal, entry.number), broker.journal
        )
        assert broker.cluster.committed(group) == old, case


def _any_committed(chance: random.Random) -> Committed:
    return Committed(chance.randint(0, MESSAGES), chance.choice(["", "note"]), chance.choice([-1, 0]))


def _any_target(chance: random.Random) -> Any:
    given = {place: chance.randint(0, MESSAGES) for place in PARTITIONS}
    return chance.choice(
        [
            ToEarliest(),
            ToLatest(),
            ToOffset(chance.randint(0, MESSAGES)),
            ToTime(START + chance.randint(-1000, 1000 * MESSAGES + 1000)),
            ToGiven(given),
        ]
    )


def test_a_set_is_shown_and_written_only_when_that_is_asked_for(broker: Broker) -> None:
    broker.commit("app", 10, 20, 30)
    shown = broker.offsets("set", "app", "--to-datetime", "2026-01-01T00:00:15").good()
    assert "events  0          0..40   10  15       5 skipped" in shown.out
    assert "events  1          0..40   20  15       5 read again" in shown.out
    assert "3 partitions to write: at most 5 messages skipped, 20 read again." in shown.out
    assert "Nothing was written" in shown.out
    assert broker.committed("app") == {0: 10, 1: 20, 2: 30}

    broker.offsets("set", "app", "--to-latest", "--execute").failed(3, "confirmation-needed", "--yes")
    assert broker.committed("app") == {0: 10, 1: 20, 2: 30}

    done = broker.offsets("set", "app", "--topic", "events:0,1", "--shift-by", "-10", "--execute", "--yes").good()
    assert "Written and read back" in done.out
    assert broker.committed("app") == {0: 0, 1: 10, 2: 30}
    with consumer(broker, "app") as read:
        assert until(lambda: len(read()) == 3 and read()) == {0: 0, 1: 10, 2: 30}

    undone = broker.offsets("undo", "--yes", "--output", "json").good().data
    assert (undone["group"], undone["executed"]) == ("app", True)
    assert broker.committed("app") == {0: 10, 1: 20, 2: 30}


def test_active_members_are_named_and_nothing_is_set_or_undone(broker: Broker) -> None:
    broker.commit("busy", 1, 2, 3)
    broker.offsets("set", "busy", "--to-offset", "7", "--execute", "--yes").good()
    with consumer(broker, "busy", "the-app"):
        shown = broker.offsets("show", "busy").good()
        assert "Group busy is Stable: the-app@127.0.0.1; lag 99" in shown.out
        assert shown.out.count("the-app@127.0.0.1") == 4, "in the head, and in each partition"
        for words in (("set", "busy", "--to-earliest", "--execute", "--yes"), ("undo", "--yes")):
            broker.offsets(*words).failed(1, "error[group-active]", "belong to the-app@127.0.0.1")
        assert broker.committed("busy") == {0: 7, 1: 7, 2: 7}
    broker.offsets("undo", "--yes").good()
    assert broker.committed("busy") == {0: 1, 1: 2, 2: 3}


def test_a_consumer_that_joins_after_the_plan_is_not_overwritten(broker: Broker) -> None:
    """Asked of the broker itself: what it refuses is reported, and nothing is left to undo."""
    broker.commit("late", 1, 2, 3)
    with consumer(broker, "late"):
        refused = broker.cluster.commit("late", {PARTITIONS[0]: Committed(5)})
    assert refused == {PARTITIONS[0]: "UnknownMemberId"}
    assert broker.committed("late") == {0: 1, 1: 2, 2: 3}


def test_offsets_that_have_expired_are_set_in_all_partitions_and_in_range(broker: Broker) -> None:
    """Deleted offsets and expired ones are the same tombstones to a broker, which no longer lists the group."""
    broker.commit("expired", 10, 20, 30)
    broker.local.kafka("consumer-groups", "--group", "expired", "--topic", TOPIC, "--delete-offsets").good()
    broker.offsets("show", "expired").failed(3, "error[unknown-group]")

    broker.offsets("set", "expired", "--to-offset", "5").failed(3, "error[offsets-topic-needed]")
    words = ("set", "expired", "--execute", "--yes", "--topic")
    broker.offsets(*words, "events:0", "--to-offset", "5").failed(3, "[offsets-partitions-missing]", "partition 1 to 2")
    broker.offsets(*words, "events", "--to-offset", "70678").failed(3, "[offset-out-of-range]", "0..40 is allowed")
    assert broker.committed("expired") == {}

    broker.offsets(*words, "events", "--to-offset", "5").good()
    assert broker.committed("expired") == {0: 5, 1: 5, 2: 5}
    broker.offsets("undo", "--yes").good()
    assert broker.committed("expired") == {}


def test_the_commands_of_the_page_and_ours_understand_each_other(broker: Broker) -> None:
    """The wrapper's `kafka consumer-groups` as the page has it; its export is a file for `--from-file`."""
    broker.commit("cirrussearch_updates_eqiad", 1, 2, 3)
    group = ("consumer-groups", "--group", "cirrussearch_updates_eqiad")
    described = broker.local.kafka(*group, "--describe").good()
    assert "has no active members" in described.text
    reset = (*group, "--topic", TOPIC, "--reset-offsets", "--to-offset", "8")
    assert broker.local.kafka(*reset, "--dry-run").good().out.count(f"{TOPIC} ") == 3
    assert broker.committed("cirrussearch_updates_eqiad") == {0: 1, 1: 2, 2: 3}

    exported = broker.local.kafka(*reset, "--dry-run", "--export").good()
    assert sorted(exported.out.split()) == [f"{TOPIC},{number},8" for number in range(3)]
    file = broker.local.home / "offsets.csv"
    file.write_text(exported.out)
    broker.offsets("set", "cirrussearch_updates_eqiad", "--from-file", file, "--execute", "--yes").good()
    assert broker.committed("cirrussearch_updates_eqiad") == {0: 8, 1: 8, 2: 8}


def _made(broker: Broker, topic: str, messages: int) -> None:
    """Make a topic of one partition, with so many messages."""
    broker.local.kafka("topics", "--create", "--topic", topic, "--partitions", "1").good()
    with contextlib.closing(KafkaProducer(bootstrap_servers=broker.local.brokers, acks="all")) as producer:
        for number in range(messages):
            producer.send(topic, str(number).encode(), partition=0)
        producer.flush()


def test_undo_never_crosses_a_topic_that_was_made_again(broker: Broker) -> None:
    """The group stands where the entry set it, and the old offset is in range: only the topic's id tells."""
    place, old = TopicPartition("again", 0), Committed(4)
    _made(broker, "again", 5)
    first = broker.cluster.topic_ids()["again"]
    assert broker.cluster.commit("crossing", {place: old, PARTITIONS[0]: old}) == {}
    broker.offsets("set", "crossing", "--to-earliest", "--execute", "--yes").good()
    broker.local.kafka("topics", "--delete", "--topic", "again").good()
    until(lambda: "again" not in broker.cluster.topics())
    # With a topic goes what groups committed of it.
    until(lambda: place not in broker.cluster.committed("crossing"))
    _made(broker, "again", 5)
    second = broker.cluster.topic_ids()["again"]
    assert broker.cluster.commit("crossing", {place: Committed(0)}) == {}

    for more in ((), ("--even-if-moved",), ("--nearest",)):
        refused = broker.offsets("undo", "--yes", *more)
        refused.failed(1, "error[offsets-topic-recreated]", f"had id {first} and has id {second}")
        assert broker.committed("crossing") == {0: 0}
        assert {value.offset for value in broker.cluster.committed("crossing").values()} == {0}
    shown = broker.local.kafka("topics", "--describe", "--topic", "again").good()
    assert f"TopicId: {second}" in shown.out, "ids are written as Kafka's own tools write them"

    broker.offsets("undo", "--yes", "--leave-recreated").good()
    assert broker.cluster.committed("crossing") == {place: Committed(0), PARTITIONS[0]: old}


def test_undo_and_set_agree_on_what_is_in_range_and_lag_counts_what_is_still_there(broker: Broker) -> None:
    place = TopicPartition("cut", 0)
    _made(broker, "cut", 10)
    assert broker.cluster.commit("behind", {place: Committed(2)}) == {}
    broker.offsets("set", "behind", "--to-latest", "--execute", "--yes").good()
    file = broker.local.home / "delete.json"
    file.write_text('{"version": 1, "partitions": [{"topic": "cut", "partition": 0, "offset": 5}]}')
    broker.local.kafka("delete-records", "--offset-json-file", str(file)).good()

    outside = ("[offset-out-of-range]", "offset 2 of cut:0 is out of range, 5..10 is allowed")
    broker.offsets("set", "behind", "--to-offset", "2", "--execute", "--yes").failed(3, *outside)
    broker.offsets("undo", "--yes").failed(3, *outside, "--nearest")
    assert broker.cluster.committed("behind") == {place: Committed(10)}
    assert "5, the nearest to 2" in broker.offsets("undo", "--yes", "--nearest").good().out
    assert broker.cluster.committed("behind") == {place: Committed(5)}

    assert broker.cluster.commit("behind", {place: Committed(2)}) == {}
    (shown,) = broker.offsets("show", "behind", "--output", "json").good().data["partitions"]
    assert (shown["committed"], shown["earliest"], shown["latest"], shown["lag"]) == (2, 5, 10, 5)


def test_lag_counts_neither_ends_of_transactions_nor_what_is_held_back_by_an_open_one(broker: Broker) -> None:
    place, group = TopicPartition("exact", 0), "exactly"
    _made(broker, "exact", 0)

    def lag(*options: str) -> tuple[int, int]:
        (shown,) = broker.offsets("show", group, "--output", "json", *options).good().data["partitions"]
        return shown["latest"], shown["lag"]

    committed = ("--isolation", "read_committed")
    with contextlib.closing(
        KafkaProducer(bootstrap_servers=broker.local.brokers, transactional_id="writer", acks="all")
    ) as producer:
        producer.init_transactions()
        producer.begin_transaction()
        for number in range(3):
            producer.send("exact", str(number).encode(), partition=0)
        producer.commit_transaction()
        # What applications commit: one past the last message that they processed.
        assert broker.cluster.commit(group, {place: Committed(3)}) == {}
        assert lag() == lag(*committed) == (4, 0)

        producer.begin_transaction()
        for number in range(2):
            producer.send("exact", str(number).encode(), partition=0)
        producer.flush()
        assert (lag(), lag(*committed)) == ((6, 2), (4, 0))
        assert "exact:0 has an open transaction from offset 4 on" in broker.offsets("show", group).good().out

        producer.abort_transaction()
        assert lag()[1] == 3, "consumers that read what is not committed read what was aborted"
        assert lag(*committed) == (7, 0)


def _lock_is_there(broker: Broker, journal: Journal) -> bool:
    return (journal.directory / "lock").exists()


def _entry_is_there(broker: Broker, journal: Journal) -> bool:
    return (journal.directory / "000001.json").exists()


def _offsets_are_new(broker: Broker, journal: Journal) -> bool:
    return broker.committed("killed")[0] != 10


@pytest.mark.parametrize("sign", [_lock_is_there, _entry_is_there, _offsets_are_new])
def test_a_set_that_is_killed_leaves_what_undo_understands(
    broker: Broker, tmp_path: Path, sign: Callable[[Broker, Journal], bool]
) -> None:
    """Killed with -9 as soon as the lock, the journal's entry, or the new offsets are seen: wherever that hits it."""
    broker.commit("killed", 10, 20, 30)
    state = {"XDG_STATE_HOME": str(tmp_path)}
    journal = Journal.of_user(state)
    words = ("offsets", "set", "killed", "--to-earliest", "--execute", "--yes", "-i", str(broker.local.inventory))
    with subprocess.Popen(
        broker.local.command("hiera-kafka", *words),
        cwd=ROOT,
        env={**broker.local.environment, **state},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None and not sign(broker, journal):
            os.sched_yield()
        process.send_signal(signal.SIGKILL)

    undone = broker.local.hiera_kafka("offsets", "undo", "--yes", environment=state)
    if journal.entries():
        assert undone.good().out.startswith("Entry 1, ")
        assert not journal.entry(1).can_be_undone
    else:
        undone.failed(3, "nothing-to-undo")
    assert broker.committed("killed") == {0: 10, 1: 20, 2: 30}


def test_the_journal_of_one_machine_holds_all_and_an_unknown_number_is_refused(broker: Broker) -> None:
    listed = broker.offsets("undo", "--list").good()
    assert "--topic events:0,1" in listed.out
    with pytest.raises(HieraKafkaError, match="unknown-journal-entry"):
        execution.undo_plan(broker.cluster, broker.journal, 9999)
