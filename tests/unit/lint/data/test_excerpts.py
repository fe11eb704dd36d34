"""Lines of files in which secrets are masked as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Position
from hiera_kafka.lint.data.file import DataFile

MASK = "********"


def lines(directory: Path, text: str, name: str = "a.yaml") -> list[str]:
    path = directory / name
    path.write_bytes(text.encode())
    return DataFile(str(path)).excerpts.lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a_password: one two\nb: c", [f"a_password: {MASK}", "b: c"]),
        ("a_password: 'one #, \"two'  # why", [f"a_password: {MASK}  # why"]),
        ('x: {password: "o, }", b: c, secret: [d, e]}', [f"x: {{password: {MASK}, b: c, secret: [{MASK}, {MASK}]}}"]),
        ("password: |\n  one\n\n    two\nb: c", [f"password: {MASK}", f"  {MASK}", "", f"    {MASK}", "b: c"]),
        ("password: one\n  two: three\nb: c".replace(": three", ""), [f"password: {MASK}", MASK, "b: c"]),
        ('secret: "one\n  two", b: c'.replace(", b", "\nb"), [f"secret: {MASK}", MASK, "b: c"]),
        ("? token\n: one\nb: c", ["? token", f": {MASK}", "b: c"]),
        ("a: &p one\npassword: *p\nb: c", [f"a: {MASK}", "password: *p", "b: c"]),
        ("password: &p one\na: *p", [f"password: {MASK}", "a: *p"]),
        ("password: one\npassword: two", [f"password: {MASK}", f"password: {MASK}"]),
        ("url: http://me:pass@host/", [f"url: {MASK}"]),
        ("opts: -Dpassword=one -Dx=y", [f"opts: {MASK}"]),
        ("password_file: /etc/x\nport: 9092", ["password_file: /etc/x", "port: 9092"]),
        ("apache::server_tokens: Prod", ["apache::server_tokens: Prod"]),
        ("ssh: {GSSAPIDelegateCredentials: yes}", ["ssh: {GSSAPIDelegateCredentials: yes}"]),
        ("credentials: {version: '2.5', user: me}", ["credentials: {version: '2.5', user: me}"]),
        ("credentials: {user: aV3-rT9-qW5-zX1-mN7, x: word}", [f"credentials: {{user: {MASK}, x: {MASK}}}"]),
        ("a_token: \"%{lookup('x')}\"", ["a_token: \"%{lookup('x')}\""]),
        ("a_token: \"%{lookup('x')}-two\"", [f"a_token: {MASK}"]),
        ("a_token: \"%{literal('two')}\"", [f"a_token: {MASK}"]),
        ("a_password: $6$salt$hash", [f"a_password: {MASK}"]),
        ("a_password: 0123", [f"a_password: {MASK}"]),
        ("sudo: 'ops ALL=NOPASSWD: ALL'", ["sudo: 'ops ALL=NOPASSWD: ALL'"]),
        ("url: http://host:8080/x", ["url: http://host:8080/x"]),
        ("key: AAAAC3NzaC1lZDI1NTE5AAAAIL8IV6XOFkcGWKuvfpbEixC7KPDKpfxPGGownlkEVWzx", None),
        ("sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", None),
        ("blob: bG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQgY29uc2VjdGV0dXI5", [f"blob: {MASK}"]),
    ],
)
def test_scalars_that_may_be_secrets_are_masked(text: str, expected: list[str] | None, tmp_path: Path) -> None:
    assert lines(tmp_path, text) == (text.split("\n") if expected is None else expected)


def test_json_is_masked_as_well(tmp_path: Path) -> None:
    text = '{"a": {"password": "one \\" two", "b": 1},\n "token": [12, true], "c": "d"}'
    assert lines(tmp_path, text, "a.json") == [
        f'{{"a": {{"password": {MASK}, "b": 1}},',
        f' "token": [{MASK}, true], "c": "d"}}',
    ]


def test_of_a_file_that_cannot_be_parsed_lines_that_may_hold_secrets_are_masked(tmp_path: Path) -> None:
    assert lines(tmp_path, 'password: "one\n  two\nb: c') == [MASK, MASK, MASK]
    assert lines(tmp_path, "a: [b\nc: d") == ["a: [b", "c: d"]
    assert lines(tmp_path, "a: [b\npassword: x\nc: d") == ["a: [b", MASK, "c: d"]


def test_what_is_no_line_break_for_an_editor_moves_no_mask(tmp_path: Path) -> None:
    assert lines(tmp_path, "# one\u2028\npassword: two\nb: c") == ["# one\u2028", MASK, "b: c"]
    assert lines(tmp_path, "  x: 1\rpassword:\n two\nb: c") == [MASK, MASK, "b: c"]


def test_further_documents_are_not_shown(tmp_path: Path) -> None:
    assert lines(tmp_path, "password: one\n---\nsecret two\n# end") == [f"password: {MASK}", "---", MASK, "# end"]


def test_columns_follow_the_masks_before_them(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("{password: a-long-password-indeed, on: yes, secret: x}")
    excerpts = DataFile(str(path)).excerpts

    def at(column: int) -> str:
        return excerpts.lines[0][excerpts.column(Position(str(path), 1, column)) - 1 :]

    assert excerpts.lines == [f"{{password: {MASK}, on: yes, secret: {MASK}}}"]
    assert at(12).startswith(f"{MASK}, on")
    assert at(20).startswith(f"{MASK}, on")
    assert at(36).startswith("on: yes")
    assert at(45).startswith("secret")


def test_a_scalar_is_quoted_unless_it_is_a_secret(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a_password: 0123\nb: 0123")
    file = DataFile(str(path))

    assert [file.excerpts.shown(item) for item in file.written if not item.is_key] == [MASK, "0123"]
    assert [file.excerpts.shown(item, item.value) for item in file.written if not item.is_key] == [MASK, "83"]
