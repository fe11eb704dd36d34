"""Comments that silence findings."""

from __future__ import annotations

from pathlib import Path

from lib.data.linting import found, lint_tree
from lib.data.project_trees import PAGE


def report(directory: Path, line: str) -> list[tuple[str, str, int]]:
    return found(lint_tree(directory, f"{PAGE}{line}\n"), "unused-ignore", "ignore-without-reason")


LINE = PAGE.count("\n") + 1


def test_a_comment_silences_what_is_on_its_line(tmp_path: Path) -> None:
    assert report(tmp_path, "service::a: no  # lint: ignore[yaml-boolean] the old script wants it") == []


def test_a_comment_on_a_line_of_its_own_silences_the_next_line_with_data(tmp_path: Path) -> None:
    assert report(tmp_path, "# lint: ignore[yaml-boolean] wanted\n# more\n\nservice::a: no") == []


def test_a_comment_may_name_several_ids(tmp_path: Path) -> None:
    line = "service::a: no  # lint: ignore[yaml-boolean, duplicate-key] wanted"

    assert report(tmp_path, line) == [("unused-ignore", "common.yaml", LINE)]


def test_a_comment_without_a_reason_silences_and_is_reported(tmp_path: Path) -> None:
    assert report(tmp_path, "service::a: no  # lint: ignore[yaml-boolean]") == [
        ("ignore-without-reason", "common.yaml", LINE)
    ]


def test_a_comment_that_silences_nothing_is_reported(tmp_path: Path) -> None:
    assert report(tmp_path, "service::a: 'no'  # lint: ignore[yaml-boolean] wanted") == [
        ("unused-ignore", "common.yaml", LINE)
    ]


def test_a_comment_with_an_unknown_id_is_reported_with_the_nearest(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, f"{PAGE}service::a: 1  # lint: ignore[yaml-bolean] wanted\n")
    (finding,) = [finding for finding in report.findings if finding.id == "unused-ignore"]

    assert finding.diagnostic.hint == "did you mean 'yaml-boolean'?"


def test_text_in_quotes_is_no_comment(tmp_path: Path) -> None:
    assert report(tmp_path, "service::a: ' # lint: ignore[yaml-boolean] wanted'") == []


def test_with_a_selection_no_comment_counts_as_unused(tmp_path: Path) -> None:
    data = f"{PAGE}service::a: 1  # lint: ignore[yaml-boolean] wanted\n"

    assert found(lint_tree(tmp_path, data, select="duplicate-key")) == []


def test_a_comment_silences_its_place_of_a_finding_with_many(tmp_path: Path) -> None:
    lookup = "\"%{lookup('gone')}\""
    data = f"{PAGE}a: {lookup}  # lint: ignore[unknown-lookup-key] comes later\nb: {lookup}\nc: {lookup}\n"
    report = lint_tree(tmp_path, data, select="unknown-lookup-key")
    (finding,) = report.findings

    assert [place.line for place in finding.places] == [LINE + 1, LINE + 2]
    assert report.silenced == 1
