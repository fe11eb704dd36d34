"""What lookups refuse whatever the host."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.runner import LintRequest, run
from lib.data.control_trees import HIERA, rows

ERROR = Severity.ERROR
JOINED = "lookup_options: {a: {merge: hash}}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"c.yaml": "a: \"%{lookup('b.c')}\"\nb: text\n"}, [("dig-type", "c.yaml")]),
        ({"c.yaml": "b: text\n", "nodes/x.yaml": "a: \"%{lookup('b.c')}\"\n"}, [("dig-type", "")]),
        (
            {"c.yaml": "a: [1]\nlookup_options: {a: {merge: hash}}\n", "nodes/x.yaml": "a: {b: 1}\n"},
            [("merge-type", "")],
        ),
        ({"c.yaml": "a: x\nlookup_options: {a: {convert_to: Integer}}\n"}, [("convert-to", "c.yaml")]),
        ({"c.yaml": "a: {true: 1}\n"}, [("data-type", "c.yaml")]),
        ({"c.yaml": "a: 1\n", "nodes/x.yaml": "lookup_options: []\n"}, [("lookup-options", "nodes/x.yaml")]),
    ],
)
def test_it_is_found_where_files_are_read_together(
    tmp_path: Path, files: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    data = {f"data/{name}": text for name, text in files.items()}
    found = rows(tmp_path, {"hiera.yaml": HIERA, **data}, *(id_ for id_, _ in expected))

    assert [(row[0], row[1]) for row in found] == [(id_, ERROR) for id_, _ in expected]
    assert all(row[2].endswith(name) for row, (_, name) in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    "files",
    [
        {"c.yaml": "a: \"%{lookup('b.c')}\"\nb: text\n", "nodes/x.yaml": "b: {c: 1}\n"},  # may win for all hosts
        {"c.yaml": "a: '%{port}'\nlookup_options: {a: {convert_to: Integer}}\n"},  # hangs on the variable
        {"nodes/x.yaml": "a: \"%{lookup('b.c')}\"\n", "nodes/y.yaml": "b: text\n"},  # no host reads both
    ],
)
def test_what_may_be_otherwise_for_some_host_is_not_claimed(tmp_path: Path, files: dict[str, str]) -> None:
    data = {f"data/{name}": text for name, text in {"c.yaml": "z: 1\n", **files}.items()}

    assert rows(tmp_path, {"hiera.yaml": HIERA, **data}, "dig-type", "convert-to") == []


def test_two_files_of_different_levels_are_joined_too(tmp_path: Path) -> None:
    hiera = f"{HIERA}- {{name: site, path: 'site/%{{site}}.yaml'}}\n"
    files = {
        "hiera.yaml": hiera,
        "data/c.yaml": JOINED,
        "data/nodes/x.yaml": "a: [1]\n",
        "data/site/n.yaml": "a: {b: 1}\n",
    }

    assert [row[0] for row in rows(tmp_path, files, "merge-type")] == ["merge-type"]


def test_nothing_is_claimed_beside_a_function_that_is_not_known(tmp_path: Path) -> None:
    hiera = f"{HIERA}- {{name: vault, lookup_key: hiera_vault}}\n"

    assert rows(tmp_path, {"hiera.yaml": hiera, "data/c.yaml": "a: \"%{lookup('b.c')}\"\nb: t\n"}, "dig-type") == []


def test_data_of_an_inventory_in_another_directory_is_read(tmp_path: Path) -> None:
    """Without Git, the directory above `inventories` is the repository of both."""
    inventory = tmp_path / "inventories" / "prod" / "hiera_kafka.yml"
    inventory.parent.mkdir(parents=True)
    inventory.write_text("plugin: hiera_kafka.core.hiera\nhiera_config: ../../own/hiera.yaml\n", "utf-8")
    (tmp_path / "own" / "data").mkdir(parents=True)
    (tmp_path / "own" / "hiera.yaml").write_text(HIERA, "utf-8")
    (tmp_path / "own" / "data" / "c.yaml").write_text("a: [1]\nlookup_options: {a: {convert_to: Integer}}\n", "utf-8")

    ids = {finding.id for finding in run(LintRequest((), Settings(tmp_path), inventory)).findings}
    assert "convert-to" in ids
    assert "outside-repository" not in ids
