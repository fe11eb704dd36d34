"""One look at a host serves the tasks of a run that find nothing to do, and none once anything has changed."""

from __future__ import annotations

import json
import re
import stat
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from lib.clusters.local_cluster import HOSTS, Done, LocalCluster, write_inventory

FIRST, SECOND = HOSTS[:2]
SECRET = "Planted-secret"
DATA = f"""\
zookeeper_cluster_name: zk
zookeeper_clusters:
  zk:
    hosts:
      {FIRST}: "1"
kafka_clusters:
  events:
    zookeeper_cluster_name: zk
    brokers:
      {FIRST}: {{id: "1"}}
      {SECOND}: {{id: "2"}}
profile::kafka::broker::ssl_password: {SECRET}
"""
OFF = {"HIERA_KAFKA_KEEP_LOOKS": "0"}
_MODULE = re.compile(r"Using module file \S+/modules/target/(\w+)\.py")

Play = dict[str, Any]


def play(*tasks: dict[str, Any], hosts: str = "kafka_broker", **more: Any) -> Play:
    return {"hosts": hosts, "gather_facts": False, "tasks": list(tasks), **more}


def task(name: str, **options: Any) -> dict[str, Any]:
    return {f"hiera_kafka.core.{name}": options}


LOOK = play(task("preflight"))
APPLY = play(task("bundle", section="kafka_broker"))


def unseen(command: str) -> dict[str, Any]:
    """Return a task that has somebody else do something, in a way that no run can see."""
    return {"ansible.builtin.debug": {"msg": "{{ lookup('pipe', " + json.dumps(f"{command}; echo done") + ") }}"}}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> LocalCluster:
    """Two hosts whose sections are applied, as each test leaves them; nothing is started on them."""
    found = write_inventory(tmp_path_factory.mktemp("looks") / "home", DATA)
    found.up("--list-hosts").good()  # notes which Java and which addresses this machine gives, and touches nothing
    first = play(task("bundle", section="zookeeper"), hosts="zookeeper")
    assert run(found, first, APPLY).changed == 3
    return found


def run(cluster: LocalCluster, *plays: Play, options: tuple[str, ...] = (), **environment: str) -> Done:
    path = cluster.home / "play.yml"
    path.write_text(yaml.safe_dump(list(plays)), encoding="utf-8")
    command = ("ansible-playbook", path, "-i", cluster.inventory, *options)
    return cluster.run(*command, environment=environment).good()


def called(cluster: LocalCluster, *plays: Play, options: tuple[str, ...] = (), **environment: str) -> Counter[str]:
    """Return how often each module was run on hosts."""
    done = run(cluster, *plays, options=("-vvv", *options), **environment)
    return Counter(_MODULE.findall(done.text))


def properties(cluster: LocalCluster, host: str) -> Path:
    return cluster.host(host) / "etc/kafka/server.properties"


def test_a_task_with_nothing_to_do_does_not_ask_its_host(cluster: LocalCluster) -> None:
    assert called(cluster, LOOK, APPLY) == {"preflight": 2}
    assert called(cluster, LOOK, APPLY, **OFF) == {"preflight": 2, "bundle": 2}
    assert called(cluster, APPLY) == {"bundle": 2}


@pytest.mark.parametrize("options", [(), ("--check", "--diff")], ids=["run", "check"])
def test_what_a_run_says_is_the_same_with_and_without(cluster: LocalCluster, options: tuple[str, ...]) -> None:
    registered = play(
        {**task("bundle", section="kafka_broker"), "register": "found"},
        {"ansible.builtin.debug": {"msg": "{{ found | dict2items | rejectattr('key', 'eq', 'invocation') }}"}},
    )
    texts = [
        "".join(sorted(run(cluster, LOOK, registered, options=("-v", *options), **environment).text))
        for environment in ({}, OFF)
    ]
    assert texts[0] == texts[1]
    with cluster.overridden({"profile::kafka::broker::num_io_threads": 9}):
        done = [run(cluster, LOOK, registered, options=(*options, "--check"), **more) for more in ({}, OFF)]
    assert [one.changed for one in done] == [2, 2]
    assert "".join(sorted(done[0].text)) == "".join(sorted(done[1].text))


def test_only_what_differs_is_called(cluster: LocalCluster) -> None:
    properties(cluster, SECOND).write_text("drift\n")
    assert called(cluster, LOOK, APPLY) == {"preflight": 2, "bundle": 1}
    assert called(cluster, LOOK, APPLY) == {"preflight": 2}


def test_what_somebody_does_after_the_look_is_found_by_the_next_run(cluster: LocalCluster) -> None:
    """As what is done a moment after a task has asked its host always was."""
    edited = {**unseen(f"echo edited >> {properties(cluster, SECOND)}"), "run_once": True}
    assert run(cluster, LOOK, play(edited), APPLY).changed == 0
    assert run(cluster, LOOK, APPLY).changed == 1


def test_once_a_task_has_changed_another_host_every_host_is_looked_at_again(cluster: LocalCluster) -> None:
    edited = {**unseen(f"echo edited >> {properties(cluster, SECOND)}"), "run_once": True}
    (cluster.host(FIRST) / "etc/zookeeper/conf/zoo.cfg").chmod(0o600)
    zookeeper = play(task("bundle", section="zookeeper"), hosts="zookeeper")

    done = run(cluster, LOOK, play(edited), zookeeper, APPLY, options=("-vvv",))

    assert done.recap[FIRST]["changed"] == 1
    assert done.recap[SECOND]["changed"] == 1
    assert not properties(cluster, SECOND).read_text().endswith("edited\n")


@pytest.mark.parametrize(
    "other",
    [
        {"ansible.builtin.command": "true", "changed_when": False},
        {"ansible.builtin.command": "false", "ignore_errors": True},
    ],
    ids=["unchanged", "failed"],
)
def test_after_a_task_of_others_on_any_host_looks_are_made_again(cluster: LocalCluster, other: dict[str, Any]) -> None:
    edited = {**unseen(f"echo edited >> {properties(cluster, SECOND)}"), "run_once": True}
    elsewhere = play(edited, {**other, "when": f"inventory_hostname == '{FIRST}'"})

    counts = called(cluster, LOOK, elsewhere, APPLY)

    assert counts["preflight"] == 4
    assert counts["bundle"] in {1, 2}  # a change of one host may come between another's look and its use
    assert not properties(cluster, SECOND).read_text().endswith("edited\n")


def test_tasks_that_only_print_or_choose_change_nothing(cluster: LocalCluster) -> None:
    harmless = play(
        {"ansible.builtin.debug": {"msg": "x"}},
        {"ansible.builtin.set_fact": {"made_up": 1}},
        {"ansible.builtin.assert": {"that": ["made_up == 1"]}},
        {"ansible.builtin.command": "true", "when": False},
    )
    assert called(cluster, LOOK, harmless, APPLY) == {"preflight": 2}


def test_a_question_is_answered_once(cluster: LocalCluster) -> None:
    """A task that is tried again, or asked for twice, wants to know what is so now."""
    twice = {**task("bundle", section="kafka_broker"), "loop": [1, 2]}
    assert called(cluster, LOOK, play(twice)) == {"preflight": 2, "bundle": 2}


def test_a_task_that_reaches_its_host_in_another_way_asks_it(cluster: LocalCluster) -> None:
    delegated = {**task("bundle", section="kafka_broker"), "delegate_to": "{{ inventory_hostname }}"}
    assert called(cluster, LOOK, play(delegated)) == {"preflight": 2, "bundle": 2}


def test_tags_limit_and_start_do_what_they_did(cluster: LocalCluster) -> None:
    tagged = play({**task("bundle", section="kafka_broker"), "tags": ["configure"], "name": "Apply"})
    always = play({**task("preflight"), "tags": ["always"]})

    assert called(cluster, always, tagged, options=("--tags", "configure")) == {"preflight": 2}
    assert called(cluster, always, tagged, options=("--tags", "other")) == {"preflight": 2}
    assert called(cluster, always, tagged, options=("--limit", SECOND)) == {"preflight": 1}
    assert called(cluster, always, tagged, options=("--start-at-task", "Apply")) == {"bundle": 2}
    assert called(cluster, always, {**tagged, "serial": 1}) == {"preflight": 2}


def test_what_is_kept_holds_no_secret_and_is_gone_after_the_run(cluster: LocalCluster) -> None:
    copied, temporary = cluster.home / "copied", cluster.home / "temporary"
    copy = {**unseen(f"cp -a {temporary} {copied}"), "run_once": True}

    done = run(cluster, LOOK, play(copy), APPLY, options=("-vvvv",), ANSIBLE_LOCAL_TEMP=str(temporary))

    (kept,) = copied.glob("*/hiera-kafka-looks")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    texts = [path.read_text() for path in kept.rglob("*") if path.is_file()]
    assert any("upgrade_pending" in text for text in texts)
    assert SECRET in properties(cluster, SECOND).read_text()
    assert not [text for text in (done.text, *texts) if SECRET in text]
    assert list(temporary.iterdir()) == []


def test_a_preflight_returns_what_it_documents(cluster: LocalCluster) -> None:
    shown = {"ansible.builtin.debug": {"msg": "{{ found.keys() | list }}"}}
    text = run(cluster, play({**task("preflight"), "register": "found"}, shown), options=("--limit", SECOND)).text
    returned = set(re.findall(r'^ +"(\w+)",?$', text, re.MULTILINE))
    assert returned - {"failed", "invocation", "warnings", "changed"} == {
        *("cluster_ids", "initialised", "java_found", "kafka_used", "left_members", "left_over", "machine"),
        *("states", "zookeeper_transactions"),
    }
