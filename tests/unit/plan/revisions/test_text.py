"""A difference as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hiera_kafka.errors import Position
from hiera_kafka.plan.changes import Change, ChangeKind
from hiera_kafka.plan.revisions import text
from hiera_kafka.plan.revisions.causes import Cause
from hiera_kafka.plan.revisions.diff import ChangeGroup, Difference

PROPERTIES = "/etc/kafka/server.properties"
CAUSE = (Cause(Position("/data/common.yaml", 7, 3), "num_partitions", "changed"),)
EVERY = Difference(
    "main",
    "working tree",
    ("a" * 40, None),
    5,
    (
        ChangeGroup(
            ("k1", "k2"),
            (
                (Change(ChangeKind.REFUSED, "kafka-broker-id", old="1", new="2"), CAUSE),
                (Change(ChangeKind.RESOURCE, "directory /srv/a", old="kafka:kafka 0755"), CAUSE),
                (Change(ChangeKind.RESOURCE, "package java", new=""), ()),
                (Change(ChangeKind.RESOURCE, "link /opt/kafka/current", old="/opt/a", new="/opt/b"), ()),
                (Change(ChangeKind.ATTRIBUTES, PROPERTIES, old="root:root 0644", new="root:root 0640"), ()),
                (Change(ChangeKind.OPTION, PROPERTIES, "num.partitions", "1", "2"), CAUSE * 10),
                (Change(ChangeKind.OPTION, PROPERTIES, "new.one", None, ""), ()),
                (Change(ChangeKind.OPTION, PROPERTIES, "old.one", "x", None), ()),
                (Change(ChangeKind.OPTION, PROPERTIES, "ssl.key.password", "********", "********", secret=True), ()),
                (Change(ChangeKind.LINES, "/etc/zookeeper/conf/myid", None, "1", "2"), ()),
                (Change(ChangeKind.LINES, "/etc/long", None, None, "\n".join("abcdefghijklmnop")), ()),
                (Change(ChangeKind.LINES, "/etc/secret", None, "********", "********", secret=True), ()),
                (Change(ChangeKind.ORDER, "/etc/default/kafka"), ()),
                (Change(ChangeKind.RESTART, "kafka"), CAUSE),
                (
                    Change(
                        ChangeKind.UPGRADE, "/etc/kafka/release", old='KAFKA_HOME="/opt/a"', new='KAFKA_HOME="/opt/b"'
                    ),
                    (),
                ),
            ),
        ),
        ChangeGroup(
            ("k3",),
            ((Change(ChangeKind.HOST_ADDED, "k3"), CAUSE), (Change(ChangeKind.FILE_ADDED, "/etc/a", new="x"), ())),
        ),
        ChangeGroup(
            ("k4",),
            ((Change(ChangeKind.HOST_REMOVED, "k4"), CAUSE), (Change(ChangeKind.FILE_REMOVED, "/etc/a", old="x"), ())),
        ),
    ),
)
CASES = Path(__file__).resolve().parents[3] / "cases" / "diff"


def test_every_kind_of_change_as_text(golden: Callable[[Path, str], None]) -> None:
    golden(CASES / "every-kind.txt", text.text(EVERY, "/data") + "\n")


def test_every_kind_of_change_as_markdown(golden: Callable[[Path, str], None]) -> None:
    golden(CASES / "every-kind.md", text.markdown(EVERY, "/data") + "\n")


def test_json_holds_every_change_with_its_hosts_and_causes() -> None:
    found = json.loads(json.dumps(text.data(EVERY)))

    assert found["hosts"] == {
        "all": 5,
        "changed": ["k1", "k2", "k3", "k4"],
        "added": ["k3"],
        "removed": ["k4"],
        "skipped": [],
    }
    assert found["restarts"] == {"kafka": ["k1", "k2"]}
    assert found["upgrades"] == {"/etc/kafka/release": ["k1", "k2"]}
    assert found["refused"] == {"kafka-broker-id": ["k1", "k2"]}
    assert [len(group["changes"]) for group in found["groups"]] == [15, 2, 2]
    assert found["groups"][0]["changes"][0]["causes"] == [
        {"file": "/data/common.yaml", "line": 7, "column": 3, "key": "num_partitions", "verb": "changed"}
    ]


def test_no_difference_is_a_sentence() -> None:
    same = Difference("a", "b", ("c", "d"), 1, ())

    assert text.text(same, "/") == "No difference between a and b on any of 1 host."


def test_hosts_that_were_not_compared_are_named_first() -> None:
    skipped = Difference("a", "b", ("c", "d"), 2, (), ("k1",))

    assert text.text(skipped, "/").splitlines() == [
        "Not compared, since their data has errors: k1.",
        "No difference between a and b on any of 1 host.",
    ]


def test_names_from_the_data_cannot_leave_their_place_in_markdown() -> None:
    change = Change(ChangeKind.LINES, "/etc/a", None, "```\n</details><script>", "`")
    hostile = Difference("`<b>`", "x", (None, None), 1, (ChangeGroup(("h`<i>",), ((change, ()),)),))

    lines = text.markdown(hostile, "/").splitlines()

    assert lines[0] == "### Blast radius of `` `<b>` .. x ``"
    assert "- `` h`<i> ``" in lines
    assert lines[lines.index("````text") :].index("````") > 3, "the fence is longer than any run of backticks in it"
