"""The commands of an artifact, and the `kafka` wrapper over them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import socket
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.catalog.resources import File, Setting, Value
from hiera_kafka.dist import launchers
from hiera_kafka.dist.artifact import fetch, known_versions
from hiera_kafka.dist.java import find_java
from hiera_kafka.project import find
from hiera_kafka.render.engine import Renderer
from hiera_kafka.source import Origin

VERSION = "3.9.2"
TEMPLATES = find(Path(__file__)).templates
REFUSED = {"kafka-server-stop", "zookeeper-server-stop"}


def test_the_commands_that_hosts_have_are_those_that_releases_are_packed_with() -> None:
    """A release is named after its content: other commands make another one of it, comments counted.

    Hosts refuse to replace a release under running services (`artifact-in-use`). A change of a command needs an answer for
    clusters that run; the digest is changed after that.
    """
    digest = hashlib.sha256()
    for path, (data, mode) in sorted(launchers.files(VERSION).items()):
        digest.update(f"{path} {mode:o} {len(data)}\n".encode() + data)

    assert digest.hexdigest() == "4e56e4a7c4a05687e4f44054b27c9edc351833c57d73e8fa01c052b31e8b4ca4"


@pytest.fixture
def home(tmp_path) -> Path:
    """An unpacked artifact without jars, and a `java` that prints what it was started with."""
    root = tmp_path / "opt kafka"
    for path, (data, mode) in launchers.files(VERSION).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
        (root / path).chmod(mode)
    java = tmp_path / "jvm" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\nexit 7\n')
    java.chmod(0o755)
    return root


def _run(home: Path, tool: str, *arguments: str, **environ: str) -> tuple[int, list[str], str]:
    java_home = str(home.parent / "jvm")
    done = subprocess.run(
        [home / "bin" / tool, *arguments],
        env={"PATH": "/usr/bin:/bin", "JAVA_HOME": java_home, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_a_tool_becomes_java_with_its_class_and_arguments_untouched(home):
    status, line, error = _run(home, "kafka-topics", "--topic", "a b*", "--describe", "")
    assert status == 7
    assert error == ""
    assert line == [
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Djava.awt.headless=true",
        f"-Dlog4j.configuration=file:{home}/config/tools-log4j.properties",
        "-cp",
        f"{home}/libs/*",
        "org.apache.kafka.tools.TopicCommand",
        *("--topic", "a b*", "--describe", ""),
    ]


def test_the_variables_of_kafkas_own_scripts_are_honoured(home):
    _, line, _ = _run(
        home,
        "kafka-server-start",
        "server.properties",
        KAFKA_HEAP_OPTS="-Xms1m -Xmx2m",
        KAFKA_JVM_PERFORMANCE_OPTS="-XX:+UseZGC",
        KAFKA_GC_LOG_OPTS="-Xlog:gc*:file=/x",
        KAFKA_OPTS="-Da=* -Db",
        KAFKA_LOG4J_OPTS="-Dlog4j.configuration=file:/x",
        KAFKA_JMX_OPTS="-Djmx",
        JMX_PORT="9999",
        CLASSPATH="/more.jar",
        LOG_DIR="/var/log dir",
    )
    assert line == [
        *("-Xms1m", "-Xmx2m", "-XX:+UseZGC", "-Xlog:gc*:file=/x", "-Djmx"),
        "-Dcom.sun.management.jmxremote.port=9999",
        "-Dlog4j.configuration=file:/x",
        "-Dkafka.logs.dir=/var/log dir",
        *("-cp", f"/more.jar:{home}/libs/*", "-Da=*", "-Db"),
        *("kafka.Kafka", "server.properties"),
    ]


def test_jmx_without_options_of_its_own_is_on_loopback_only(home):
    _, line, _ = _run(home, "kafka-server-start", "x", JMX_PORT="9999")
    assert "-Dcom.sun.management.jmxremote.host=127.0.0.1" in line
    assert "-Dcom.sun.management.jmxremote.port=9999" in line


def test_a_tool_in_a_brokers_environment_leaves_the_brokers_jmx_port_alone(home):
    _, line, _ = _run(home, "kafka-topics", JMX_PORT="9999")
    assert not [word for word in line if "jmxremote" in word]


def test_a_command_finds_its_jars_through_links(home, tmp_path):
    (tmp_path / "one").symlink_to(home / "bin/kafka-acls")
    (tmp_path / "two").symlink_to("one")
    done = subprocess.run(
        ["./two"], cwd=tmp_path, env={"PATH": "/usr/bin:/bin", "JAVA_HOME": str(tmp_path / "jvm")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert f"{home}/libs/*" in done.stdout.splitlines()


def test_without_java_the_message_says_what_to_set(home):
    status, _, error = _run(home, "kafka-topics", JAVA_HOME="/nowhere")
    assert status == 127
    assert error == (
        "kafka-topics: no Java at /nowhere/bin/java; set JAVA_HOME to a Java 11 or later, "
        "or install default-jre-headless\n"
    )


@pytest.mark.parametrize("tool", ["kafka-server-start", "zookeeper-server-start", "connect-distributed"])
def test_a_service_refuses_to_become_a_daemon(home, tool):
    status, line, error = _run(home, tool, "-daemon", "x.properties")
    assert (status, line) == (3, [])
    assert "-daemon is refused: a process manager" in error
    assert _run(home, tool)[0] == 1


@pytest.mark.parametrize("tool", sorted(REFUSED))
def test_stopping_by_name_is_refused_with_the_reason(home, tool):
    status, _, error = _run(home, tool)
    assert status == 3
    assert "the process manager" in error


def test_any_class_can_be_run(home):
    _, line, _ = _run(home, "kafka-run-class", "-name", "n", "-loggc", "org.example.Main", "-name", "x")
    assert line[-3:] == ["org.example.Main", "-name", "x"]
    assert _run(home, "kafka-run-class")[0] == 1
    assert _run(home, "kafka-run-class", "-daemon", "x")[0] == 3


def test_what_stands_before_the_users_arguments_is_in_the_table(home):
    assert _run(home, "zookeeper-shell", "z:2181", "ls", "/")[1][-5:] == [
        "org.apache.zookeeper.ZooKeeperMainWithTlsSupportForKafka",
        *("-server", "z:2181", "ls", "/"),
    ]


def test_every_script_is_posix_shell(home, tmp_path):
    for path in [*home.glob("bin/*"), home / "bin/.launch", _wrapper(tmp_path, home)]:
        if path.name != ".wrapper-flags":
            subprocess.run(["dash", "-n", path], check=True)


# The wrapper.


def _setting(name: str, data: str) -> Setting:
    return Setting(name, Value(data, Origin.default("test")))


def _wrapper(tmp_path: Path, home: Path) -> Path:
    bin_ = tmp_path / "usr/local/bin"
    bin_.mkdir(parents=True, exist_ok=True)
    renderer = Renderer(TEMPLATES)
    profile, release, wrapper = tmp_path / "kafka profile.sh", tmp_path / "release", bin_ / "kafka"
    exports = (
        _setting("KAFKA_ZOOKEEPER_URL", "z1:2181,z2:2181/kafka/main"),
        _setting("KAFKA_BOOTSTRAP_SERVERS", "k1:9092,k2:9092"),
        _setting("KAFKA_JAVA_HOME", str(tmp_path / "jvm")),
    )
    made = renderer.file(File(str(profile), "etc/profile.d/kafka.sh.j2", {"exports": exports}, "root", "root"))
    profile.write_text(made.text)
    release.write_text(f'KAFKA_HOME="{home}"\n')
    context = {"profile": str(profile), "kafka_home_file": str(release)}
    wrapper.write_text(renderer.file(File(str(wrapper), "usr/local/bin/kafka.j2", context, "root", "root")).text)
    wrapper.chmod(0o755)
    return wrapper


@pytest.fixture
def kafka(home, tmp_path):
    """Run the rendered wrapper with an environment as bare as sudo leaves it."""
    wrapper = _wrapper(tmp_path, home)

    def run(*arguments: str, cwd: Path = tmp_path, **environ: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": "/usr/bin:/bin", **environ}
        return subprocess.run(
            [wrapper, *arguments], env=environment, cwd=cwd, capture_output=True, text=True, check=False
        )

    return run


def _arguments(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what follows the class in what java was started with."""
    words = done.stdout.splitlines()
    at = next(i for i, word in enumerate(words) if re.match(r"(kafka|org\.apache)\.", word))
    return words[at + 1 :]


BOOTSTRAP = ["--bootstrap-server", "k1:9092,k2:9092"]


@pytest.mark.parametrize(
    ("command", "injected"),
    [
        ("acls", BOOTSTRAP),
        ("broker-api-versions", BOOTSTRAP),
        ("client-metrics", BOOTSTRAP),
        ("cluster", []),
        ("configs", BOOTSTRAP),
        ("connect-plugin-path", []),
        ("console-consumer", BOOTSTRAP),
        ("console-producer", BOOTSTRAP),
        ("consumer-groups", BOOTSTRAP),
        ("consumer-perf-test", BOOTSTRAP),
        ("delegation-tokens", BOOTSTRAP),
        ("delete-records", BOOTSTRAP),
        ("dump-log", []),
        ("e2e-latency", []),
        ("features", BOOTSTRAP),
        ("get-offsets", BOOTSTRAP),
        ("jmx", []),
        ("leader-election", BOOTSTRAP),
        ("log-dirs", BOOTSTRAP),
        ("metadata-quorum", BOOTSTRAP),
        ("metadata-shell", []),
        ("producer-perf-test", []),
        ("reassign-partitions", BOOTSTRAP),
        ("replica-verification", ["--broker-list", "k1:9092,k2:9092"]),
        ("storage", []),
        ("streams-application-reset", BOOTSTRAP),
        ("topics", BOOTSTRAP),
        ("transactions", BOOTSTRAP),
        ("verifiable-consumer", BOOTSTRAP),
        ("verifiable-producer", BOOTSTRAP),
        ("zookeeper-security-migration", ["--zookeeper.connect", "z1:2181,z2:2181/kafka/main"]),
        ("zookeeper-shell", ["-server", "z1:2181,z2:2181/kafka/main"]),
    ],
)
def test_each_command_gets_the_address_of_the_cluster_before_the_users_arguments(kafka, command, injected):
    done = kafka(command, "--list", "it's *")
    assert _arguments(done) == [*injected, "--list", "it's *"]
    assert done.returncode == 7, "the status of the command"


@pytest.mark.parametrize(
    "given",
    [
        ["--bootstrap-server", "x:1"],
        ["--bootstrap-server=x:1"],
        ["--bootstrap-controller", "x:1"],
        ["--broker-list", "x:1"],
    ],
)
def test_flags_of_the_user_win(kafka, given):
    assert _arguments(kafka("topics", "--list", *given)) == ["--list", *given]


@pytest.mark.parametrize("given", [["--zookeeper", "x:1"], ["--zookeeper=x:1"]])
def test_zookeeper_is_given_on_to_what_takes_it_and_elsewhere_todays_form_is_shown(kafka, given):
    assert _arguments(kafka("configs", "--describe", *given)) == ["--describe", *given]
    done = kafka("topics", "--create", *given, "--topic", "a *")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "kafka: 'topics' asks brokers, and takes no --zookeeper any more; today's form is: "
        "kafka topics --create --topic 'a *'\n"
    )


@pytest.mark.parametrize(
    ("asked", "form"),
    [
        ("kafka-topics.sh", "topics --list 'a *'"),
        ("kafka-topics", "topics --list 'a *'"),
        ("topics.sh", "topics --list 'a *'"),
        ("/usr/share/kafka/bin/kafka-consumer-groups.sh", "consumer-groups --list 'a *'"),
        ("zookeeper-shell.sh", "zookeeper-shell --list 'a *'"),
        ("kafka-simple-consumer-shell.sh", "console-consumer --list 'a *'"),
        ("kafka-preferred-replica-election.sh", "leader-election --election-type preferred --all-topic-partitions"),
        ("kafka-consumer-offset-checker.sh", "consumer-groups --describe --group GROUP"),
    ],
)
def test_an_older_name_of_a_command_is_answered_with_todays_form(kafka, asked, form):
    done = kafka(asked, "--zookeeper", "x:1", "--list", "a *")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"kafka: there is no command '{asked}'; today's form is: kafka {form}\n"


OF_A_SERVER = {
    "KAFKA_JMX_OPTS": "-Dcom.sun.management.jmxremote.port=9999",
    "JMX_PORT": "9999",
    "KAFKA_HEAP_OPTS": "-Xms6g -Xmx6g",
    "KAFKA_JVM_PERFORMANCE_OPTS": "-XX:+UseParallelGC",
    "KAFKA_GC_LOG_OPTS": "-Xlog:gc*:file=/var/log/kafka/gc.log",
    "KAFKA_LOG4J_OPTS": "-Dlog4j.configuration=file:/etc/kafka/log4j.properties",
    "LOG_DIR": "/var/log/kafka",
    "KAFKA_OPTS": "-javaagent:/usr/share/java/jmx.jar=7800:x.yaml -Djava.security.krb5.conf=/k -agentlib:jdwp=x",
    "JAVA_TOOL_OPTIONS": "-agentpath:/usr/lib/libx.so",
}
"""What an environment file of a broker may hold, in the shell of somebody who has read it in."""


def test_what_is_meant_for_a_server_is_not_given_to_a_tool(kafka):
    bare, done = kafka("topics", "--list"), kafka("topics", "--list", **OF_A_SERVER)
    words = done.stdout.splitlines()
    assert [word for word in words if word != "-Djava.security.krb5.conf=/k"] == bare.stdout.splitlines()
    assert words.count("-Djava.security.krb5.conf=/k") == 1, "how to log in is for a tool as well"
    said, shown = done.stderr.splitlines()
    assert said == (
        f"kafka: not for a tool, and left out: {' '.join(OF_A_SERVER)}; KAFKA_TOOL_HEAP_OPTS sets the heap of a tool"
    )
    assert shown == bare.stderr.strip()
    assert "-Xmx2g" in kafka("topics", **OF_A_SERVER, KAFKA_TOOL_HEAP_OPTS="-Xmx2g").stdout.splitlines()


def test_options_without_an_agent_stay_to_the_letter(kafka):
    done = kafka("topics", KAFKA_OPTS="-Da=1  -Db=*")
    assert [word for word in done.stdout.splitlines() if word.startswith(("-Da", "-Db"))] == ["-Da=1", "-Db=*"]
    assert "left out" not in done.stderr


@pytest.mark.parametrize("command", ["server-start", "connect-standalone", "run-class"])
def test_what_runs_a_server_is_given_all_of_it(kafka, command):
    done = kafka(command, "org.example.Main", **OF_A_SERVER)
    assert {"-Xms6g", "-Xmx6g", "-agentlib:jdwp=x"} <= set(done.stdout.splitlines())
    assert "left out" not in done.stderr


def test_an_address_of_the_user_wins_in_the_zookeeper_shell(kafka):
    assert _arguments(kafka("zookeeper-shell", "x:1", "ls")) == ["-server", "x:1", "ls"]


def test_values_in_the_environment_win_over_the_profile(kafka):
    done = kafka("topics", KAFKA_BOOTSTRAP_SERVERS="mine:1")
    assert _arguments(done) == ["--bootstrap-server", "mine:1"]
    assert kafka("topics", JAVA_HOME="/nowhere").returncode == 127


def test_the_whole_command_is_shown_on_standard_error_as_a_shell_takes_it(kafka):
    done = kafka("topics", "--topic", "a *", "it's", "")
    assert done.stderr == "kafka-topics --bootstrap-server k1:9092,k2:9092 --topic 'a *' 'it'\\''s' ''\n"


def test_a_password_is_given_on_but_not_shown(kafka):
    scram = "SCRAM-SHA-512=[iterations=8192,password=geheim]"
    done = kafka("configs", "--alter", "--add-config", scram)
    assert scram in _arguments(done)
    assert "geheim" not in done.stderr


def test_help_lists_every_command(kafka, home):
    done = kafka("--help")
    assert done.returncode == 0
    listed = {line.strip() for line in done.stdout.splitlines() if line.startswith("  ")}
    assert {path.name.removeprefix("kafka-") for path in home.glob("bin/[a-z]*")} <= listed
    assert kafka("-h").stdout == done.stdout
    assert (kafka().returncode, kafka().stdout) == (1, done.stdout)


@pytest.mark.parametrize(
    ("asked", "near"),
    [("topic", " (did you mean 'topics'?)"), ("consol-consumer", " (did you mean 'console-consumer'?)"), ("zzz", "")],
)
def test_an_unknown_command_is_named_with_the_nearest(kafka, asked, near):
    done = kafka(asked, "--list")
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr == f"kafka: there is no command '{asked}'{near}; 'kafka --help' lists the commands\n"


@pytest.mark.parametrize(
    "asked", ["t", "console", "t.*", "topics\ntransactions", "../bin/topics", ".launch", "*", "kafka-topics"]
)
def test_only_a_whole_exact_name_is_a_command(kafka, asked):
    assert kafka(asked).returncode == 3


def test_a_star_is_no_file_name(kafka, tmp_path):
    (tmp_path / "file").write_text("")
    assert "*" in _arguments(kafka("topics", "*", cwd=tmp_path))


def test_a_host_that_is_not_set_up_is_reported(kafka, tmp_path):
    (tmp_path / "release").unlink()
    done = kafka("topics")
    assert (done.returncode, done.stderr) == (
        3,
        f"kafka: cannot read {tmp_path}/release: this host is not set up yet, or not all of it\n",
    )


# The real thing.


@pytest.fixture(scope="session")
def kafka_home(tmp_path_factory) -> Path:
    """The artifact of Kafka 3.9.2, unpacked."""
    home = tmp_path_factory.mktemp("kafka")
    with tarfile.open(fetch(VERSION).path) as tar:
        tar.extractall(home, filter="data")
    return home


@pytest.mark.network
@pytest.mark.parametrize("version", known_versions())
def test_every_class_of_the_table_is_in_the_jars(version):
    classes: set[str] = set()
    with tarfile.open(fetch(version).path) as tar:
        for member in tar:
            if member.name.endswith(".jar"):
                with zipfile.ZipFile(tar.extractfile(member)) as jar:
                    classes.update(jar.namelist())
    mains = {tool.main for tool in launchers.tools(version) if tool.main}
    assert {main for main in mains if f"{main.replace('.', '/')}.class" not in classes} == set()


@pytest.mark.network
@pytest.mark.real
@pytest.mark.parametrize(
    "tool", [t for t in launchers.tools(VERSION) if t.flag and t.flag != "<zookeeper>"], ids=lambda tool: tool.command
)
def test_each_tool_takes_the_flag_of_the_table_and_prints_no_warning_of_its_logging(kafka_home, tool):
    java = find_java(os.environ)
    done = subprocess.run(
        [kafka_home / "bin" / tool.name, "--help"],
        env={"PATH": "/usr/bin:/bin", "JAVA_HOME": str(java.home)},
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    text = done.stdout + done.stderr
    assert tool.flag in text
    # The wrapper shows today's form of the others.
    assert (re.search(r"--zookeeper(?![\w.-])", text) is not None) is (tool.command == "configs")
    assert not re.search("log4j:|SLF4J|Exception", text)


@contextlib.contextmanager
def _service(command: list[str | Path], environ: dict[str, str], ready: str) -> Iterator[None]:
    """Run a service until the block ends; the block begins when it has logged `ready`."""
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        log: list[str] = []
        try:
            for line in process.stdout:
                log.append(line)
                if ready in line:
                    break
            assert process.poll() is None, "".join(log)
            assert Path(f"/proc/{process.pid}/comm").read_text() == "java\n", "the command has become the JVM"
            yield
        finally:
            process.terminate()
            process.communicate()


@pytest.mark.network
@pytest.mark.real
def test_a_cluster_started_with_the_commands_is_used_through_the_wrapper(kafka_home, tmp_path):
    """The page's own commands, as written there."""
    with contextlib.ExitStack() as probes:
        sockets = [probes.enter_context(socket.socket()) for _ in range(2)]
        for probe in sockets:
            probe.bind(("127.0.0.1", 0))
        zookeeper, broker = (f"127.0.0.1:{probe.getsockname()[1]}" for probe in sockets)
    (tmp_path / "zoo.cfg").write_text(
        f"dataDir={tmp_path}/zk\nclientPortAddress=127.0.0.1\nclientPort={zookeeper.partition(':')[2]}\n"
        "admin.enableServer=false\n"
    )
    (tmp_path / "server.properties").write_text(
        f"broker.id=1\nzookeeper.connect={zookeeper}/kafka/test\nlisteners=PLAINTEXT://{broker}\nlog.dirs={tmp_path}/k\n"
    )
    wrapper = _wrapper(tmp_path, kafka_home)
    environ = {"PATH": "/usr/bin:/bin", "JAVA_HOME": str(find_java(os.environ).home)}
    service = {**environ, "KAFKA_HEAP_OPTS": "-Xmx256m"}
    client = {**environ, "KAFKA_BOOTSTRAP_SERVERS": broker, "KAFKA_ZOOKEEPER_URL": f"{zookeeper}/kafka/test"}

    def kafka(*arguments: str) -> str:
        done = subprocess.run([wrapper, *arguments], env=client, capture_output=True, text=True, check=True)
        assert done.stderr.count("\n") == 1, "only the command itself is shown"
        return done.stdout

    bin_ = kafka_home / "bin"
    with (
        _service([bin_ / "zookeeper-server-start", tmp_path / "zoo.cfg"], service, "binding to port"),
        _service([bin_ / "kafka-server-start", tmp_path / "server.properties"], service, "started (kafka.server"),
    ):
        made = kafka("topics", "--create", "--topic", "test", "--partitions", "2", "--replication-factor", "1")
        assert made == "Created topic test.\n"
        assert "Partition: 1\tLeader: 1" in kafka("topics", "--describe")
        assert "topics" in kafka("zookeeper-shell", "ls", "/brokers")
