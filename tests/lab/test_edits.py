"""Five random edits of a running cluster: each is applied, or refused before any host (`make soak`: a hundred)."""

from __future__ import annotations

from random import Random
from typing import Any

from lab import services, site
from lab.conftest import Applied
from lab.hosts import CLIENT
from soak.edits import edited, outcome

NAMES = site.names(3)
SERVERS = ",".join(f"{name}:9092" for name in NAMES)
TOPIC = "edited"
MESSAGES = [str(number) for number in range(300)]
SEED = 30
"""Of edits of several kinds, of which two are applied and none gives hosts a directory that others do not expect."""


def test_edits_are_applied_or_refused_and_every_partition_stays_readable(applied: Applied, planted: str) -> None:
    here, lab, random = applied.site, applied.site.lab, Random(SEED)
    topics = f"/usr/local/bin/kafka topics --topic {TOPIC}"
    lab.run("kafka1", f"{topics} --create --partitions 6 --replication-factor 3")
    lab.run(CLIENT, f"kcat -P -b {SERVERS} -t {TOPIC} -X acks=all", input="".join(f"{text}\n" for text in MESSAGES))
    first: dict[str, Any] = site.cluster(NAMES, **{"profile::kafka::broker::ssl_password": planted})
    data, seen = first, []
    try:
        for _ in range(5):
            what, other = edited(data, random)
            done, why = outcome(here, data, other)
            seen.append((what, done, why))
            data = other if done else data
            for name in ("kafka1", "kafka2", "kafka3"):
                services.eventually("all in sync", lambda name=name: services.in_sync(lab, name, 3))
            read = lab.run(CLIENT, f"kcat -C -q -e -b {SERVERS} -t {TOPIC} -o beginning").split()
            assert sorted(read, key=int) == MESSAGES, seen
        assert {done for _, done, _ in seen} == {True, False}, seen
    finally:
        lab.run("kafka1", f"{topics} --delete")
        # The hosts are used by other tests, with the data that was there before.
        here.write(first)
        here.play()
        here.play(playbook="playbooks/roll_restart.yml")
