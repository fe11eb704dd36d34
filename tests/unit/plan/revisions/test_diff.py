"""What a change of the data does to all hosts."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.plan.conftest import HOSTS, THREE, Site

from hiera_kafka.cli.render import rendered
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.plan.changes import ChangeKind
from hiera_kafka.plan.revisions.diff import Difference, difference
from hiera_kafka.plan.revisions.trees import Places, RevisionTree
from hiera_kafka.render.engine import RenderedFile, Renderer
from hiera_kafka.render.formats import parse_properties
from lib.data.project_trees import HIERA, INVENTORY, PAGE
from lib.machine.git import commit
from lib.repository import ROOT

pytestmark = pytest.mark.slow

RENDERER = Renderer(ROOT / "templates")


def test_equal_changes_of_several_hosts_are_reported_once(site: Site) -> None:
    site.edit(lambda text: text.replace("num_partitions: 3", "num_partitions: 5").replace("rack: B", "rack: X"))

    groups = site.difference().groups

    assert [(group.hosts, [change.option for change, _ in group.changes]) for group in groups] == [
        (HOSTS, ["num.partitions", None]),
        ((HOSTS[1],), ["broker.rack"]),
    ]


def test_hosts_that_come_and_go_are_reported_with_their_files(site: Site) -> None:
    site.edit(lambda text: text.replace(HOSTS[2], "kafka4.example.org"))

    found = site.difference()

    assert list(found.having(ChangeKind.HOST_ADDED)) == ["kafka4.example.org"]
    assert list(found.having(ChangeKind.HOST_REMOVED)) == [HOSTS[2]]
    assert found.having(ChangeKind.FILE_ADDED)["/etc/kafka/server.properties"] == ("kafka4.example.org",)
    assert set(found.changed()) == {*HOSTS, "kafka4.example.org"}


def test_a_host_under_another_name_is_refused_and_one_with_an_id_of_its_own_is_not(site: Site) -> None:
    site.edit(lambda text: text.replace(HOSTS[2], "kafka4.example.org"))
    found = site.difference()
    assert found.having(ChangeKind.REFUSED)["identity-changed"] == ("kafka4.example.org",) * 2
    renamed = [
        (change, {cause.at.line for cause in causes})
        for group in found.groups
        for change, causes in group.changes
        if change.name == "identity-changed"
    ]
    assert [(change.old, change.new) for change, _ in renamed] == [
        (f"{service} of {HOSTS[2]}", f"{service} of kafka4.example.org") for service in ("zookeeper", "kafka")
    ]
    lines = site.data.read_text().splitlines()
    assert all("kafka4.example.org" in lines[at - 1] for _, places in renamed for at in places)
    assert all(places for _, places in renamed)

    site.edit(lambda text: text.replace("id: 1003", "id: 1004").replace('example.org: "3"', 'example.org: "4"'))
    assert "identity-changed" not in site.difference().having(ChangeKind.REFUSED)


def test_trees_without_a_difference_have_no_groups(site: Site) -> None:
    assert site.difference().groups == ()


def test_data_with_errors_is_refused_under_the_name_of_its_revision(site: Site) -> None:
    good = site.data.read_text()
    site.data.write_text(good.replace("id: 1002", "id: 1001"))
    commit(site.root)
    site.data.write_text(good)

    with pytest.raises(HieraKafkaError) as caught:
        site.difference()

    (found,) = caught.value.diagnostics
    assert (found.id, found.where[0].file) == ("duplicate-broker-id", "HEAD:hieradata/data/common.yaml")


def test_hosts_with_errors_are_left_out_and_named_on_request(site: Site) -> None:
    (site.data.parent / "hosts" / f"{HOSTS[0]}.yaml").write_text("profile::kafka::broker::num_partitions: many\n")
    site.edit(lambda text: text.replace("num_partitions: 3", "num_partitions: 5"))

    with site.trees() as (old, new):
        found = difference(old, new, RENDERER, keep_going=True)

    assert found.skipped == HOSTS[:1]
    assert found.changed() == HOSTS[1:]


# From here on: against the difference of two full renderings, on random edits.

Data = dict[str, Any]
Files = dict[str, Data]
"""Name of a data file to its content; `` is the one that all hosts read, others are named as their host."""


def _common(files: Files) -> Data:
    return files[""]


def _cluster(files: Files) -> Data:
    return next(iter(_common(files)["kafka_clusters"].values()))


def _ensemble(files: Files) -> Data:
    return next(iter(_common(files)["zookeeper_clusters"].values()))


def _some_file(files: Files, chance: random.Random) -> Data:
    host = chance.choice(["", "", *_cluster(files)["brokers"]])
    return files.setdefault(host, {})


_PREFIX = "profile::kafka::broker::"
_SETTINGS: dict[str, Callable[[random.Random], Any]] = {
    f"{_PREFIX}num_partitions": lambda chance: chance.randint(1, 9),
    f"{_PREFIX}num_io_threads": lambda chance: chance.choice([4, 8, None]),
    f"{_PREFIX}log_retention_hours": lambda chance: chance.choice([24, 168, 720]),
    f"{_PREFIX}log_dirs": lambda chance: chance.choice([["/srv/kafka/data"], ["/srv/a", "/srv/b"]]),
    f"{_PREFIX}nofiles_ulimit": lambda chance: chance.choice([128000, 65536]),
    f"{_PREFIX}max_heap_size": lambda chance: chance.choice(["1g", "2g", "512m"]),
    f"{_PREFIX}auth_acls_enabled": lambda chance: chance.random() < 0.5,
    f"{_PREFIX}ssl_password": lambda chance: chance.choice(["one", "two", "tw o"]),
    f"{_PREFIX}auto_leader_rebalance_enable": lambda chance: chance.random() < 0.5,
    "kafka_message_max_bytes": lambda chance: chance.choice([1048576, 4194304]),
    "profile::zookeeper::sync_limit": lambda chance: chance.randint(5, 9),
    "profile::zookeeper::override_java_home": lambda chance: chance.choice(["/usr/lib/jvm/a", None]),
    "kafka_zookeeper_config": lambda chance: {"snapCount": chance.choice([1000, 5000]), "preAllocSize": 1},
    "unrelated::key": lambda chance: chance.randint(1, 99),
    f"{_PREFIX}misspelt": lambda chance: chance.randint(1, 99),
}


def _set(files: Files, chance: random.Random) -> None:
    key = chance.choice(list(_SETTINGS))
    _some_file(files, chance)[key] = _SETTINGS[key](chance)


def _unset(files: Files, chance: random.Random) -> None:
    data = _some_file(files, chance)
    for key in [key for key in data if key in _SETTINGS][:1]:
        del data[key]


def _interpolate(files: Files, chance: random.Random) -> None:
    key = f"{_PREFIX}max_heap_size"
    _some_file(files, chance)[key] = chance.choice(["%{lookup('heap::size')}", "%{heap}"])
    _common(files)["heap::size"] = chance.choice(["1g", "3g"])


def _broker(files: Files, chance: random.Random) -> None:
    brokers = _cluster(files)["brokers"]
    broker = brokers[chance.choice(list(brokers))]
    broker[chance.choice(["rack", "port", "id"])] = chance.choice(["A", "Z", 9092, 9192, 1001, 7])


def _add_broker(files: Files, chance: random.Random) -> None:
    number = chance.randint(4, 9)
    _cluster(files)["brokers"][f"kafka{number}.example.org"] = {"id": number}


def _remove_broker(files: Files, chance: random.Random) -> None:
    brokers = _cluster(files)["brokers"]
    del brokers[chance.choice(list(brokers))]


def _members(files: Files, chance: random.Random) -> None:
    hosts = _ensemble(files)["hosts"]
    if chance.random() < 0.5:
        hosts[f"zk{chance.randint(1, 3)}.example.org"] = chance.randint(10, 300)
    else:
        del hosts[chance.choice(list(hosts))]


def _config(files: Files, chance: random.Random) -> None:
    name, value = chance.choice(
        [("num.partitions", 3), ("log.cleaner.threads", 2), ("compression.type", "zstd"), ("broker.id", 1)]
    )
    _cluster(files).setdefault("config", {})[name] = value


def _cluster_value(files: Files, chance: random.Random) -> None:
    key, value = chance.choice([("kafka_version", "3.9.1"), ("kafka_version", "3.8.1"), ("ipv6", False)])
    _cluster(files)[key] = value


def _heap(files: Files, chance: random.Random) -> None:
    _ensemble(files)["heap_size"] = chance.choice(["256m", "1g"])


def _rename(files: Files, chance: random.Random) -> None:
    clusters = _common(files)["kafka_clusters"]
    name = chance.choice(list(clusters))
    clusters["renamed"] = clusters.pop(name)


def _move_down(files: Files, chance: random.Random) -> None:
    moved = {key: value for key, value in _common(files).items() if key in _SETTINGS}
    for host in _cluster(files)["brokers"]:
        files.setdefault(host, {}).update(moved)
    for key in moved:
        del _common(files)[key]


def _reorder(files: Files, chance: random.Random) -> None:
    items = list(_common(files).items())
    chance.shuffle(items)
    files[""] = dict(items)


EDITS = [_set, _set, _set, _unset, _interpolate, _broker, _add_broker, _remove_broker, _members, _config]
EDITS += [_cluster_value, _heap, _rename, _move_down, _reorder]


def write_tree(directory: Path, files: Files) -> Path:
    data = directory / "hieradata" / "data"
    (data / "hosts").mkdir(parents=True)
    (directory / "hieradata" / "hiera.yaml").write_text(HIERA)
    for host, content in files.items():
        name = f"hosts/{host}.yaml" if host else "common.yaml"
        (data / name).write_text(yaml.safe_dump(content, sort_keys=False))
    inventory = directory / "inventories" / "test" / "hiera_kafka.yml"
    inventory.parent.mkdir(parents=True)
    inventory.write_text(INVENTORY)
    return inventory


def edited(seed: int) -> tuple[Files, Files]:
    """Return data after some random edits, and after some more."""
    chance = random.Random(seed)
    files: Files = {"": yaml.safe_load(chance.choice([PAGE, THREE]))}
    old: Files = {}
    for stage in range(2):
        for _ in range(chance.randint(0, 2) if stage == 0 else chance.randint(1, 3)):
            edit = chance.choice(EDITS)
            try:
                edit(files, chance)
            except (IndexError, StopIteration):
                continue  # nothing left to remove
        if stage == 0:
            old = copy.deepcopy(files)
    return old, files


Rendered = dict[str, dict[str, RenderedFile]]


def expected_options(old: Rendered, new: Rendered) -> set[tuple[str, str, str]]:
    """Return host, path and name of each setting of properties files that two renderings have differently."""
    found = set()
    for host in old.keys() & new.keys():
        for path in old[host].keys() & new[host].keys():
            if path.endswith((".properties", ".cfg")):
                before, after = (parse_properties(files[host][path].text) for files in (old, new))
                names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
                found |= {(host, f"/{path}", name) for name in names}
    return found


def expected_files(old: Rendered, new: Rendered) -> dict[tuple[str, str], set[str]]:
    """Return what two full renderings differ in: host and path to what differs."""
    found: dict[tuple[str, str], set[str]] = {}
    for host in old.keys() | new.keys():
        before, after = old.get(host, {}), new.get(host, {})
        for path in before.keys() | after.keys():
            one, other = before.get(path), after.get(path)
            what = set()
            if one is None or other is None:
                what.add("added" if one is None else "removed")
            else:
                if one.text != other.text:
                    what.add("content")
                if (one.owner, one.group, one.mode) != (other.owner, other.group, other.mode):
                    what.add("attributes")
            if what:
                found[host, f"/{path}"] = what
    return found


WHAT = {
    ChangeKind.FILE_ADDED: "added",
    ChangeKind.FILE_REMOVED: "removed",
    ChangeKind.ATTRIBUTES: "attributes",
    ChangeKind.OPTION: "content",
    ChangeKind.LINES: "content",
    ChangeKind.ORDER: "content",
    ChangeKind.UPGRADE: "content",
}


def told_files(found: Difference) -> dict[tuple[str, str], set[str]]:
    told: dict[tuple[str, str], set[str]] = {}
    for group in found.groups:
        for change, _ in group.changes:
            if change.kind in WHAT:
                for host in group.hosts:
                    told.setdefault((host, change.name), set()).add(WHAT[change.kind])
    return told


def expected_restarts(old: Compiler, new: Compiler, files: dict[tuple[str, str], set[str]]) -> set[tuple[str, str]]:
    found = set()
    for host in set(old.hosts) & set(new.hosts):
        before, after = (
            {service.name: service for section in compiler.catalog(host).sections for service in section.services}
            for compiler in (old, new)
        )
        for name in before.keys() & after.keys():
            if any("content" in files.get((host, path), ()) for path in after[name].records):
                found.add((host, name))
    return found


@pytest.mark.parametrize("seed", range(200))
def test_the_difference_is_that_of_two_full_renderings(tmp_path: Path, seed: int) -> None:
    compilers = [
        Compiler.load(write_tree(tmp_path / name, files))
        for name, files in zip(("then/site", "site"), edited(seed), strict=True)
    ]
    trees = (
        RevisionTree(compilers[0], Places("then", tmp_path / "then", tmp_path / "site")),
        RevisionTree(compilers[1]),
    )
    try:
        old, new = (rendered(compiler, RENDERER, ()) for compiler in compilers)
    except HieraKafkaError:
        with pytest.raises(HieraKafkaError):
            difference(*trees, RENDERER)
        return

    found = difference(*trees, RENDERER)

    files = expected_files(old, new)
    assert told_files(found) == files
    options = {
        (host, change.name, change.option)
        for group in found.groups
        for change, _ in group.changes
        if change.kind is ChangeKind.OPTION and change.name.endswith((".properties", ".cfg"))
        for host in group.hosts
    }
    assert options == expected_options(old, new)
    told = {(host, service) for service, hosts in found.having(ChangeKind.RESTART).items() for host in hosts}
    assert told == expected_restarts(*compilers, files)
    assert [change for group in found.groups for change, causes in group.changes if not causes] == []


def test_most_of_the_random_edits_make_a_difference_and_some_are_errors() -> None:
    texts = [edited(seed) for seed in range(200)]

    assert sum(old != new for old, new in texts) > 150
