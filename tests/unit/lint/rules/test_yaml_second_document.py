"""Second documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import in_text, places

RULE = "yaml-second-document"


@pytest.mark.parametrize("text", ["a: 1\n---\nb: 2\n", "---\na: 1\n--- \nb: 2\n", "# c\n---\na: 1\n---\n"])
def test_the_mark_of_a_second_document_is_found(tmp_path: Path, text: str) -> None:
    lines = text.splitlines()
    last = max(index for index, line in enumerate(lines, start=1) if line.startswith("---"))

    assert places(in_text(RULE, tmp_path, text)) == [(last, 1)]


@pytest.mark.parametrize(
    "text", ["a: 1\n", "---\na: 1\n", "# c\n\n---\na: 1\n", "%YAML 1.1\n---\na: 1\n...\n", "a: '\n\n  ---\n'\n"]
)
def test_one_document_is_fine(tmp_path: Path, text: str) -> None:
    assert in_text(RULE, tmp_path, text) == []
