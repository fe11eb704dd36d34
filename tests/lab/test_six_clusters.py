"""Wikitech's clusters in two sites and their mirrors, from the committed example: what one run makes, who gets what."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab import hosts, machine, services, site, six_clusters
from lab.engine import LabError
from lab.hosts import CLIENT, Lab
from lib.repository import console_commands

COUNT = 200
"""Messages of each topic."""
BROKER = {"main-eqiad": "kafka-main1006", "main-codfw": "kafka-main2006", "jumbo-eqiad": "kafka-jumbo1010"}
"""A broker of each cluster."""
WRITTEN = {
    "main-eqiad": ("eqiad.orders", "eqiad.changeprop.jobs", "local"),
    "main-codfw": ("codfw.orders", "local"),
}
"""Topics that are written where their messages come about; two of them have no prefix, and the same name."""
LATE = {"main-eqiad": "eqiad.late", "main-codfw": "codfw.late"}
"""Topics that are new when all others have been mirrored."""
ARRIVES = {
    "main-eqiad": {"codfw.orders": "main-codfw", "codfw.late": "main-codfw"},
    "main-codfw": {
        "eqiad.orders": "main-eqiad",
        "eqiad.changeprop.jobs": "main-eqiad",
        "eqiad.late": "main-eqiad",
    },
    "jumbo-eqiad": {
        "eqiad.orders": "main-eqiad",
        "codfw.orders": "main-codfw",  # by way of main-eqiad
        "local": "main-eqiad",
        "eqiad.late": "main-eqiad",
        "codfw.late": "main-codfw",
    },
}
"""Cluster to topics that mirrors bring, and where they were written."""
PENDING = re.compile(r"restart pending on (\S+): (\S+) runs with other files")


PAGE = site.ROOT / "docs" / "howto" / "six-clusters.md"
_WRITE, _LAB, _PLAY, _DOWN = (command for command in console_commands(PAGE) if "lab" in command)
"""What the page has, in its order; the second and the fourth are done without make, so that hosts go with the tests."""


@dataclass(frozen=True)
class Six:
    """The hosts, and the output of two runs over all of them."""

    site: site.Site
    first: site.Run
    second: site.Run

    @property
    def lab(self) -> Lab:
        return self.site.lab


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Six]:
    obstacle = machine.obstacle()
    if obstacle is not None:
        pytest.skip(obstacle)
    directory = tmp_path_factory.mktemp("six")
    written = subprocess.run(
        ["bash", "-c", here(_WRITE, directory)], cwd=site.ROOT, capture_output=True, text=True, check=True
    )
    names = written.stdout.split()
    codfw = [name for name in names if name.endswith(".codfw.wmnet")]
    lab = hosts.up(
        directory / "lab",
        names,
        releases={**dict.fromkeys(names, "bookworm"), **dict.fromkeys(codfw, "trixie")},
        plain=[name for name in codfw if name.startswith("conf")],
        owner=os.getpid(),
    )
    try:
        made = site.Site(directory, lab)
        assert made.command()[4:] == here(_PLAY, directory).split()[1:]
        yield Six(made, made.play(), made.play())
    finally:
        lab.down()


def test_one_run_makes_all_of_it_and_the_next_changes_nothing(six: Six) -> None:
    assert six.first.returncode == 0, six.first.output
    assert min(six.first.changed.values()) > 0
    assert six.second.returncode == 0, six.second.output
    assert set(six.second.changed.values()) == {0}
    assert PENDING.findall(six.second.output) == []


def test_main_codfw_runs_on_debian_13_and_the_others_on_debian_12(six: Six) -> None:
    look = '. /etc/os-release && echo "$VERSION_ID" && java -version 2>&1 | head -1'
    for host in six.lab.hosts:
        release, java = six.lab.run(host.name, look).splitlines()
        wanted = ("13", ' version "21') if ".codfw." in host.name and host.short != CLIENT else ("12", ' version "17')
        assert release == wanted[0], host.name
        assert wanted[1] in java, host.name


def test_each_cluster_gets_what_the_page_says_and_nothing_goes_around(six: Six) -> None:
    for cluster, topics in WRITTEN.items():
        for topic in topics:
            write(six.lab, cluster, topic)
    services.eventually("the prefixed messages arrive", lambda: arrived(six.lab, without=set(LATE.values())), 300)
    # A mirror that takes these has seen all the topics that were there before them, and taken what it takes.
    for cluster, topic in LATE.items():
        write(six.lab, cluster, topic)
    services.eventually("messages of new topics arrive", lambda: arrived(six.lab), 300)

    for cluster, mirrored in ARRIVES.items():
        own = dict.fromkeys((*WRITTEN.get(cluster, ()), *([LATE[cluster]] if cluster in LATE else ())), cluster)
        assert topics_of(six.lab, cluster) == {*own, *mirrored}, cluster
        for topic, source in {**own, **mirrored}.items():
            found = read(six.lab, cluster, topic)
            assert set(found) == set(messages(source, topic)), (cluster, topic)
            assert in_order_per_key(found), (cluster, topic)
        for topic in own:
            assert Counter(read(six.lab, cluster, topic)) == Counter(messages(cluster, topic)), "some came back"


def test_a_change_of_one_mirror_touches_its_own_instances_alone(six: Six) -> None:
    before = pids(six.lab)
    assert len(before) == 2 + 5 + 2 + 2 + 2
    six_clusters.change(six.site.directory, "roles/kafka_jumbo.yaml", fewer_streams)

    changed = six.site.play("--diff")

    assert changed.returncode == 0, changed.output
    assert {host for host, count in changed.changed.items() if count} == {BROKER["jumbo-eqiad"]}
    files = set(re.findall(r"^\+\+\+ after: (\S+)", changed.output, re.MULTILINE))
    instances = {f"main-eqiad_to_jumbo-eqiad@{number}" for number in (0, 1)}
    assert files
    assert {re.search(r"main-eqiad_to_jumbo-eqiad@\d", file) and file for file in files} == files
    jumbo = six.lab.host(BROKER["jumbo-eqiad"]).name
    assert set(PENDING.findall(changed.output)) == {(jumbo, f"kafka-mirror-{instance}") for instance in instances}
    assert pids(six.lab) == before


def test_all_of_it_is_what_the_data_says_and_works(six: Six) -> None:
    # What the change of the test before asks for is a warning: two processes run with other files.
    found = six.site.verify("--canary")
    assert found.returncode == 0, found.stdout + found.stderr
    assert "canary-mirrors" in found.stdout


def here(command: str, directory: Path) -> str:
    """Return a command of the page for the directories and the Python of this test run."""
    paths = {".venv/bin": str(Path(sys.executable).parent), "var/six": str(directory), "var/lab": f"{directory}/lab"}
    for path, replacement in paths.items():
        command = command.replace(path, replacement)
    return command


def fewer_streams(data: dict[str, dict[str, int]]) -> None:
    data["profile::kafka::mirror::properties"]["num_streams"] = 3


def messages(cluster: str, topic: str) -> list[str]:
    """Return keys and values of a topic, as `kcat` reads and writes them."""
    return [f"key{number % 7}:{cluster} {topic} {number}" for number in range(COUNT)]


def broker(lab: Lab, cluster: str) -> str:
    return f"{lab.host(BROKER[cluster]).name}:9092"


def write(lab: Lab, cluster: str, topic: str) -> None:
    command = f"kcat -P -K : -X acks=all -b {broker(lab, cluster)} -t {topic}"
    lab.run(CLIENT, command, input="".join(f"{message}\n" for message in messages(cluster, topic)))


def read(lab: Lab, cluster: str, topic: str) -> list[str]:
    command = f"kcat -C -q -e -o beginning -f '%k:%s\\n' -b {broker(lab, cluster)} -t {topic}"
    return lab.run(CLIENT, command).splitlines()


def topics_of(lab: Lab, cluster: str) -> set[str]:
    """Return the topics of a cluster without those of Kafka itself."""
    found = json.loads(lab.run(CLIENT, f"kcat -L -J -b {broker(lab, cluster)}"))
    return {topic["topic"] for topic in found["topics"] if not topic["topic"].startswith("__")}


def arrived(lab: Lab, without: AbstractSet[str] = frozenset()) -> bool:
    """Tell whether every mirrored topic has as many messages as were written."""
    for cluster, mirrored in ARRIVES.items():
        wanted = mirrored.keys() - without
        try:
            if not wanted <= topics_of(lab, cluster):
                return False
            if any(len(set(read(lab, cluster, topic))) < COUNT for topic in wanted):
                return False
        except LabError:  # a topic that is just being made has no leader yet
            return False
    return True


def in_order_per_key(found: list[str]) -> bool:
    """Tell whether the first deliveries of each key are in the order in which they were written."""
    numbers: dict[str, list[int]] = {}
    for message in dict.fromkeys(found):
        key, _, value = message.partition(":")
        numbers.setdefault(key, []).append(int(value.rpartition(" ")[2]))
    return all(each == sorted(each) for each in numbers.values())


def pids(lab: Lab) -> dict[tuple[str, str], int]:
    """Return host and unit to main process, of every service of ours."""
    list_ = "systemctl list-units --type=service --plain --no-legend 'kafka*.service' 'zookeeper.service'"
    found = {}
    for host in lab.hosts:
        units = [line.split()[0] for line in lab.run(host.name, list_).splitlines()]
        for unit in units:
            # The umbrella has no process.
            if pid := services.main_pid(lab, host.name, f"'{unit}'"):
                found[host.short, unit] = pid
    return found


def test_what_is_found_out_of_order_is_reported() -> None:
    assert in_order_per_key(["a:x 1", "b:x 0", "a:x 2", "a:x 1"])
    assert not in_order_per_key(["a:x 2", "a:x 1"])
