"""What ansible-doc says of the collection's modules and actions is what they take."""

from __future__ import annotations

import importlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lib.clusters.local_cluster import BIN, ROOT

COLLECTION = "hiera_kafka.core"
PLUGINS = ROOT / "src/ansible_collections/hiera_kafka/core/plugins"
ACTIONS = sorted(path.stem for path in (PLUGINS / "action").glob("*.py"))
TARGETS = sorted(path.stem for path in (PLUGINS / "modules/target").glob("*.py"))

USUAL = {"type": "str", "required": False, "default": None, "choices": None, "elements": None}

Described = dict[str, dict[str, Any]]
"""Options by name: what `USUAL` names of each, and `options` within it."""


@pytest.fixture(scope="module")
def pages() -> dict[str, Any]:
    """What ansible-doc says of every module, by its name without the collection's."""
    names = [f"{COLLECTION}.{name}" for name in (*ACTIONS, *(f"target.{name}" for name in TARGETS))]
    command = [str(BIN / "ansible-doc"), "-t", "module", "--json", *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return {name.removeprefix(f"{COLLECTION}."): page for name, page in found.items()}


def described(options: Described, within: str) -> Described:
    """Return options in full; those within another stand there below the name `within`."""
    return {
        name: {
            **{key: option.get(key, usual) for key, usual in USUAL.items()},
            "options": described(option.get(within) or {}, within),
        }
        for name, option in options.items()
    }


def documented(page: dict[str, Any]) -> Described:
    return described(page["doc"].get("options", {}), "suboptions")


def accepted(argument_spec: Described) -> Described:
    return described(argument_spec, "options")


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_takes_what_its_page_says(pages: dict[str, Any], name: str) -> None:
    action = importlib.import_module(f"ansible_collections.{COLLECTION}.plugins.action.{name}").ActionModule

    assert accepted(action.ARGUMENTS) == documented(pages[name])


@pytest.mark.parametrize("name", TARGETS)
def test_what_runs_on_targets_takes_what_its_page_says(
    pages: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module(f"ansible_collections.{COLLECTION}.plugins.modules.target.{name}")

    class Stopped(Exception):  # noqa: N818 - it is none
        pass

    taken: dict[str, Any] = {}

    def ansible_module(**options: Any) -> None:
        taken.update(options)
        raise Stopped

    monkeypatch.setattr(module, "AnsibleModule", ansible_module)
    with pytest.raises(Stopped):
        module.main()

    assert accepted(taken["argument_spec"]) == documented(pages[f"target.{name}"])
    assert taken["supports_check_mode"] == (
        pages[f"target.{name}"]["doc"]["attributes"]["check_mode"]["support"] == "full"
    )


@pytest.mark.parametrize("name", TARGETS)
def test_what_runs_on_targets_is_documented_as_internal(pages: dict[str, Any], name: str) -> None:
    page = pages[f"target.{name}"]["doc"]

    assert page["short_description"] == f"Internal part of {COLLECTION}.{name} that runs on the managed node"
    assert any("Not for use in playbooks" in note for note in page["notes"])


def test_each_action_has_its_page_and_each_page_its_action() -> None:
    assert sorted(path.stem for path in (PLUGINS / "modules").glob("*.py")) == ACTIONS
    assert set(TARGETS) < set(ACTIONS)


def _plugins() -> list[Path]:
    return sorted(path for path in PLUGINS.rglob("*.py") if "DOCUMENTATION" in path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", _plugins(), ids=lambda path: str(path.relative_to(PLUGINS)))
def test_a_controller_is_always_said_to_be_one_of_kafka(path: Path) -> None:
    """What runs Ansible is a control node; a bare "controller" may be either."""
    words = path.read_text(encoding="utf-8").replace("Kafka controller", "").replace("KRaft controller", "")

    assert "controller" not in words.lower()
