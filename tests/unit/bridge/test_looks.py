"""What a look at a host asks for: digests in place of contents, and the very calls that tasks will make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hiera_kafka.bridge import looks, parameters, releases
from hiera_kafka.bridge.bundle import content
from hiera_kafka.bridge.host_section import HostSection
from lib.data.project_trees import HOST, PAGE, project_tree

SECRET = "profile::kafka::broker::ssl_password: Planted-secret\n"


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    return str(project_tree(tmp_path, PAGE + SECRET))


def asked(inventory: str, **more: Any) -> list[looks.Call]:
    return looks.calls(inventory, HOST, **{"started": [HOST], "take_over": {}, **more})


def keys(calls: list[looks.Call], module: str) -> list[str]:
    return [call.key for call in calls if call.asked["module"] == module]


@pytest.mark.parametrize("role", ["zookeeper", "kafka_broker"])
def test_every_call_of_a_role_is_asked_for_by_its_own_parameters(inventory: str, role: str) -> None:
    one = HostSection.of(inventory, HOST, role)
    found = asked(inventory)

    (ready,) = [looks.key_of("ready", role, {**parameters.ready(one, [HOST]), "timeout": 7})]
    assert ready in keys(found, "ready")
    assert {looks.key_of("service", role, arguments) for arguments in parameters.services(one, "started")} <= set(
        keys(found, "service")
    )
    assert {
        looks.key_of("artifact", role, {**arguments, "src": "/elsewhere"}) for arguments in releases.artifacts(one)
    } <= set(keys(found, "artifact"))
    assert looks.key_of("bundle", role, looks.applied({})) in keys(found, "bundle")


def test_another_question_has_another_key(inventory: str) -> None:
    one = HostSection.of(inventory, HOST, "kafka_broker")
    (service,) = parameters.services(one, "started")
    found = {call.key for call in asked(inventory)}

    assert looks.key_of("service", "kafka_broker", {**service, "state": "stopped"}) not in found
    assert looks.key_of("service", "kafka_broker", {**service, "lock": "kafka_broker", "lock_run": "mine"}) not in found
    assert looks.key_of("bundle", "kafka_broker", looks.applied({"/srv": "olduser"})) not in found
    assert (
        looks.key_of("ready", "kafka_broker", parameters.ready(one, [HOST, "kafka2"])) in found
    )  # no member of the cluster
    assert set(keys(asked(inventory, take_over={"/srv": "olduser"}), "bundle")) & found == set()


def test_two_roles_that_need_the_same_have_a_question_each(inventory: str) -> None:
    found = keys(asked(inventory), "artifact")

    assert len(set(found)) == len(found) == 2


def test_no_content_goes_to_a_host_but_of_what_is_held(inventory: str) -> None:
    one = HostSection.of(inventory, HOST, "kafka_broker")
    rendered = {file["path"]: file for file in content(one)["files"]}
    text = json.dumps(looks.question(inventory, HOST, asked(inventory)))

    assert "Planted-secret" in rendered["/etc/kafka/server.properties"]["content"]
    assert "Planted-secret" not in text
    (call,) = [
        call.asked
        for call in asked(inventory)
        if call.asked["module"] == "bundle" and call.asked["bundle"]["section"] == "kafka_broker"
    ]
    assert {file["path"] for file in call["bundle"]["files"] if file["content"]} == {
        path for path, file in rendered.items() if file["hold"] and not file["secret"]
    }
    assert set(call["digests"]) >= {path for path, file in rendered.items() if not file["hold"]}


def test_digests_say_nothing_to_who_keeps_them(inventory: str) -> None:
    first, second = (
        [call.asked["digests"] for call in asked(inventory) if call.asked["module"] == "bundle"] for _ in range(2)
    )

    assert [one.keys() for one in first] == [one.keys() for one in second]
    assert not {value for one in first for value in one.values()} & {value for one in second for value in one.values()}


def test_a_question_names_the_host_and_what_must_not_be(inventory: str) -> None:
    preflight = parameters.preflight(inventory, HOST)

    question = looks.question(inventory, HOST, [], preflight)

    assert question == {"root": "", "service_manager": "systemd", "calls": [], "preflight": preflight}
    assert "preflight" not in looks.question(inventory, HOST, [])


CALLS = [looks.Call(key, {"module": "service"}) for key in "abc"]


def test_answers_are_kept_by_the_key_of_their_call() -> None:
    answer = {"calls": [{"changed": False, "pid": 7}, None, {"changed": True}]}

    assert looks.answers(CALLS, answer) == {"a": {"changed": False, "pid": 7}, "c": {"changed": False}}


@pytest.mark.parametrize("answer", [None, [], {}, {"calls": None}, {"calls": [{}]}, {"calls": "abc"}])
def test_an_answer_of_another_form_answers_nothing(answer: object) -> None:
    assert looks.answers(CALLS, answer) == {}


def test_what_ansible_would_obey_is_not_taken_from_an_answer() -> None:
    planted = {"ansible_facts": {"ansible_connection": "local"}, "_ansible_no_log": True, "failed": True}

    assert looks.answers(CALLS[:1], {"calls": [{"pid": 7, **planted}]}) == {"a": {"changed": False, "pid": 7}}
    assert looks.examined({"preflight": {"java_found": True, **planted}}) == {"java_found": True}
    assert looks.examined({"preflight": [planted]}) == looks.examined(None) == {}
