"""Answers of hosts: what they say, and what none of them may say."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import ClientError
from hiera_kafka.ops.look.answers import Exchange, host_seen
from hiera_kafka.ops.look.seen import (
    ClockSeen,
    DataSeen,
    FilesystemSeen,
    JavaSeen,
    ListenerSeen,
    LogError,
    ServerSeen,
    ServiceSeen,
    SysctlSeen,
    UpgradeSeen,
)

HOST = "k1.example.org"
EXCHANGE = Exchange(sent=1000.0, received=1002.0)
ANSWER: dict[str, Any] = {
    "facts": {
        "clock": {"began": 1006.5, "ended": 1007.0, "synchronized": True},
        "addresses": ["127.0.0.1", "10.0.0.3", "::1"],
        "listeners": [["::", 9092, 7], ["10.0.0.3", 2181, None]],
        "filesystems": {
            "/srv/kafka": {
                "mount": "/srv",
                "total_bytes": 100,
                "free_bytes": 50,
                "total_inodes": 10,
                "free_inodes": 5,
                "read_only": False,
            }
        },
        "java": {"home": "/usr/lib/jvm/default-java", "version": "17.0.15", "detail": ""},
        "sysctls": {"vm.swappiness": {"value": "1", "settable": True}, "a.b": {"value": None, "settable": False}},
        "services": {
            "kafka": {
                "state": "running",
                "detail": "active (running)",
                "pid": 7,
                "since": 900.5,
                "enabled": True,
                "restarts": 4,
                "loop": 3,
                "limits": {"Max open files": 128000, "Max cpu time": None},
                "home": "/opt/kafka/3.9.1",
                "java": None,
                "program": "/usr/bin/java (deleted)",
                "pending": ["/etc/kafka/server.properties"],
                "unreadable": [],
                "errors": [{"at": "2026-11-30 10:00:00", "text": "it broke\nwhy"}],
            }
        },
        "strangers": ["kafka-mirror-a_to_b@0"],
        "releases": {"/opt/kafka/3.9.1": True},
        "servers": [
            {
                "service": "zookeeper",
                "mode": "leader",
                "detail": "",
                "version": "3.8.4",
                "myid": 1,
                "values": {"zk_synced_followers": "2"},
                "conf": {"clientPort": "2181"},
            }
        ],
        "data": {"/srv/kafka/data": {"properties": {"broker.id": "1"}, "detail": ""}},
        "upgrades": [{"path": "/etc/kafka/release", "has": ["a"], "wants": ["b"]}],
        "differs": {"kafka_broker": ["file /etc/kafka/server.properties"], "zookeeper": []},
        "unread": {"filesystems /x": "Permission denied"},
    }
}


def test_a_whole_answer_is_read() -> None:
    seen = host_seen(HOST, ANSWER, EXCHANGE)
    assert seen.differs == {"kafka_broker": ("file /etc/kafka/server.properties",), "zookeeper": ()}
    assert seen.took_s == 2.0
    assert seen.addresses == ("127.0.0.1", "10.0.0.3", "::1")
    assert seen.listeners == (ListenerSeen("::", 9092, 7), ListenerSeen("10.0.0.3", 2181, None))
    assert seen.filesystems == {"/srv/kafka": FilesystemSeen("/srv/kafka", "/srv", 100, 50, 10, 5, read_only=False)}
    assert seen.java == JavaSeen("/usr/lib/jvm/default-java", "17.0.15")
    assert seen.sysctls == {"vm.swappiness": SysctlSeen("1", settable=True), "a.b": SysctlSeen(None, settable=False)}
    assert seen.services == {
        "kafka": ServiceSeen(
            name="kafka",
            state="running",
            detail="active (running)",
            pid=7,
            since=900.5,
            enabled=True,
            restarts=4,
            loop=3,
            limits={"Max open files": 128000, "Max cpu time": None},
            home="/opt/kafka/3.9.1",
            java="/usr/bin/java (deleted)",
            pending=("/etc/kafka/server.properties",),
            program="/usr/bin/java (deleted)",
            errors=(LogError("2026-11-30 10:00:00", "it broke\nwhy"),),
        )
    }
    assert seen.strangers == ("kafka-mirror-a_to_b@0",)
    assert seen.releases == {"/opt/kafka/3.9.1": True}
    assert seen.servers == (
        ServerSeen("zookeeper", "leader", "", "3.8.4", 1, {"zk_synced_followers": "2"}, {"clientPort": "2181"}),
    )
    assert seen.data == (DataSeen("/srv/kafka/data", {"broker.id": "1"}),)
    assert seen.upgrades == (UpgradeSeen("/etc/kafka/release", ("a",), ("b",)),)
    assert seen.unread == {"filesystems /x": "Permission denied"}


def test_facts_that_were_not_asked_for_are_empty() -> None:
    seen = host_seen(HOST, {"facts": {"clock": ANSWER["facts"]["clock"]}}, EXCHANGE)
    assert (seen.java, seen.services, seen.listeners, seen.unread) == (None, {}, (), {})


@pytest.mark.parametrize(
    ("began", "ended", "offset", "error"),
    [
        # Half a second of work within the two seconds of the exchange: the rest is on the way there and back.
        (1000.5, 1001.0, -0.25, 0.75),
        (1006.5, 1007.0, 5.75, 0.75),
        (1000.0, 1002.0, 0.0, 0.0),
        # The clock was set back while it was looked at.
        (1006.5, 900.0, -101.0, 1.0),
    ],
)
def test_a_clock_is_ahead_by_what_lies_between_question_and_answer(
    began: float, ended: float, offset: float, error: float
) -> None:
    answer = {"facts": {"clock": {"began": began, "ended": ended, "synchronized": None}}}
    assert host_seen(HOST, answer, EXCHANGE).clock == ClockSeen(offset, error, None, ended)


def refused(answer: Any) -> str:
    with pytest.raises(ClientError) as caught:
        host_seen(HOST, answer, EXCHANGE)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.id, diagnostic.host) == ("look-answer-invalid", HOST)
    return diagnostic.message


@pytest.mark.parametrize("answer", [None, 5, [], "x", {}, {"facts": None}, {"facts": []}, {"facts": {}}])
def test_what_is_no_answer_is_refused(answer: Any) -> None:
    assert refused(answer).startswith(f"the answer of {HOST} cannot be read: ")


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(answer: dict[str, Any]) -> None:
        place: Any = answer["facts"]
        *above, last = path.split("|")
        for key in above:
            place = place[int(key) if isinstance(place, list) else key]
        place[int(last) if isinstance(place, list) else last] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set("clock|began", "now"), "facts.clock.began is no finite number"),
        (_set("clock|ended", float("inf")), "facts.clock.ended is no finite number"),
        (_set("addresses", ["10.0.0.300"]), "'10.0.0.300' is no address"),
        (_set("addresses", ["\x1b[31m"]), "is no address"),
        (_set("listeners|0|1", 65536), "without an address or port"),
        (_set("listeners|0|0", None), "without an address or port"),
        (_set("listeners|0|2", -1), "a process of a listener is no count"),
        (_set("services|kafka|state", "fine"), "'fine' is no state: failed, running, starting, stopped, stopping"),
        (_set("services|kafka|pid", 1.5), "facts.services.kafka.pid is no count"),
        (_set("services|kafka|limits", {"Max open files": "many"}), "limits.Max open files is no count"),
        (_set("servers|0|mode", "king"), "'king' is no mode"),
        (_set("data", {"/srv": 5}), "facts.data./srv is no object"),
        (_set("unread", ["all"]), "facts.unread is no object"),
    ],
)
def test_a_field_of_another_form_is_refused_by_its_name(change: Callable[[dict[str, Any]], None], words: str) -> None:
    answer = copy.deepcopy(ANSWER)
    change(answer)
    message = refused(answer)
    assert words in message
    assert "\x1b" not in message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(fact=st.sampled_from(sorted(ANSWER["facts"])), value=JSON)
def test_whatever_a_host_puts_there_is_read_or_refused_and_obeyed_by_no_terminal(fact: str, value: Any) -> None:
    answer = {"facts": {**ANSWER["facts"], fact: value}}
    try:
        said = repr(host_seen(HOST, answer, EXCHANGE))
    except ClientError as error:
        said = str(error)
    assert not any(ord(character) < 32 and character not in "\n\t" for character in said)
