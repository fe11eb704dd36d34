"""`hiera-kafka diff`."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from hiera_kafka.errors import ExitCode
from lib.machine.git import commit, git
from lib.repository import ROOT, console_commands

from .conftest import PLANTED, Run

DATA = Path("hieradata/data/common.yaml")


def edit(old: str, new: str) -> None:
    text = DATA.read_text()
    assert old in text
    DATA.write_text(text.replace(old, new))


def test_a_revision_is_compared_with_the_working_tree(hiera_kafka: Run, tree: Path) -> None:
    commit(Path())
    edit('id: "1"', 'id: "1"\n        rack: A')

    result = hiera_kafka("diff", "HEAD", "-i", tree)

    assert result.code == ExitCode.OK
    assert result.stdout.startswith("1 host of 1 would change.\nRestart pending: kafka on 1 host.\n")
    assert "    broker.rack: A (new)\n" in result.stdout
    assert "hieradata/data/common.yaml:13:9: kafka_clusters.my-kafka-cluster.brokers." in result.stdout


def test_two_revisions_are_compared_and_nothing_else(hiera_kafka: Run, tree: Path) -> None:
    commit(Path())
    edit('id: "1"', 'id: "2"')
    commit(Path())
    edit('id: "2"', "id: 3")

    found = hiera_kafka("diff", "HEAD~1", "HEAD", "-i", tree, "--format", "json").json

    assert (found["old"]["revision"], found["new"]["revision"]) == ("HEAD~1", "HEAD")
    assert found["refused"] == {"kafka-broker-id": ["kafka1.analytics.eqiad1.wikimedia.cloud"]}
    changes = {(change["option"], change["old"], change["new"]) for change in found["groups"][0]["changes"]}
    assert ("broker.id", "1", "2") in changes
    assert {cause["file"] for change in found["groups"][0]["changes"] for cause in change["causes"]} == {
        "HEAD:hieradata/data/common.yaml"
    }


def test_the_exit_code_shows_a_difference_when_asked(hiera_kafka: Run, tree: Path) -> None:
    commit(Path())

    assert hiera_kafka("diff", "HEAD", "-i", tree, "--exit-code").code == ExitCode.OK
    edit('id: "1"', 'id: "1"\n        rack: A')
    assert hiera_kafka("diff", "HEAD", "-i", tree).code == ExitCode.OK
    assert hiera_kafka("diff", "HEAD", "-i", tree, "--exit-code").code == ExitCode.FINDINGS


def test_secrets_are_in_no_form(hiera_kafka: Run, secret_tree: Path) -> None:
    commit(Path())
    edit(f"{PLANTED}-1", f"{PLANTED}-other")

    for form in ("text", "json", "markdown"):
        result = hiera_kafka("diff", "HEAD", "-i", secret_tree, "--format", form)
        assert PLANTED not in result.stdout + result.stderr
        assert "ssl.keystore.password" in result.stdout


def test_output_json_is_format_json(hiera_kafka: Run, tree: Path) -> None:
    commit(Path())

    one, other = (hiera_kafka("diff", "HEAD", "-i", tree, option, "json") for option in ("--output", "--format"))

    assert one.json == other.json


def test_the_working_tree_and_index_stay_as_they_are(hiera_kafka: Run, tree: Path) -> None:
    commit(Path())
    edit('id: "1"', 'id: "2"')
    before = git(Path(), "status", "--porcelain")

    hiera_kafka("diff", "HEAD", "-i", tree)

    assert git(Path(), "status", "--porcelain") == before
    assert 'id: "2"' in DATA.read_text()


def test_an_unknown_revision_is_wrong_usage(hiera_kafka: Run, tree: Path) -> None:
    commit(Path())

    result = hiera_kafka("diff", "no-such", "-i", tree)

    assert result.code == ExitCode.USAGE
    assert "error[unknown-revision]" in result.stderr


def test_the_commands_of_the_page_work(hiera_kafka: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("hieradata", "inventories", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part)
    (tmp_path / "roles").mkdir()
    shutil.copy(ROOT / "site.yml", tmp_path)
    monkeypatch.chdir(tmp_path)
    commit(tmp_path)
    commit(tmp_path)

    commands = list(console_commands(ROOT / "docs" / "howto" / "review-a-change.md"))

    assert len(commands) == 2
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program == "hiera-kafka"
        assert hiera_kafka(*arguments).code == ExitCode.OK
