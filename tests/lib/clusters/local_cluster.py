"""Real clusters for tests: an inventory and data of their own, driven by the commands that a user types.

A cluster outlives the process that started it, as it should; a test's must not. So a watcher process waits for the end
of the test process, however it comes, and then kills what is left; what a killed watcher left is reaped by the next
run. Run as a program, this module is that watcher; so it imports nothing but the standard library.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import logging
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
MARK = "HIERA_KAFKA_TEST_HOME"
"""Environment variable that every process of a test cluster's controller inherits."""

_STARTED = logging.getLogger("hiera-kafka-tests.started")  # `lib.slowest` listens; a watcher cannot import it

HOST = "kafka1.analytics.eqiad1.wikimedia.cloud"
HOSTS = tuple(f"kafka{number}.analytics.eqiad1.wikimedia.cloud" for number in (1, 2, 3))

PAGE = """\
zookeeper_cluster_name: my-zookeeper-cluster
zookeeper_clusters:
   my-zookeeper-cluster:
     hosts:
       kafka1.analytics.eqiad1.wikimedia.cloud: "1"

kafka_clusters:
  my-kafka-cluster:
    zookeeper_cluster_name: my-zookeeper-cluster
    brokers:
        kafka1.analytics.eqiad1.wikimedia.cloud:
            id: "1"
"""
"""The data of Wikitech's page on Kafka, section "In Cloud VPS", letter by letter."""

_HIERA = """\
version: 5
defaults:
  datadir: .
  data_hash: yaml_data
hierarchy:
  - name: what a test changes
    path: override.yaml
  - name: the project
    path: project.yaml
"""
_VARIABLES = """\
ansible_connection: local
ansible_become: false
ansible_python_interpreter: "{{ ansible_playbook_python }}"
"""
_RECAP = re.compile(r"^(?P<host>\S+) +: (?P<counts>(?:\w+=\d+ *)+)$", re.MULTILINE)


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def recap(self) -> dict[str, dict[str, int]]:
        """Host to Ansible's counts of ok, changed, failed, ... tasks."""
        found = {}
        for match in _RECAP.finditer(self.text):
            pairs = (pair.split("=") for pair in match["counts"].split())
            found[match["host"]] = {name: int(count) for name, count in pairs}
        return found

    @property
    def changed(self) -> int:
        assert self.recap, f"no play recap in:\n{self.text}"
        return sum(counts["changed"] for counts in self.recap.values())

    def good(self) -> Done:
        assert self.code == 0, self.text
        return self

    def failed(self, code: int, *words: str) -> Done:
        """Check that it ended with `code`, printed `words`, and showed no traceback."""
        assert self.code == code, self.text
        for word in words:
            assert word in self.text, f"{word!r} is not in:\n{self.text}"
        assert "Traceback" not in self.text, self.text
        return self


@dataclass(frozen=True)
class LocalCluster:
    """An inventory in a directory of its own, with the hosts' directories beside it."""

    home: Path

    @property
    def inventory(self) -> Path:
        return self.home / "inventories/test"

    @property
    def data(self) -> Path:
        return self.home / "hieradata"

    @property
    def state(self) -> Path:
        return self.home / "var/test"

    def host(self, name: str = HOST) -> Path:
        """The directory that stands for a host's `/`."""
        return self.state / name

    @property
    def environment(self) -> dict[str, str]:
        ours = ("ANSIBLE_", "HIERA_KAFKA_", "KAFKA_", "PYTEST_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {**kept, "LANG": "C.UTF-8", MARK: str(self.home)}

    def command(self, *words: str | Path) -> list[str]:
        return [str(BIN / words[0]), *(str(word) for word in words[1:])]

    def run(self, *words: str | Path, environment: Mapping[str, str] | None = None) -> Done:
        """Run a command of the checkout's venv from the checkout, as a user would."""
        done = subprocess.run(
            self.command(*words),
            cwd=ROOT,
            env={**self.environment, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def hiera_kafka(self, *words: str | Path, environment: Mapping[str, str] | None = None) -> Done:
        """Run a command of `hiera-kafka` with the inventory."""
        options = ("-i", f"{self.inventory}")
        before, rest = (words[: words.index("--")], words[words.index("--") :]) if "--" in words else (words, ())
        return self.run("hiera-kafka", *before, *options, *rest, environment=environment)

    def up(self, *arguments: str, environment: Mapping[str, str] | None = None) -> Done:
        """Run `hiera-kafka local up`; arguments go to ansible-playbook."""
        extra = ("--", *arguments) if arguments else ()
        _STARTED.info("local cluster %s", self.home.parent.name)
        return self.hiera_kafka("local", "up", *extra, environment=environment)

    def down(self) -> Done:
        return self.hiera_kafka("local", "down")

    def destroy(self) -> Done:
        return self.hiera_kafka("local", "destroy", "--yes")

    def status(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.hiera_kafka("local", "status", "--output", "json").data
        return rows

    def pids(self) -> dict[tuple[str, str], int]:
        """Host and service to process id, of what runs."""
        return {(row["host"], row["service"]): row["pid"] for row in self.status() if row["pid"]}

    def kafka(self, *words: str, environment: Mapping[str, str] | None = None) -> Done:
        """Run the `kafka` command that `local up` put on the PATH it names."""
        path = f"{self.state}/bin:{os.environ['PATH']}"
        done = subprocess.run(
            ["kafka", *words],
            # The wrapper is found by the PATH of this mapping, as an interactive shell would.
            env={**self.environment, "PATH": path, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def strings(self) -> dict[str, str]:
        """The client strings of the one cluster."""
        (found,) = self.hiera_kafka("clients", "--output", "json").data
        strings: dict[str, str] = found
        return strings

    @property
    def brokers(self) -> list[str]:
        return self.strings()["bootstrap_servers"].split(",")

    @contextlib.contextmanager
    def overridden(self, values: Mapping[str, Any]) -> Iterator[None]:
        """Change keys of the data for a while."""
        path = self.data / "override.yaml"
        path.write_text(json.dumps(values), encoding="utf-8")
        try:
            yield
        finally:
            path.unlink()

    def snapshot(self, *, without: Sequence[str] = ()) -> dict[str, str]:
        """Path below the state directory to type, mode and digest; `without` are parts of paths to leave out."""
        found = {}
        for path in sorted(self.state.rglob("*")) if self.state.exists() else ():
            name = str(path.relative_to(self.state))
            if any(f"/{part}/" in f"/{name}/" for part in without) or path.is_socket():
                continue
            status = path.lstat()
            what = f"{status.st_mode:o} {status.st_uid}"
            if path.is_symlink():
                what += f" -> {path.readlink()}"
            elif path.is_file():
                what += f" {status.st_ino} {hashlib.sha256(path.read_bytes()).hexdigest()}"
            found[name] = what
        return found


@dataclass(frozen=True)
class Planted:
    """A cluster with passwords in its data, and the most verbose output of its first run."""

    cluster: LocalCluster
    first: Done


WRITTEN_BY_SERVICES = ("srv", "var/lib", "var/log", "run")
"""What `snapshot` must leave out while services run."""


def write_inventory(home: Path, data: str, extra: str = "") -> LocalCluster:
    """Write an inventory for this machine and its data; `extra` are further lines of the inventory file."""
    cluster = LocalCluster(home)
    cluster.data.mkdir(parents=True)
    (cluster.data / "hiera.yaml").write_text(_HIERA)
    (cluster.data / "project.yaml").write_text(data)
    (cluster.inventory / "group_vars").mkdir(parents=True)
    (cluster.inventory / "group_vars/all.yml").write_text(_VARIABLES)
    (cluster.inventory / "hiera_kafka.yml").write_text(
        "plugin: hiera_kafka.core.hiera\n"
        "hiera_config: ../../hieradata/hiera.yaml\n"
        "platform: local\n"
        "state_dir: ../../var/test\n"
        f"{extra}"
    )
    return cluster


@contextlib.contextmanager
def local_cluster(home: Path, data: str = PAGE, extra: str = "") -> Iterator[LocalCluster]:
    """Give an inventory that nothing was built from yet; whatever is built is gone at the end, come what may."""
    reap()
    with watched(home):
        yield write_inventory(home, data, extra)
        stop(home)


@contextlib.contextmanager
def watched(home: Path) -> Iterator[None]:
    """Have what runs below `home` killed when the block or this process ends."""
    home.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(
        [sys.executable, __file__, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C on the tests must not end it first
    ) as watcher:
        assert watcher.stdin is not None
        assert watcher.stdout is not None
        assert watcher.stdout.readline() == b"watching\n"
        try:
            yield
        finally:
            watcher.stdin.close()
            watcher.wait()


def running(home: Path) -> list[int]:
    """Return the processes of a test cluster: those that work below `home`, and those of its controller."""
    mark = f"{MARK}={home}".encode()
    prefix = f"{home.resolve()}/"
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdecimal() or int(process.name) == os.getpid():
            continue
        # Processes end while they are looked at, and those of other users may not be looked at.
        with contextlib.suppress(OSError):
            working = f"{(process / 'cwd').readlink()}/".startswith(prefix)
            if working or mark in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
    return sorted(found)


def stop(home: Path) -> None:
    """Kill the processes of a test cluster until there are none."""
    while processes := running(home):
        for process in processes:
            # A descriptor names this very process, also when its number is given to another one.
            with contextlib.suppress(ProcessLookupError):
                descriptor = os.pidfd_open(process)
                try:
                    signal.pidfd_send_signal(descriptor, signal.SIGKILL)
                    select.select([descriptor], [], [], 10)
                finally:
                    os.close(descriptor)


def reap() -> None:
    """Kill what tests left whose watcher is gone as well."""
    for entry in _registry().glob("*.home"):
        with contextlib.suppress(FileNotFoundError), entry.open() as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            stop(Path(stream.read()))
            entry.unlink()


def _registry() -> Path:
    directory = Path(tempfile.gettempdir()) / f"hiera-kafka-tests-{os.getuid()}"
    directory.mkdir(mode=0o700, exist_ok=True)
    assert directory.stat().st_uid == os.getuid(), f"{directory} belongs to somebody else"
    return directory


def _watch(home: Path) -> None:
    name = hashlib.sha256(str(home).encode()).hexdigest()[:16]
    fresh = _registry() / f"{name}.new"
    with fresh.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.write(str(home))
        stream.flush()
        entry = fresh.rename(fresh.with_suffix(".home"))
        sys.stdout.write("watching\n")
        sys.stdout.flush()
        sys.stdin.read()
        stop(home)
        entry.unlink(missing_ok=True)


if __name__ == "__main__":
    _watch(Path(sys.argv[1]))
