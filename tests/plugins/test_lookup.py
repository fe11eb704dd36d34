"""The lookup plugin, through real templates of real hosts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from lib.clusters.local_cluster import HOST, PAGE, Done, LocalCluster, write_inventory

DATA = f"""\
{PAGE}
retention: 168
threads: "8"
racks: [A, B]
nested:
  level: {{deep: true}}
merged: {{from: project, project: 1}}
of_host: "%{{facts.fqdn}}"
"""


@pytest.fixture
def cluster(tmp_path: Path) -> LocalCluster:
    made = write_inventory(tmp_path / "home", DATA)
    (made.data / "override.yaml").write_text("merged: {from: override, override: 2}\n")
    return made


def debug(cluster: LocalCluster, expression: str, host: str = HOST, *arguments: str) -> Done:
    message = json.dumps({"msg": f"{{{{ {expression} }}}}"})
    inventory = arguments or ("-i", str(cluster.inventory))
    return cluster.run("ansible", host, *inventory, "-m", "ansible.builtin.debug", "-a", message)


def value(cluster: LocalCluster, expression: str) -> Any:
    done = debug(cluster, expression).good()
    answer = re.search(r"SUCCESS => (\{.*\})", done.out, re.DOTALL)
    assert answer, done.text
    return json.loads(answer[1])["msg"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("'retention'", 168),
        ("'threads'", "8"),
        ("'racks'", ["A", "B"]),
        ("'nested'", {"level": {"deep": True}}),
        ("'nested.level.deep'", True),
        ("'of_host'", HOST),
        ("'merged'", {"from": "override", "override": 2}),
        ("'merged', merge='hash'", {"from": "override", "override": 2, "project": 1}),
        ("'not-there', default='nothing'", "nothing"),
        ("'not-there', default=none", None),
        ("'retention', 'threads', wantlist=true", [168, "8"]),
    ],
)
def test_a_key_has_the_value_and_type_that_puppet_gives_it(
    cluster: LocalCluster, arguments: str, expected: object
) -> None:
    # Through JSON, so that the types of scalars are seen and not what Ansible makes of a template's text.
    shown = value(cluster, f"lookup('hiera_kafka.core.hiera', {arguments}) | to_json")
    found = json.loads(shown) if isinstance(shown, str) else shown
    assert found == expected
    assert type(found) is type(expected)


def test_a_key_that_is_not_found_fails_and_is_named(cluster: LocalCluster) -> None:
    failed = debug(cluster, "lookup('hiera_kafka.core.hiera', 'not-there')")
    assert failed.code != 0
    assert "error[" in failed.text
    assert "not-there" in failed.text


def test_an_unknown_merge_is_refused(cluster: LocalCluster) -> None:
    failed = debug(cluster, "lookup('hiera_kafka.core.hiera', 'merged', merge='deeper')")
    assert failed.code != 0
    assert "deeper" in failed.text


def test_a_host_of_another_inventory_is_told_so(cluster: LocalCluster) -> None:
    failed = debug(cluster, "lookup('hiera_kafka.core.hiera', 'retention')", "localhost", "-i", "localhost,")
    assert failed.code != 0
    assert "not from an inventory of the plugin hiera_kafka.core.hiera" in failed.text
