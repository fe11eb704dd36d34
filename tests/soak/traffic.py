"""A producer with acks=all that writes numbered messages from `client1`, and what the topic has of them."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lab import files, services
from lab.hosts import CLIENT, Lab

DATA = "/srv/kafka/data"
TOPIC = "soaked"
PARTITIONS = 6
_ENOUGH = "/tmp/soak-enough"
_WRITTEN = "/tmp/soak-written"
_ELECTION = ("Not leader for partition", "Unknown partition")
"""What kcat ends with where a partition has no leader yet, or another one than a moment before; it asks once."""
_PACED = """\
import itertools, pathlib, sys, time
for number in itertools.count(int(sys.argv[1])):
    if pathlib.Path(sys.argv[2]).exists():
        pathlib.Path(sys.argv[3]).write_text(str(number))
        break
    print(f"k{number % 50}:{number}", flush=True)
    time.sleep(0.005)  # a pace, not a wait: some 200 messages a second
"""


@dataclass
class Traffic:
    """Numbered messages of one topic with three replicas, two of which must have a message before it is acknowledged.

    Attributes:
        lab: Hosts.
        brokers: Full names of the brokers.
        written: Messages 0 to this one, exclusive, were acknowledged.
    """

    lab: Lab
    brokers: tuple[str, ...]
    written: int = 0

    def create(self) -> None:
        """Create the topic."""
        self.lab.run(
            "kafka1",
            f"/usr/local/bin/kafka topics --create --topic {TOPIC} --partitions {PARTITIONS}"
            " --replication-factor 3 --config min.insync.replicas=2",
        )

    @property
    def servers(self) -> str:
        return ",".join(f"{name}:9092" for name in self.brokers)

    @contextlib.contextmanager
    def flowing(self) -> Iterator[None]:
        """Write until the block ends, and then until the last message was acknowledged.

        Raises:
            AssertionError: Messages were given up, after a quarter of an hour.
        """
        # A file, since nobody reads while the block runs, and a pipe that is full would stop the producer.
        with tempfile.TemporaryFile("w+") as said:
            producer = subprocess.Popen(
                ["ssh", "-F", str(self.lab.directory / files.SSH_CONFIG), CLIENT, self._program()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
            try:
                yield
            finally:
                self.lab.run(CLIENT, f"touch {_ENOUGH}")
                code = producer.wait(timeout=960)
            said.seek(0)
            assert code == 0, f"messages were given up: {said.read()[-2000:]}"
        self.written = int(self.lab.run(CLIENT, f"cat {_WRITTEN}"))

    def _program(self) -> str:
        return (
            f"set -eu -o pipefail; rm -f {_ENOUGH} {_WRITTEN}\n"
            f"python3 -u /dev/fd/3 {self.written} {_ENOUGH} {_WRITTEN} 3<<'PROGRAM' |"
            f" kcat -P -b {self.servers} -t {TOPIC} -K : -X acks=all -X enable.idempotence=true"
            f" -X message.timeout.ms=900000 -X reconnect.backoff.max.ms=1000\n{_PACED}PROGRAM\n"
        )

    def arriving(self) -> bool:
        """Return whether the topic has more than what was acknowledged when the present block began."""
        asked = " ".join(f"-t {TOPIC}:{partition}:-1" for partition in range(PARTITIONS))
        done = self.lab.ssh(CLIENT, f"kcat -Q -b {self.servers} {asked}")
        if done.returncode != 0 and any(words in done.stderr for words in _ELECTION):
            return False
        assert done.returncode == 0, done.stderr
        # Each line ends with the offset that the next message will have.
        return sum(int(line.split()[-1]) for line in done.stdout.splitlines()) > self.written

    def check(self) -> None:
        """Read the whole topic.

        Raises:
            AssertionError: An acknowledged message is missing, there twice, or there is a gap in the offsets.
        """
        rows: list[tuple[int, int, int]] = []

        def whole() -> bool:
            # A leader that has just been elected may know less of its own end than the one before, for a moment: Kafka
            # calls it KIP-207. Who reads just then reads the rest a moment later.
            rows[:] = self._read()
            return {number for _, _, number in rows} >= set(range(self.written))

        try:
            services.eventually("every acknowledged message", whole)
        except AssertionError as error:
            missing = sorted(set(range(self.written)) - {number for _, _, number in rows})
            raise AssertionError(
                f"{len(missing)} acknowledged messages are lost: {missing[:20]}; "
                f"read: {_shape(rows)}\n{self._deletions()}"
            ) from error
        numbers = [number for _, _, number in rows]
        assert len(numbers) == self.written, f"{len(numbers)} messages, {self.written} were written"
        offsets: dict[int, list[int]] = defaultdict(list)
        for partition, offset, _ in rows:
            offsets[partition].append(offset)
        gaps = {partition for partition, found in offsets.items() if found != list(range(len(found)))}
        assert not gaps, f"gaps in the offsets of partitions {sorted(gaps)}"
        self._replicas_begin_at_zero()

    def _replicas_begin_at_zero(self) -> None:
        """Look at the replicas that nobody reads as well: one of them may lead tomorrow, and the others follow it."""
        late = [
            f"{name}: {path}"
            for name in self.brokers
            for path in self._first_segments(name)
            if not path.endswith("/00000000000000000000.log")
        ]
        assert not late, f"replicas have deleted messages that nobody allowed: {late}\n{self._deletions()}"

    def _first_segments(self, broker: str) -> list[str]:
        """Return the oldest file of messages of each partition, with its directory."""
        find = f"for d in {DATA}/{TOPIC}-*/; do sudo ls $d | grep '[.]log$' | head -n 1 | sed \"s|^|$d|\"; done"
        return self.lab.run(broker.partition(".")[0], find).split()

    def _deletions(self) -> str:
        """Return what the brokers have written of what they deleted and truncated."""
        grep = "sudo grep -hE 'Deleting segment|[Ll]og start offset|[Tt]runcat' /var/log/kafka/server.log* | tail -n 60"
        return "\n".join(f"{name}:\n{self.lab.run(name.partition('.')[0], grep)}" for name in self.brokers)

    def _read(self) -> list[tuple[int, int, int]]:
        """Return partition, offset and number of each message."""
        lines = self.lab.run(
            CLIENT, f"kcat -C -q -e -b {self.servers} -t {TOPIC} -o beginning -f '%p %o %s\\n'"
        ).splitlines()
        return [(int(partition), int(offset), int(number)) for partition, offset, number in map(str.split, lines)]

    def in_sync(self, *, within_s: float = 240) -> None:
        """Wait until each broker says that all are there and every replica is in sync."""
        for name in self.brokers:
            host = name.partition(".")[0]
            services.eventually(
                f"{host}: all in sync", lambda host=host: services.in_sync(self.lab, host, len(self.brokers)), within_s
            )


def _shape(rows: list[tuple[int, int, int]]) -> str:
    """Return how many messages were read of each partition, and from which offset to which."""
    found: dict[int, list[int]] = defaultdict(list)
    for partition, offset, _ in rows:
        found[partition].append(offset)
    return ", ".join(f"{one}: {len(o)} in {min(o)}..{max(o)}" for one, o in sorted(found.items()))
