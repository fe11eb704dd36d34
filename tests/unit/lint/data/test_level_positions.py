"""Lines of hiera.yaml that messages mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import found, lint_tree
from lib.data.project_trees import HIERA


@pytest.mark.parametrize(
    ("text", "id_", "line"),
    [
        (HIERA + "    data_hash: yaml_dta\n", "hiera-unknown-function", HIERA.count("\n") + 1),
        (HIERA + "    datadir: nope\n", "hiera-datadir-missing", HIERA.count("\n") + 1),
        ("version: 5\ndefaults:\n  data_hash: yaml_data\n  datadir: nope\n" + HIERA[11:], "hiera-datadir-missing", 4),
    ],
)
def test_a_message_about_a_level_stands_at_the_key_that_is_wrong(
    tmp_path: Path, text: str, id_: str, line: int
) -> None:
    rows = found(lint_tree(tmp_path, files={"hieradata/hiera.yaml": text}))

    assert (id_, "hiera.yaml", line) in rows


def test_other_messages_stay_where_they_are(tmp_path: Path) -> None:
    rows = found(lint_tree(tmp_path, files={"hieradata/hiera.yaml": HIERA.replace("name: common", "name: one host")}))

    assert ("hiera-duplicate-level", "hiera.yaml", 5) in rows
