"""Baselines."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, HieraError, Position, ProjectError
from hiera_kafka.lint.baseline import new_findings, write_baseline
from hiera_kafka.lint.finding import Finding, folded

LINES = {1: "password: hunter2", 2: "b: no", 3: "b: no"}


def line_of(position: Position) -> str:
    return LINES.get(position.line, "")


def finding(directory: Path, line: int, id_: str = "some-rule") -> Finding:
    return Finding(Diagnostic(id_, "wrong", (Position(str(directory / "a.yaml"), line, 1),)))


def test_known_findings_are_left_out_and_new_ones_are_not(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    assert write_baseline(file, [finding(tmp_path, 1)], line_of, Border([tmp_path])) == 1

    other = finding(tmp_path, 1, "other-rule")
    assert new_findings([finding(tmp_path, 1), other], file, line_of) == [other]


def test_a_finding_stays_known_when_its_line_moves(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    write_baseline(file, [finding(tmp_path, 2)], line_of, Border([tmp_path]))

    assert new_findings([finding(tmp_path, 3)], file, line_of) == []


def test_a_second_finding_of_the_same_kind_is_new(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    write_baseline(file, [finding(tmp_path, 2)], line_of, Border([tmp_path]))

    assert len(new_findings([finding(tmp_path, 2), finding(tmp_path, 3)], file, line_of)) == 1


def test_a_baseline_shows_nothing_of_the_lines(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    write_baseline(file, [finding(tmp_path, 1)], line_of, Border([tmp_path]))

    assert "hunter2" not in file.read_text()
    assert '"file": "a.yaml"' in file.read_text()


@pytest.mark.parametrize("text", [None, "", "[]", "\xff", '{"format": 2, "known": []}', '{"format": 1, "known": [{}]}'])
def test_a_file_that_is_no_baseline_is_an_error(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "known.json"
    if text is not None:
        file.write_text(text)

    with pytest.raises(ProjectError, match=r"error\[baseline-unreadable\]"):
        new_findings([], file, line_of)


def test_a_baseline_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"error\[file-not-writable\]"):
        write_baseline(tmp_path / "no" / "known.json", [], line_of, Border([tmp_path]))


def test_a_baseline_takes_the_place_of_another_and_of_nothing_else(tmp_path: Path) -> None:
    file, border = tmp_path / "known.json", Border([tmp_path])
    for count in (1, 2):
        assert write_baseline(file, [finding(tmp_path, 1)] * count, line_of, border) == count
    file.write_text("a: 1\n")

    with pytest.raises(ProjectError, match=r"file-not-writable.*no baseline"):
        write_baseline(file, [], line_of, border)
    assert file.read_text() == "a: 1\n"


def test_the_words_about_what_is_no_baseline_show_nothing_of_it(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    for text in ('{"format": "hunter2"}', "hunter2", '{"format": 1, "known": [{"id": 1, "hunter2": 2}]}'):
        file.write_text(text)
        with pytest.raises(ProjectError) as caught:
            new_findings([], file, line_of)
        assert "hunter2" not in str(caught.value)


def test_a_baseline_that_the_repository_names_must_lie_in_it(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    write_baseline(tmp_path / "known.json", [], line_of, Border([tmp_path]))

    with pytest.raises(HieraError, match="outside-repository"):
        new_findings([], tmp_path / "known.json", line_of, Border([tmp_path / "inside"]))


def test_a_baseline_that_is_kept_elsewhere_knows_files_by_their_place_in_the_repository(tmp_path: Path) -> None:
    checkouts = [tmp_path / "builds" / number for number in ("1", "2")]
    for checkout in checkouts:
        (checkout / ".git").mkdir(parents=True)
    file = tmp_path / "ci" / "known.json"
    file.parent.mkdir()
    write_baseline(file, [finding(checkouts[0], 1)], line_of, Border([tmp_path]))

    assert new_findings([finding(checkouts[1], 1)], file, line_of) == []


def test_each_place_of_a_cause_is_known_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    single = [dataclasses.replace(finding(tmp_path, line), cause="one") for line in (1, 2)]

    assert write_baseline(file, folded(single), line_of, Border([tmp_path])) == 2
    assert new_findings(single, file, line_of) == []
