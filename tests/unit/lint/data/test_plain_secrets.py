"""What is a secret in plain text, measured on labelled data, and what is masked."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.data.plain_secrets import may_be_secret, secret_of
from hiera_kafka.lint.runner import LintRequest, run

LABELLED = Path(__file__).parents[3] / "data" / "labelled_secrets"
FLOORS = {"tuned": (0.97, 0.97), "held_out": (0.97, 0.9)}
"""Precision and recall; the rules were not tuned on what is held out."""
RULES = ("plaintext-password", "private-key")


class Row(NamedTuple):
    """One labelled value."""

    path: tuple[str | int, ...]
    value: object
    secret: bool

    @property
    def data(self) -> object:
        """The value under its keys, as a data file holds it."""
        made = self.value
        for part in reversed(self.path):
            made = {part: made} if isinstance(part, str) else [made]
        return made


def rows(name: str) -> list[Row]:
    labelled = yaml.safe_load((LABELLED / f"{name}.yaml").read_text())
    return [
        Row(tuple(int(part) if part.isdigit() else part for part in path.split(" > ")), value, label == "secrets")
        for label in ("secrets", "others")
        for path, value in labelled[label]
    ]


def test_the_list_is_long_and_balanced() -> None:
    listed = [*rows("tuned"), *rows("held_out")]

    assert len(listed) >= 400
    assert len({(row.path, str(row.value)) for row in listed}) == len(listed)
    assert 0.4 <= sum(row.secret for row in listed) / len(listed) <= 0.6


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tuned", "held_out"])
def test_precision_and_recall(name: str, tmp_path: Path) -> None:
    listed = rows(name)
    for number, row in enumerate(listed):
        (tmp_path / f"{number}.yaml").write_text(yaml.safe_dump(row.data, allow_unicode=True))
    files = tuple(sorted(tmp_path.iterdir()))

    report = run(LintRequest(files, Settings(tmp_path, select=RULES), None))

    reported = {int(Path(finding.where.file).stem) for finding in report.findings if finding.where is not None}
    right = {number for number, row in enumerate(listed) if row.secret}
    true, false, missed = len(reported & right), reported - right, right - reported
    precision, recall = true / len(reported), true / len(right)
    print(f"{name}: {len(listed)} values, {true} found, {len(false)} false, {len(missed)} missed,")  # noqa: T201
    print(f"precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 - for pytest -s and for failures
    assert precision >= FLOORS[name][0], [listed[number] for number in false]
    assert recall >= FLOORS[name][1], [listed[number] for number in missed]


@pytest.mark.parametrize("name", ["tuned", "held_out"])
def test_what_is_reported_is_masked(name: str) -> None:
    for row in rows(name):
        reported = secret_of(row.path, row.value) is not None
        assert not reported or may_be_secret(row.path, str(row.value)), row


@pytest.mark.parametrize("name", ["tuned", "held_out"])
def test_of_what_is_no_secret_most_is_shown(name: str) -> None:
    others = [row for row in rows(name) if not row.secret]
    masked = [row for row in others if may_be_secret(row.path, str(row.value))]

    assert len(masked) <= 0.2 * len(others), masked


@given(
    st.lists(st.sampled_from(["a_password", "x", "credentials", "b::c", "token", "value", 0]), max_size=3), st.text()
)
def test_what_is_reported_is_masked_whatever_it_is(path: list[str | int], text: str) -> None:
    assert secret_of(path, text) is None or may_be_secret(path, text)


def test_the_name_beside_a_value_names_it() -> None:
    assert secret_of(("env", 0, "value"), "hunter2", named="DB_PASSWORD") == "'DB_PASSWORD'"
    assert secret_of(("env", 0, "value"), "hunter2", named="DB_NAME") is None
    assert secret_of(("dbs", 0, "password"), "hunter2", named="main") == "'password'"


def test_numbers_are_passwords_and_seldom_tokens() -> None:
    assert secret_of(("a_password",), 4711)
    assert secret_of(("a_token",), 123456)
    assert secret_of(("a_pin",), 17) is None
    assert secret_of(("max_tokens",), 4096) is None
    assert secret_of(("use_password",), 100) is None


def test_what_an_alias_shares_with_a_secret_is_masked_whatever_its_name() -> None:
    assert may_be_secret(("harmless",), "word", marked=True)
    assert not may_be_secret(("harmless",), "word")


def test_options_of_lookups_are_none() -> None:
    assert secret_of(("lookup_options", "a_password", "merge"), "hunter2") is None
