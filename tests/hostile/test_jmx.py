"""Another user of the host and JMX: what services open, and what it lets a stranger do.

The victims are started through the files that are rendered for a service, with its options; in place of Kafka they run
a class that only waits.
"""

from __future__ import annotations

import os
import pwd
import re
import shlex
import stat
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from hiera_kafka.catalog.resources import Catalog, Service
from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.local_record import Recorded, write_recorded
from hiera_kafka.dist import launchers
from hiera_kafka.dist.java import find_java
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.render.engine import RenderedFile, Renderer
from lib.data.project_trees import project_tree
from lib.machine import second_user
from lib.repository import ROOT

HOST = "k1.example.org"
DATA = f"""\
zookeeper_clusters: {{z: {{hosts: {{{HOST}: 1}}}}}}
kafka_clusters:
  there: {{zookeeper_cluster_name: z, brokers: {{far.example.org: {{id: 1}}}}}}
  here: {{zookeeper_cluster_name: z, brokers: {{{HOST}: {{id: 1}}}}}}
kafka_mirrors: {{there_to_here: {{source: there, destination: here, topics: x}}}}
"""
ASKED = (
    DATA.replace("topics: x", "topics: x, jmx_port: 9900") + "kafka_jmx_port: 9999\nkafka_zookeeper_jmx_port: 9998\n"
)
PLANTED = "hunter2"
SUBNET = f"127.{os.getpid() % 250 + 1}.77"
"""Addresses of this test run alone."""
ADDRESS = f"{SUBNET}.2"
PORTS = {"zookeeper": 9998, "kafka": 9999, "kafka-mirror-there_to_here@0": 9900}
"""Service to where its JMX was, before there was none unless it is asked for, and where it is asked for here."""
JAVA = find_java(os.environ).home / "bin" / "java"
COMPILER, JCMD = "jdk.compiler/com.sun.tools.javac.Main", "jdk.jcmd/sun.tools.jcmd.JCmd"
EACH = pytest.mark.parametrize("name", PORTS)


def _has_modules() -> bool:
    listed = subprocess.run([JAVA, "--list-modules"], check=True, capture_output=True, text=True).stdout
    return all(f"{module.partition('/')[0]}@" in listed for module in (COMPILER, JCMD))


pytestmark = pytest.mark.skipif(not _has_modules(), reason=f"{JAVA} has no compiler or no jcmd; Debian's has both")


@dataclass(frozen=True)
class Victim:
    """A running service.

    Attributes:
        run: Directory of its state.
        files: What was rendered for it.
        process: It; its user is root unless said otherwise.
    """

    run: Path
    files: tuple[RenderedFile, ...]
    process: subprocess.Popen[str]


@pytest.fixture(scope="module")
def classes() -> Iterator[Path]:
    """Give a directory with the compiled programs, `victim.jar` and `agent.jar`, that everybody may read."""
    with second_user.open_directory() as directory:
        sources = sorted((Path(__file__).parent / "java").glob("*.java"))
        subprocess.run([JAVA, "-m", COMPILER, "-d", directory, *sources], check=True, umask=0o022)
        for name, manifest in (("victim", ""), ("agent", "Agent-Class: Agent\n")):
            with zipfile.ZipFile(directory / f"{name}.jar", "w") as jar:
                jar.writestr("META-INF/MANIFEST.MF", f"Manifest-Version: 1.0\n{manifest}\n")
                jar.write(directory / f"{name.title()}.class", f"{name.title()}.class")
        for path in directory.iterdir():
            path.chmod(0o644)
        yield directory


def _service(catalog: Catalog, name: str) -> Service:
    return next(one for section in catalog.sections for one in section.services if one.name == name)


def _install(catalog: Catalog, service: Service, classes: Path) -> tuple[RenderedFile, ...]:
    """Write what is rendered for a service, and a release whose commands run the victim; return the files."""
    renderer = Renderer(ROOT / "templates")
    section = next(section for section in catalog.sections if service in section.services)
    files = (*(renderer.file(file) for file in section.files), renderer.definition(service, catalog.machine))
    for file in files:
        path = Path(file.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text)
        path.chmod(int(file.mode, 8))
    home = Path(section.artifacts[0].path)
    for name, (content, mode) in launchers.files(section.artifacts[0].version).items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(re.sub(rb"main=\S+", b"main=Victim", content))
        path.chmod(mode)
    (home / "libs").mkdir()
    (home / "libs" / "victim.jar").write_bytes((classes / "victim.jar").read_bytes())
    (home / "MANIFEST.sha256").write_text("")
    return files


@contextmanager
def victim(data: str, name: str, classes: Path, *, user: str = "root", **environment: str) -> Iterator[Victim]:
    """Run a service as supervisor would, in that environment besides, and give it when its main method runs."""
    with second_user.open_directory() as top:
        inventory = project_tree(top, data, local=True)
        state = top / "var" / "test"
        write_recorded(state, Recorded(SUBNET, {HOST: ADDRESS, "far.example.org": f"{SUBNET}.3"}, str(JAVA.parents[1])))
        catalog = Compiler.load(inventory).catalog(HOST)
        service = _service(catalog, name)
        files = _install(catalog, service, classes)
        for path in (Path(service.working_directory), Path(service.record_file).parent):
            path.mkdir(parents=True, exist_ok=True)
        entry = pwd.getpwnam(user)
        for path in state.rglob("*"):
            os.chown(path, entry.pw_uid, entry.pw_gid)
        command = re.search(r"^command=(.*)$", files[-1].text, re.MULTILINE)
        assert command is not None
        process = subprocess.Popen(
            shlex.split(command[1].replace("%%", "%")),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=service.working_directory,
            user=entry.pw_uid,
            group=entry.pw_gid,
            extra_groups=[],
            umask=0o027,
            env={"PATH": os.environ["PATH"], **environment},
        )
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "runs\n"
            yield Victim(Path(service.record_file).parent, files, process)
        finally:
            process.kill()
            process.communicate()


def attack(classes: Path, port: int, *login: str, user: str = second_user.NAME) -> tuple[list[str], str | None]:
    """Try to load an agent over JMX as another user; return what was answered, and as whom the agent ran."""
    with second_user.open_directory() as directory:
        directory.chmod(0o1777)
        proof = directory / "proof"
        words = [JAVA, "-cp", classes, "Attack", ADDRESS, str(port), classes / "agent.jar", proof, *login]
        done = second_user.run(words, name=user)
        return done.stdout.splitlines(), proof.read_text() if proof.exists() else None


def listening(process: int) -> set[int]:
    """Return the TCP ports that a process listens on, on whatever address."""
    sockets = set()
    for path in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since
            sockets.add(str(path.readlink()))
    rows = [row.split() for name in ("tcp", "tcp6") for row in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in sockets}


@EACH
def test_another_user_runs_no_code_through_jmx_of_a_service(classes: Path, name: str) -> None:
    with victim(DATA, name, classes) as running:
        answers, ran_as = attack(classes, PORTS[name])
        opened = listening(running.process.pid)

    assert (answers, ran_as) == (["refused java.io.IOException"], None)
    assert opened == set()


@EACH
def test_another_user_does_not_log_in_where_jmx_is_asked_for(classes: Path, name: str) -> None:
    with victim(ASKED, name, classes) as running:
        assert PORTS[name] in listening(running.process.pid)
        stranger = attack(classes, PORTS[name])
        guess = attack(classes, PORTS[name], "monitor", "monitor")
        empty = attack(classes, PORTS[name], "monitor", "")
        reads = [second_user.run(["cat", path], check=False).returncode for path in running.run.glob("jmx*")]

    assert {(*answers, ran_as) for answers, ran_as in (stranger, guess, empty)} == {
        ("refused java.lang.SecurityException", None)
    }
    assert reads == [1, 1]


def _password(running: Victim) -> str:
    user, password = (running.run / "jmx.password").read_text().split()
    assert user == "monitor"
    return password


@pytest.mark.parametrize("user", ["root", second_user.OTHER])
def test_who_knows_the_password_reads_and_loads_nothing(classes: Path, user: str) -> None:
    with victim(ASKED, "kafka", classes, user=user) as running:
        answers, ran_as = attack(classes, PORTS["kafka"], "monitor", _password(running))

    assert answers == ["reads Java Virtual Machine Specification", "refused java.lang.SecurityException"]
    assert ran_as is None


@EACH
def test_the_password_is_nowhere_but_in_a_file_of_the_service(classes: Path, name: str) -> None:
    with victim(ASKED, name, classes, user=second_user.OTHER) as running:
        password, first = _password(running), running.run / "jmx.password"
        status = first.stat()
        seen = [
            *(Path(f"/proc/{running.process.pid}/{part}").read_bytes() for part in ("cmdline", "environ")),
            *(file.text.encode() for file in running.files),
        ]
        left = sorted(path.name for path in running.run.iterdir())

    assert (status.st_uid, stat.S_IMODE(status.st_mode)) == (second_user.user_id(second_user.OTHER), 0o600)
    assert len(password) == 48
    assert not [part for part in seen if password.encode() in part]
    assert left == ["jmx.access", "jmx.password", "started"]
    with victim(ASKED, name, classes, user=second_user.OTHER) as again:
        assert _password(again) != password


def test_what_somebody_has_in_their_environment_opens_nothing(classes: Path) -> None:
    name = "-Dcom.sun.management.jmxremote"
    options = f"{name}.host={ADDRESS} {name}.authenticate=false {name}.ssl=false"

    with victim(DATA, "kafka", classes, JMX_PORT="9999", KAFKA_JMX_OPTS=options) as running:
        assert listening(running.process.pid) == set()


@EACH
def test_options_of_a_jvm_are_for_the_service_and_root(classes: Path, name: str) -> None:
    with victim(DATA, name, classes) as running:
        (file,) = [Path(file.path) for file in running.files if f"/etc/default/{name}" in file.path]
        assert second_user.run(["cat", file], check=False).returncode == 1


def test_no_password_gets_among_the_options_where_ps_shows_it(classes: Path) -> None:
    data = DATA.replace("topics: x", f"topics: x, java_opts: -Djavax.net.ssl.keyStorePassword={PLANTED}")

    with (
        pytest.raises(HieraKafkaError, match="jvm-option-secret") as raised,
        victim(data, "kafka-mirror-there_to_here@0", classes) as running,
    ):
        assert PLANTED not in second_user.run(["cat", f"/proc/{running.process.pid}/cmdline"]).stdout

    assert PLANTED not in raised.value.render()


def _jcmd(pid: int, user: str) -> int:
    words: Sequence[str | Path] = [JAVA, "-m", JCMD, str(pid), "VM.version"]
    return second_user.run(words, name=user, check=False).returncode


def test_the_services_user_needs_no_port_for_jcmd_and_others_do_not_get_in(classes: Path) -> None:
    with victim(DATA, "kafka", classes, user=second_user.OTHER) as running:
        assert _jcmd(running.process.pid, second_user.NAME) != 0
        assert _jcmd(running.process.pid, second_user.OTHER) == 0
