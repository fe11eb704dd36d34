"""Two sites and a third cluster: what is mirrored and what is not, and processes that are stopped and started alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from lab import hosts, services

LAB = hosts.load(Path(os.environ["MOLECULE_EPHEMERAL_DIRECTORY"]) / "lab")
EQIAD, CODFW, JUMBO = "kafka-main1001", "kafka-main2001", "kafka-jumbo1001"
MIRROR = "kafka-mirror-main-eqiad_to_main-codfw@0"
TO_JUMBO = "kafka-mirror-main-eqiad_to_jumbo-eqiad@0"
MESSAGES = 200


def _write(host: str, topic: str, lines: Iterable[str]) -> None:
    """Write keyed messages to a topic of a host's cluster, and return when all are acknowledged."""
    broker = f"{LAB.host(host).name}:9092"
    text = "".join(f"{line.rpartition(' ')[2]}:{line}\n" for line in lines)
    LAB.run(hosts.CLIENT, f"kcat -P -b {broker} -t {topic} -K: -X acks=all", input=text)


def _read(host: str, topic: str) -> list[str]:
    broker = f"{LAB.host(host).name}:9092"
    done = LAB.ssh(hosts.CLIENT, f"kcat -C -q -e -o beginning -b {broker} -t {topic}")
    # A topic that is not there yet is an error of kcat's.
    return done.stdout.splitlines() if done.returncode == 0 else []


def _topics(host: str) -> set[str]:
    return {str(entry["topic"]) for entry in services.metadata(LAB, host)["topics"]}


def _arrive(host: str, topic: str, lines: list[str]) -> None:
    services.eventually(f"{topic} at {host}", lambda: len(_read(host, topic)) >= len(lines), 240)
    assert sorted(_read(host, topic)) == sorted(lines)


@pytest.fixture(scope="module")
def run() -> str:
    """A word that is in the names of this run's topics."""
    return secrets.token_hex(3)


def _lines(site: str, first: int = 0) -> list[str]:
    return [f"{site} message {number}" for number in range(first, first + MESSAGES)]


def test_prefixed_topics_go_to_the_other_site_and_to_jumbo_and_others_stay(run: str) -> None:
    plain, excluded = f"plain-{run}", f"eqiad.changeprop.{run}"
    for host, site in ((EQIAD, "eqiad"), (CODFW, "codfw")):
        _write(host, plain, _lines(site))
    _write(EQIAD, excluded, _lines("eqiad"))
    # Written after the others: where these have arrived, the others have been passed over.
    _write(EQIAD, f"eqiad.{run}", _lines("eqiad"))
    _write(CODFW, f"codfw.{run}", _lines("codfw"))

    _arrive(CODFW, f"eqiad.{run}", _lines("eqiad"))
    _arrive(EQIAD, f"codfw.{run}", _lines("codfw"))
    _arrive(JUMBO, f"eqiad.{run}", _lines("eqiad"))
    _arrive(JUMBO, f"codfw.{run}", _lines("codfw"))  # by way of main-eqiad
    _arrive(JUMBO, plain, _lines("eqiad"))

    assert sorted(_read(EQIAD, plain)) == sorted(_lines("eqiad"))
    assert sorted(_read(CODFW, plain)) == sorted(_lines("codfw"))
    _arrive(CODFW, excluded, _lines("eqiad"))
    assert excluded not in _topics(JUMBO)


def _complete(host: str, topic: str) -> bool:
    return len(_read(host, topic)) == MESSAGES


def test_messages_of_one_key_stay_in_order(run: str) -> None:
    """Every message has a key of its own above; here they share ten."""
    topic = f"eqiad.keys-{run}"
    LAB.run(EQIAD, f"kafka topics --create --topic {topic} --partitions 3 --replication-factor 1")
    text = "".join(f"{number % 10}:{number}\n" for number in range(MESSAGES))
    broker = f"{LAB.host(EQIAD).name}:9092"
    LAB.run(hosts.CLIENT, f"kcat -P -b {broker} -t {topic} -K: -X acks=all", input=text)
    for host in (CODFW, JUMBO):
        services.eventually(f"{topic} at {host}", partial(_complete, host, topic), 240)
        numbers = [int(line) for line in _read(host, topic)]
        for key in range(10):
            own = [number for number in numbers if number % 10 == key]
            assert own == sorted(own), f"key {key} at {host}"


def test_a_process_is_stopped_and_started_alone_and_all_of_a_host_together(run: str) -> None:
    brokers = {host: services.main_pid(LAB, host, "kafka") for host in (EQIAD, CODFW, JUMBO)}
    others = {EQIAD: services.main_pid(LAB, EQIAD, "kafka-mirror-main-codfw_to_main-eqiad@0")}

    LAB.run(CODFW, f"sudo systemctl stop {MIRROR}")
    assert services.main_pid(LAB, CODFW, MIRROR) == 0
    assert LAB.run(CODFW, "systemctl is-active kafka-mirror") == "active\n"
    _write(EQIAD, f"eqiad.{run}", _lines("eqiad", MESSAGES))
    _arrive(JUMBO, f"eqiad.{run}", [*_lines("eqiad"), *_lines("eqiad", MESSAGES)])
    assert len(_read(CODFW, f"eqiad.{run}")) == MESSAGES
    LAB.run(CODFW, f"sudo systemctl start {MIRROR}")
    # It committed when it was stopped, so nothing comes twice.
    _arrive(CODFW, f"eqiad.{run}", [*_lines("eqiad"), *_lines("eqiad", MESSAGES)])

    LAB.run(CODFW, "sudo systemctl stop kafka-mirror")
    assert services.main_pid(LAB, CODFW, MIRROR) == 0
    LAB.run(CODFW, "sudo systemctl start kafka-mirror")
    services.eventually("the process back", lambda: services.main_pid(LAB, CODFW, MIRROR) != 0)
    assert LAB.run(CODFW, f"systemctl is-enabled kafka-mirror {MIRROR}") == "enabled\nenabled\n"

    assert brokers == {host: services.main_pid(LAB, host, "kafka") for host in brokers}
    assert others == {EQIAD: services.main_pid(LAB, EQIAD, "kafka-mirror-main-codfw_to_main-eqiad@0")}


def test_workers_of_mirrormaker_2_are_reached_from_their_own_host_only() -> None:
    ports = [port for port in services.listening(LAB, JUMBO) if 8083 <= port < 8100]
    assert ports == [8083]
    assert services.dial(LAB, JUMBO, ports) == {8083: "refused"}


_UNSIGNED = """
import urllib.error, urllib.request
base = "http://127.0.0.1:8083/main-eqiad/jumbo-eqiad/connectors"
for method, path in (("PUT", "/MirrorSourceConnector/fence"), ("POST", "/MirrorSourceConnector/tasks"), ("GET", "")):
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(base + path, b"[]" if path else None, headers, method=method)
    try:
        print(method, urllib.request.urlopen(request).status)
    except urllib.error.HTTPError as error:
        print(method, error.code, "missing required signature" in error.read().decode())
"""


def test_workers_of_mirrormaker_2_do_nothing_that_no_worker_has_signed_and_reveal_nothing() -> None:
    """As the network gets it where a destination has several brokers, and the port is open to it."""
    found = LAB.run(JUMBO, "python3 -", input=_UNSIGNED)
    assert found.splitlines() == ["PUT 400 True", "POST 400 True", "GET 404 False"]


def test_what_runs_is_the_engine_that_the_data_names() -> None:
    mains = {
        MIRROR: (CODFW, "kafka.tools.MirrorMaker"),
        TO_JUMBO: (JUMBO, "org.apache.kafka.connect.mirror.MirrorMaker"),
    }
    for service, (host, main) in mains.items():
        command = LAB.run(host, f"sudo tr '\\0' ' ' < /proc/{services.main_pid(LAB, host, service)}/cmdline")
        assert f" {main} " in command
