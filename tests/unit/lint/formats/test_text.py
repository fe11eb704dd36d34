"""Findings for people."""

from __future__ import annotations

from hiera_kafka.errors import Diagnostic, Position
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.formats.text import masked, render, summary
from hiera_kafka.lint.runner import Report
from lib.data.reports import BASE, FINDINGS, OF_ONE_CAUSE, report


def test_a_finding_shows_its_line_with_a_mark_below_what_is_meant() -> None:
    assert render(report(FINDINGS[0]), BASE) == (
        "data/a b.yaml:3:12: warning[yaml-boolean]: no is read as the boolean false, 100% sure (for k1, k2)\n"
        "  3 |   country: no\n"
        "    |            ^^\n"
        "    also: data/b.yaml:1:1\n"
        "    note: YAML 1.1\n"
        "    hint: write false\n"
        "    docs: docs/rules/yaml-boolean.md\n"
        "\n"
        "1 warning in 2 files"
    )


def test_a_finding_of_a_whole_file_has_no_line() -> None:
    assert render(report(FINDINGS[1]), BASE).startswith("/elsewhere/c.yaml: error[some-rule]: the file")


def test_the_last_line_counts() -> None:
    assert summary(report()) == "no findings in 2 files"
    assert summary(report(*FINDINGS, silenced=2)) == "1 error, 1 warning, 1 info in 2 files, 2 silenced by comments"
    assert summary(report(known=3)).endswith(", 3 known from the baseline")


def test_secrets_of_the_source_line_are_masked() -> None:
    for line in (7, 9):
        text = render(report(Finding(Diagnostic("some-rule", "m", (Position("/tree/a", line, 1),)))), BASE)
        assert "hunter2" not in text
        assert "********" in text


def test_only_secrets_are_masked() -> None:
    assert masked("password_file: /etc/x") == "password_file: /etc/x"
    assert masked("  - ssl_password: x") == "  - ssl_password: ********"
    assert masked("port: 9092") == "port: 9092"
    assert masked("  PermitEmptyPasswords: no  # never") == "  PermitEmptyPasswords: no  # never"
    assert masked("  MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ") == "********"
    assert masked("ssl_password:") == "ssl_password:"


def test_a_very_long_line_is_cut() -> None:
    long = Finding(Diagnostic("some-rule", "m", (Position("/tree/a", 3, 400),)))

    assert "^" in render(report(long), BASE)


def test_the_mark_stands_below_what_is_meant_where_characters_before_it_are_escaped() -> None:
    finding = Finding(Diagnostic("some-rule", "m", (Position("/tree/a", 1, 6),)), length=3)
    lines = render(Report((finding,), 1, 0, 0, lambda _: "a\u202e: \x85no\r # ::error::b"), BASE).split("\n")

    assert lines[1] == r"  1 | a\u202e: \x85no\r # ::error::b"
    assert lines[2] == "    |              ^^^^"


def test_of_one_cause_the_first_places_are_shown_and_all_counted() -> None:
    lines = render(report(OF_ONE_CAUSE), BASE).split("\n")

    assert lines[0] == ("data/a.yaml:1:2: error[some-rule]: no key is named so (and 5 more places, in 2 files)")
    assert [line.strip() for line in lines if "also" in line] == [
        "also: data/a.yaml:2:2",
        "also: data/a.yaml:3:2",
        "also: data/b.yaml:1:2",
    ]
    assert lines[-1] == "1 error in 2 files"
