"""Lookups of keys that are nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data.control_trees import HIERA, findings
from lib.data.linting import found, lint_tree
from lib.data.project_trees import PAGE

RULE = "unknown-lookup-key"
LINE = PAGE.count("\n") + 1


def test_a_key_that_no_file_has_is_found(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, f"{PAGE}a::b: \"%{{lookup('kafka_clustres')}}\"\n", select=RULE)

    assert found(report) == [(RULE, "common.yaml", LINE)]
    assert report.findings[0].diagnostic.hint == "did you mean 'kafka_clusters'?"


def test_keys_of_any_file_are_fine(tmp_path: Path) -> None:
    data = f'{PAGE}a::b: "%{{lookup(\'kafka_clusters.x\')}} %{{alias("other")}}"\n'

    assert found(lint_tree(tmp_path, data, select=RULE, hosts={"x.example.org": "other: 1\n"})) == []


def test_lookups_of_one_missing_key_are_one_finding_with_a_count(tmp_path: Path) -> None:
    data = PAGE + "".join(f"a::b{number}: \"%{{lookup('gone')}}\"\n" for number in range(30))
    hosts = {"x.example.org": "c::d: \"%{hiera('gone')}\"\n"}
    (finding,) = lint_tree(tmp_path, data, select=RULE, hosts=hosts).findings

    assert len(finding.each()) == 31
    assert finding.message.endswith("(and 30 more places, in 2 files)")


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        ("my_password: \"%{lookup('my_pasword')}\"\n", "add the key, or correct its name"),  # where it stands
        (
            "one_server: \"%{lookup('one_serverr')}\"\nother: \"%{lookup('one_serverr')}\"\n",
            "add the key, or correct its name",  # of one of the two
        ),
        (
            "first: \"%{lookup('the_portt')}\"\nthe_port: \"%{lookup('first')}\"\n",
            "add the key, or correct its name",  # it asks for the value that would ask for it
        ),
        ("first: \"%{lookup('the_portt')}\"\nthe_port: 1\n", "did you mean 'the_port'?"),
        ("first: \"%{lookup('db2_name')}\"\ndb1_name: 1\n", "add the key, or correct its name"),
    ],
)
def test_a_hint_names_no_key_that_would_be_wrong_there(tmp_path: Path, data: str, hint: str) -> None:
    (finding,) = lint_tree(tmp_path, PAGE + data, select=RULE).findings

    assert finding.diagnostic.hint == hint


def test_a_private_tree_that_is_not_here_may_have_the_key(tmp_path: Path) -> None:
    levels = HIERA + "- {name: private, path: 'private/%{trusted.certname}.yaml'}\n"
    files = {
        "hiera.yaml": levels,
        "data/c.yaml": "a: \"%{lookup('gone')}\"\nb: \"%{lookup('the_prot')}\"\nthe_port: 1\n",
    }
    found = {finding.cause: finding for finding in findings(tmp_path, files, RULE)}

    assert found.keys() == {"the_prot"}
    assert found["the_prot"].level is Severity.WARNING
    assert "'data/private' is not here" in str(found["the_prot"].diagnostic.note)
