"""Every role has the same shape."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from hiera_kafka.dialects.native import java
from hiera_kafka.dialects.native.registry import SERVICES
from lib.repository import ROOT

ROLES = sorted(path for path in (ROOT / "roles").iterdir() if path.is_dir())


def test_roles_are_those_of_services_that_have_their_own_and_the_one_for_all_others() -> None:
    own = {service.role for service in SERVICES if service.own_role}

    assert {role.name for role in ROLES} == {java.ROLE, "section", *own}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role.name))
class TestRole:
    def test_it_asks_for_the_ansible_that_the_collection_asks_for(self, role: Path) -> None:
        collection = ROOT / "src/ansible_collections/hiera_kafka/core/meta/runtime.yml"
        asked = yaml.safe_load(collection.read_text(encoding="utf-8"))["requires_ansible"]
        meta = yaml.safe_load((role / "meta/main.yml").read_text(encoding="utf-8"))

        assert f">={meta['galaxy_info']['min_ansible_version']}.0" == asked

    def test_it_has_every_part(self, role: Path) -> None:
        for part in ("defaults/main.yml", "meta/main.yml", "meta/argument_specs.yml", "tasks/main.yml", "README.md"):
            assert (role / part).is_file(), part

    def test_its_tasks_are_a_table_of_contents(self, role: Path) -> None:
        tasks = yaml.safe_load((role / "tasks/main.yml").read_text(encoding="utf-8"))

        assert all("ansible.builtin.import_tasks" in task or "ansible.builtin.include_tasks" in task for task in tasks)

    def test_every_default_is_specified_and_documented(self, role: Path) -> None:
        defaults = yaml.safe_load((role / "defaults/main.yml").read_text(encoding="utf-8")) or {}
        specs = yaml.safe_load((role / "meta/argument_specs.yml").read_text(encoding="utf-8"))
        options = specs["argument_specs"]["main"].get("options", {})
        readme = (role / "README.md").read_text(encoding="utf-8")

        assert {name: options[name]["default"] for name in options if "default" in options[name]} == defaults
        assert [name for name in options if f"`{name}`" not in readme] == []

    def test_its_variables_carry_its_name(self, role: Path) -> None:
        defaults = yaml.safe_load((role / "defaults/main.yml").read_text(encoding="utf-8")) or {}

        assert [name for name in defaults if not name.startswith(f"{role.name}_")] == []
