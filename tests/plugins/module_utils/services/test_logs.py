"""The last errors of a log, as MirrorMaker writes it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.services import logs

LOG = """\
[2026-11-23 16:55:34,579] INFO AdminClientConfig values:
\tssl.keystore.password = [hidden]
\tError: of a value that is none
 (org.apache.kafka.clients.admin.AdminClientConfig)
[2026-11-23 16:55:34,600] ERROR Scheduler caught exception: creating internal topics (o.a.k.connect.mirror.Scheduler)
org.apache.kafka.connect.errors.ConnectException: Error while attempting to create/find topic 'heartbeats'
\tat org.apache.kafka.connect.mirror.MirrorUtils.createCompactedTopic(MirrorUtils.java:319)
\tat java.base/java.lang.Thread.run(Thread.java:840)
Caused by: org.apache.kafka.common.errors.InvalidReplicationFactorException: Replication factor: 3 larger than 1.
\t... 12 more
[2026-11-23 16:55:35,000] WARN not so bad (x)
[2026-11-23 16:55:36,000] ERROR later, with ssl.keystore.password=hunter2 in it (x)
[2026-11-23 16:55:37,000] INFO fine again (x)
"""


def test_an_error_is_its_message_what_was_thrown_and_why() -> None:
    first, second = logs.errors_in(LOG.splitlines(), 5)

    assert first.to_dict() == {
        "at": "2026-11-23 16:55:34",
        "text": "Scheduler caught exception: creating internal topics (o.a.k.connect.mirror.Scheduler)\n"
        "org.apache.kafka.connect.errors.ConnectException: Error while attempting to create/find topic 'heartbeats'\n"
        "Caused by: org.apache.kafka.common.errors.InvalidReplicationFactorException: "
        "Replication factor: 3 larger than 1.",
    }
    assert second.to_dict() == {
        "at": "2026-11-23 16:55:36",
        "text": "later, with ssl.keystore.password=********",
    }


def test_the_last_ones_are_kept_in_order() -> None:
    lines = [f"[2026-11-23 16:55:{second:02},000] ERROR {second}" for second in range(10)]

    assert [error.lines for error in logs.errors_in(lines, 2)] == [["8"], ["9"]]


def test_what_a_jvm_prints_before_it_logs_has_no_time() -> None:
    lines = [
        "Picked up JAVA_TOOL_OPTIONS",
        'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
        "\tat kafka.tools.MirrorMaker.main(MirrorMaker.scala)",
        "ERROR it ends (kafka.tools.MirrorMaker$)",
    ]

    assert [(error.at, error.lines) for error in logs.errors_in(lines, 5)] == [
        (None, ['Exception in thread "main" java.lang.OutOfMemoryError: Java heap space']),
        (None, ["ERROR it ends (kafka.tools.MirrorMaker$)"]),
    ]


def test_secrets_are_masked_wherever_they_stand() -> None:
    for line in ("sasl.jaas.config=user password", "the Secret: x", "token = x", "ssl.key.password=x", "passphrase=x"):
        assert logs.masked(f"before {line}").endswith("********"), line
    assert logs.masked("passwords are fine to speak of") == "passwords are fine to speak of"


@given(st.lists(st.sampled_from(LOG.splitlines()), max_size=60))
def test_what_comes_back_is_bounded(lines: list[str]) -> None:
    found = logs.errors_in([line * 50 for line in lines], 3)

    assert len(found) <= 3
    assert all(len(error.to_dict()["text"] or "") < 5000 for error in found)


def test_only_the_end_of_a_large_log_is_read_and_a_missing_one_has_none(tmp_path: Path) -> None:
    path = tmp_path / "mirror.log"
    line = "[2026-11-23 16:55:36,000] ERROR old\n"
    path.write_text(line + "[2026-11-23 16:55:37,000] INFO fine\n" * (logs.TAIL_BYTES // 30))

    assert logs.last_errors(str(path), 3) == []
    path.write_text(line)
    assert [error.lines for error in logs.last_errors(str(path), 3)] == [["old"]]
    assert logs.last_errors(str(tmp_path / "none.log"), 3) == []
