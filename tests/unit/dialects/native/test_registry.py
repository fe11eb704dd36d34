"""Every service stands once, and what is elsewhere follows from it."""

from __future__ import annotations

import yaml

from hiera_kafka.dialects.native.registry import ROLES, SERVICES
from hiera_kafka.model.kafka import ROLES as OF_CLASSES
from lib.repository import ROOT


def test_each_service_has_a_role_and_a_type_of_its_own() -> None:
    assert len({service.node for service in SERVICES}) == len(SERVICES) == len({service.role for service in SERVICES})
    assert [role for role in ROLES if not (ROOT / "roles" / role).is_dir()] == []


def test_classes_of_puppet_stand_for_roles_that_clusters_list_hosts_for() -> None:
    listed = {service.role for service in SERVICES if service.source.table is not None}
    assert set(OF_CLASSES.values()) == listed


def test_the_site_playbook_runs_roles_in_this_order() -> None:
    plays = yaml.safe_load((ROOT / "playbooks/site.yml").read_text(encoding="utf-8"))
    files = [ROOT / "playbooks" / play["ansible.builtin.import_playbook"] for play in plays]
    texts = [file.read_text(encoding="utf-8") for file in files]
    run = [[role for role in ROLES if f"hosts: {role}\n" in text] for text in texts]
    assert [role for roles in run for role in roles] == list(ROLES)


def test_a_lock_is_that_of_a_service_with_clusters_of_its_own() -> None:
    own = {service.role for service in SERVICES if not service.lock}
    assert {service.lock for service in SERVICES if service.lock} <= own
