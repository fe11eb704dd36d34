"""The single checks of `hiera-kafka doctor`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from hiera_kafka.cli.doctor import checks
from hiera_kafka.cli.doctor.checks import CheckState
from hiera_kafka.cli.kit.options import Workspace
from lib.repository import ROOT


def test_the_interpreter_is_named_with_its_environment() -> None:
    (check,) = checks.interpreter()
    assert "virtual environment" in check.found


def test_every_package_that_is_required_is_looked_at() -> None:
    found = {check.name: check for check in checks.packages()}
    assert {"hiera-kafka", "ansible-core", "click", "pydantic"} <= set(found)
    assert "pytest" not in found
    assert found["hiera-kafka"].found.endswith(f", {ROOT}/src/hiera_kafka")
    assert {check.state for check in found.values()} == {CheckState.OK}


def test_java_that_is_found_is_named_with_its_home() -> None:
    (check,) = checks.java(os.environ)
    assert check.state is CheckState.OK
    assert check.found.split(",")[0].isdigit()


def test_a_client_of_ssh_is_found_in_the_path_and_a_note_where_there_is_none(tmp_path: Path) -> None:
    (missing,) = checks.ssh({"PATH": str(tmp_path)})
    assert (missing.state, missing.fix) == (CheckState.NOTE, "apt install openssh-client")
    program = tmp_path / "ssh"
    program.touch(mode=0o755)
    (found,) = checks.ssh({"PATH": str(tmp_path)})
    assert (found.state, found.found) == (CheckState.OK, str(program))


def test_releases_that_are_not_in_the_cache_are_a_note_with_the_command_that_fetches_them(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data, release = checks.data(Workspace(str(tree), None))

    assert data.state is CheckState.OK
    assert release.state is CheckState.NOTE
    assert release.fix == f"hiera-kafka dist fetch {release.name.removeprefix('kafka ')}"


@pytest.mark.slow
def test_the_repository_and_whose_playbooks_run_for_it_are_named(tree: Path) -> None:
    repository = tree.parents[2]
    found = {check.name: check for check in checks.project(Workspace(None, repository))}
    assert found["playbooks"].found == f"{ROOT}/playbooks, of the checkout {ROOT}"
    assert found["repository"].found == f"{repository}, inventories: {tree.parent.name}"
    assert found["ansible.cfg"].found.endswith(f"hiera-kafka itself uses {ROOT}/ansible.cfg")


def test_a_directory_that_is_no_checkout_is_missing_one(tmp_path: Path) -> None:
    (check,) = checks.project(Workspace(None, tmp_path))
    assert check.state is CheckState.MISSING
    assert str(tmp_path) in check.found


def test_a_checkout_that_everybody_may_write_is_none_to_ask_ansible_about(tmp_path: Path) -> None:
    for name in ("roles", "templates/usr/local/libexec/hiera-kafka"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "site.yml").touch()
    tmp_path.chmod(0o777)

    (check,) = checks.project(Workspace(None, tmp_path))

    assert (check.state, check.fix) == (CheckState.MISSING, f"chmod -R o-w {tmp_path}")
    assert f"{tmp_path} can be written by everybody" in check.found


@pytest.mark.slow
def test_another_copy_of_the_collection_in_front_of_ours_is_found(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ansible takes the first collection of a name, and an old one fails in odd ways."""
    own = Path(checks.__file__).parents[3] / "ansible_collections"
    root = tmp_path / "old/ansible_collections/hiera_kafka/core"
    (root / "plugins/inventory").mkdir(parents=True)
    (root / "plugins/inventory/hiera.py").write_text((own / "hiera_kafka/core/plugins/inventory/hiera.py").read_text())
    (root / "MANIFEST.json").write_text(
        json.dumps({"collection_info": {"namespace": "hiera_kafka", "name": "core", "version": "0.0.1"}})
    )
    monkeypatch.setenv("ANSIBLE_COLLECTIONS_PATH", str(tmp_path / "old"))

    found = [check for check in checks.project(Workspace(str(tree), None)) if check.state is CheckState.MISSING]

    assert [check.fix for check in found] == [f"remove {root}"]


def test_disk_and_limits_are_reported(tree: Path, tmp_path: Path) -> None:
    found = {check.name: check.found for check in checks.limits(Workspace(str(tree), None), tmp_path)}
    assert set(found) == {"disk of the cache", "disk of local hosts", "open files"}
    assert str(tmp_path) in found["disk of local hosts"]
