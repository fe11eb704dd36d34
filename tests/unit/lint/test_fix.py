"""Fixing files."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from hiera_kafka.border import Border
from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.lint.finding import Finding, Fix, folded
from hiera_kafka.lint.fix import changes
from lib.data.linting import in_text

TEXT = """\
# a comment  
a: no   # why
list: [off,   ON, "no"]

"q": yes
z: {k: Yes, l: text}  # end
"""  # noqa: W291 - a blank at the end of a line is what must stay


def fixed(directory: Path, text: str) -> str:
    return "".join(change.after for change in changes(in_text("yaml-boolean", directory, text), Border([directory])))


def test_only_the_words_change(tmp_path: Path) -> None:
    expected = TEXT.replace("a: no", "a: false").replace("[off,   ON", "[false,   true")
    expected = expected.replace(": yes", ": true").replace("k: Yes", "k: true")

    assert fixed(tmp_path, TEXT) == expected


@pytest.mark.parametrize("end", ["\r\n", "\n", ""])
def test_ends_of_lines_stay(tmp_path: Path, end: str) -> None:
    assert fixed(tmp_path, f"a: no{end}") == f"a: false{end}"


def test_letters_beyond_ascii_before_the_place_do_not_move_it(tmp_path: Path) -> None:
    assert fixed(tmp_path, "{ä: 𝄞é, b: no}\n") == "{ä: 𝄞é, b: false}\n"


def test_keys_in_quotes_are_fixed_inside_their_quotes(tmp_path: Path) -> None:
    findings = in_text("misspelt-key", tmp_path, '"profile::kafka:broker::plaintext": true\n')

    assert [change.after for change in changes(findings, Border([tmp_path]))] == [
        '"profile::kafka::broker::plaintext": true\n'
    ]


def test_quotes_are_put_around_ids(tmp_path: Path) -> None:
    text = "zookeeper_clusters: {main: {hosts: {zk1: 1, zk2: 2}}}\n"

    (change,) = changes(in_text("unquoted-id", tmp_path, text), Border([tmp_path]))
    assert change.after == text.replace(" 1,", ' "1",').replace(" 2}", ' "2"}')
    assert change.count == 2


def test_a_place_that_says_something_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: yes\n")
    where, border = Position(str(file), 1, 4), Border([tmp_path])

    assert changes([Finding(Diagnostic("x", "m", (where,)), fix=Fix(where, "no", "false"))], border) == []


def test_a_fix_that_would_change_more_is_not_done(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: no\n")
    where, border = Position(str(file), 1, 4), Border([tmp_path])

    assert changes([Finding(Diagnostic("x", "m", (where,)), fix=Fix(where, "no", "false, b: 1"))], border) == []
    assert changes([Finding(Diagnostic("x", "m", (where,)), fix=Fix(where, "no", "[false]"))], border) == []


def test_the_difference_is_unified(tmp_path: Path) -> None:
    (change,) = changes(in_text("yaml-boolean", tmp_path, "a: no"), Border([tmp_path]))

    assert change.diff(str(tmp_path)).splitlines() == [
        "--- a/common.yaml",
        "+++ b/common.yaml",
        "@@ -1 +1 @@",
        "-a: no",
        "\\ No newline at end of file",
        "+a: false",
        "\\ No newline at end of file",
    ]


def test_a_file_that_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    (change,) = changes(in_text("yaml-boolean", tmp_path, "a: no\n"), Border([tmp_path]))
    (tmp_path / "common.yaml").write_text("a: other\n")

    with pytest.raises(ProjectError, match=r"error\[file-not-writable\].* changed since"):
        change.write(Border([tmp_path]))
    assert (tmp_path / "common.yaml").read_text() == "a: other\n"


def test_a_file_keeps_its_mode_when_it_is_written(tmp_path: Path) -> None:
    (change,) = changes(in_text("yaml-boolean", tmp_path, "a: no\n"), Border([tmp_path]))
    (tmp_path / "common.yaml").chmod(0o640)
    change.write(Border([tmp_path]))

    assert (tmp_path / "common.yaml").read_text() == "a: false\n"
    assert (tmp_path / "common.yaml").stat().st_mode & 0o777 == 0o640


def test_a_link_is_left_to_the_file_that_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("a: no\n")
    (tmp_path / "link.yaml").symlink_to("real.txt")
    where = Position(str(tmp_path / "link.yaml"), 1, 4)

    finding = Finding(Diagnostic("x", "m", (where,)), fix=Fix(where, "no", "false"))
    assert changes([finding], Border([tmp_path])) == []


def test_every_place_of_a_cause_is_fixed(tmp_path: Path) -> None:
    single = in_text("yaml-boolean", tmp_path, "a: no\nb: no\n")
    (one,) = folded([dataclasses.replace(finding, cause="no") for finding in single])

    assert [change.after for change in changes([one], Border([tmp_path]))] == ["a: false\nb: false\n"]
