"""Looks are kept for the run that made them, for a while, and until something has changed."""

from __future__ import annotations

import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible import constants

from ansible_collections.hiera_kafka.core.plugins.callback.hiera_kafka_run import CallbackModule
from ansible_collections.hiera_kafka.core.plugins.plugin_utils import kept
from ansible_collections.hiera_kafka.core.plugins.plugin_utils.kept import Kept, Looks

KEY, OTHER = "a" * 64, "b" * 64
RESULT = {"changed": False, "pid": 7}


@pytest.fixture
def looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Looks:
    monkeypatch.setattr(constants, "DEFAULT_LOCAL_TMP", str(tmp_path))
    monkeypatch.delenv(kept.VARIABLE, raising=False)
    found = Looks.begin()
    assert found is not None
    return found


def at() -> float:
    return kept.time.monotonic()


def test_an_answer_is_given_once_to_its_host_and_question(looks: Looks) -> None:
    looks.keep("k1", {KEY: RESULT}, looks.changes(), at())

    assert looks.take("k2", KEY) is None
    assert looks.take("k1", OTHER) is None
    assert looks.take("k1", KEY) == Kept(RESULT, counts=True)
    assert looks.take("k1", KEY) is None


def test_a_change_anywhere_ends_what_was_seen_before_it(looks: Looks) -> None:
    looks.keep("k1", {KEY: RESULT}, looks.changes(), at())
    looks.changed()

    assert looks.take("k1", KEY) == Kept(RESULT, counts=False)
    began = looks.changes()
    looks.changed()  # while the host was looked at
    looks.keep("k1", {KEY: RESULT}, began, at())
    assert looks.take("k1", KEY) == Kept(RESULT, counts=False)


def test_an_answer_does_not_count_for_long(looks: Looks) -> None:
    looks.keep("k1", {KEY: RESULT}, looks.changes(), at() - kept.COUNTS_S - 1)

    assert looks.take("k1", KEY) == Kept(RESULT, counts=False)


def test_a_look_takes_the_place_of_the_one_before(looks: Looks) -> None:
    looks.keep("k1", {KEY: RESULT}, looks.changes(), at())
    looks.keep("k1", {OTHER: RESULT}, looks.changes(), at())

    assert looks.take("k1", KEY) is None


def test_what_is_kept_is_for_its_user_alone(looks: Looks) -> None:
    looks.keep("k1", {KEY: RESULT}, looks.changes(), at())

    assert stat.S_IMODE(looks.directory.stat().st_mode) == 0o700


def test_a_second_playbook_of_a_run_begins_anew(looks: Looks) -> None:
    looks.keep("k1", {KEY: RESULT}, looks.changes(), at())
    Looks.begin()

    assert looks.take("k1", KEY) == Kept(RESULT, counts=False)


def test_nothing_is_kept_where_nobody_follows_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "DEFAULT_LOCAL_TMP", str(tmp_path))
    assert Looks.of_run() is None
    monkeypatch.setenv(kept.VARIABLE, "0")
    assert Looks.begin() is None
    assert Looks.of_run() is None
    monkeypatch.setenv(kept.VARIABLE, "1")
    assert Looks.begin() == Looks.of_run()


def result(action: str, **values: Any) -> SimpleNamespace:
    return SimpleNamespace(_task=SimpleNamespace(resolved_action=action, action=action), _result=values)


@pytest.fixture
def callback(looks: Looks) -> CallbackModule:
    found = CallbackModule()
    found.v2_playbook_on_start(None)
    return found


@pytest.mark.parametrize(
    ("action", "values", "changed"),
    [
        ("hiera_kafka.core.bundle", {"changed": False}, False),
        ("hiera_kafka.core.bundle", {"changed": True}, True),
        ("hiera_kafka.core.preflight", {"changed": False}, False),
        ("ansible.builtin.debug", {"changed": True}, False),
        ("ansible.builtin.command", {"changed": False}, True),
        ("ansible.builtin.stat", {}, True),
        ("debug", {}, True),
        ("community.general.anything", {"changed": True}, True),
    ],
)
def test_what_may_have_changed_a_host(
    looks: Looks, callback: CallbackModule, action: str, values: dict[str, Any], changed: bool
) -> None:
    before = looks.changes()

    callback.v2_runner_on_ok(result(action, **values))

    assert (looks.changes() > before) is changed


@pytest.mark.parametrize(
    ("action", "changed"),
    [("hiera_kafka.core.service", True), ("hiera_kafka.core.preflight", False), ("ansible.builtin.fail", False)],
)
def test_what_fails_may_have_changed_what_it_can_change(
    looks: Looks, callback: CallbackModule, action: str, changed: bool
) -> None:
    for end in (callback.v2_runner_on_failed, callback.v2_runner_on_unreachable):
        before = looks.changes()
        end(result(action, changed=False))
        assert (looks.changes() > before) is changed
