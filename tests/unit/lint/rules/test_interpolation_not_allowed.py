"""Functions in hiera.yaml."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.rules.interpolation_not_allowed import InterpolationNotAllowed


def test_calls_in_a_hierarchy_are_found_at_their_line_and_those_in_data_are_not(tmp_path: Path) -> None:
    file = tmp_path / "hiera.yaml"
    file.write_text("version: 5\nhierarchy:\n  - name: a\n    path: \"%{lookup('x')}/%{site}.yaml\"\n")
    rule = InterpolationNotAllowed()

    (finding,) = rule.check(DataFile(str(file), DataFile.CONFIG))
    assert finding.where is not None
    assert finding.where.line == 4
    assert list(rule.check(DataFile(str(file)))) == []
