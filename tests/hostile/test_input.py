"""Data that is made to break its reader: an answer or a Diagnostic, within 20 seconds of one processor and 1 GiB."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = Path(__file__).with_name("ask.py")
MANY, MIB = 50_000, 2**20
FUNCTIONS = {".yaml": "yaml_data", ".json": "json_data", ".conf": "hocon_data"}


def refers(method, number):
    return f"%{{{method}('a{number}')}}"


def multiplied(method, separator, around):
    """Twenty keys that refer ten times to the one before."""
    lines = [f"a{n}: {around.format(separator.join([refers(method, n - 1)] * 10))}\n" for n in range(1, 20)]
    return "".join(lines) + 'a0: xxxxxxxxxx\na: "' + refers(method, 19) + '"\n'


FILES = {
    "unclosed": ("a.yaml", "a: [1, 2", "yaml-syntax"),
    "brackets": ("a.yaml", "a: " + "[" * MANY, "yaml-depth"),
    "closed-brackets": ("a.yaml", "a: " + "[" * MANY + "]" * MANY, "yaml-depth"),
    "dashes": ("a.yaml", "a:\n" + "".join(" " * n + "-\n" for n in range(1, 2000)), "yaml-depth"),
    "questions": ("a.yaml", "? " * MANY, "yaml-depth"),
    "json-brackets": ("a.json", '{"a":' + "[" * MANY, "json-syntax"),
    "hocon-brackets": ("a.conf", "a=" + "[" * MANY, "hocon-depth"),
    "alias-bomb": (
        "a.yaml",
        "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 30)),
        "yaml-too-large",
    ),
    "merge-key-bomb": (
        "a.yaml",
        "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: *a{n - 1}, k: *a{n - 1}}}\n" for n in range(1, 40)),
        "yaml-too-large",
    ),
    "many-values": ("a.yaml", "a:\n" + "- x\n" * (4 * MIB - 10), "yaml-too-large"),
    "many-json-values": ("a.json", '{"a":[' + "1," * (8 * MIB - 10) + "1]}", "json-too-large"),
    "many-hocon-values": ("a.conf", "a=[" + "1," * (8 * MIB - 10) + "1]", "hocon-too-large"),
    "long-key": ("a.yaml", '"' + "k" * MIB + '": 1\na: 2\n', "yaml-syntax"),
    "long-json-key": ("a.json", '{"' + "k" * MIB + '": 1, "a": 2}', "value of 1 letters"),
    "long-hocon-key": ("a.conf", "k" * MIB + " = 1\na = 2", "value of 1 letters"),
    "long-integer": ("a.yaml", "a: " + "9" * MIB, "yaml-syntax"),
    "long-hexadecimal": ("a.yaml", "a: 0x" + "f" * MIB, "yaml-syntax"),
    "long-json-integer": ("a.json", '{"a":' + "9" * MIB + "}", "json-syntax"),
    "long-hocon-integer": ("a.conf", "a=" + "9" * MIB, "hocon-syntax"),
    "open-expressions": ("a.yaml", "a: '" + "%{" * (MIB // 2) + "'", f"value of {MIB + 2} letters"),
    "lookup-bomb": ("a.yaml", multiplied("lookup", "", '"{}"'), "interpolation-too-large"),
    "alias-call-bomb": ("a.yaml", multiplied("alias", '", "', '["{}"]'), "interpolation-too-large"),
    "lookup-chain": (
        "a.yaml",
        'a: "' + refers("lookup", 0) + '"\n' + "".join(f'a{n}: "{refers("lookup", n + 1)}"\n' for n in range(5000)),
        "data-depth",
    ),
}  # fmt: skip


def answer(directory, key="a"):
    command = [sys.executable, str(ASK), str(directory / "hiera.yaml"), key]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def lay_out(directory, name, location=None):
    (directory / "data").mkdir()
    level = f"name: c, {location or f'path: {name}'}, data_hash: {FUNCTIONS[Path(name).suffix]}"
    (directory / "hiera.yaml").write_text(f"version: 5\nhierarchy: [{{{level}}}]\n")
    return directory / "data" / name


@pytest.mark.parametrize("case", FILES)
def test_a_file_made_to_break_its_reader_is_answered(tmp_path, case):
    name, text, expected = FILES[case]
    lay_out(tmp_path, name).write_text(text)
    assert answer(tmp_path) == expected


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.conf"])
def test_a_file_of_100_megabytes_is_refused_unread(tmp_path, name):
    with lay_out(tmp_path, name).open("wb") as file:
        file.truncate(100 * MIB)
    assert answer(tmp_path) == "file-too-large"


def test_a_pipe_in_place_of_a_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(lay_out(tmp_path, "a.yaml"))
    assert answer(tmp_path) == "file-unreadable"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("k" * 100_000, "lookup-not-found"),
        ("a." * 50_000 + "a", "lookup-not-found"),
        ("." * 100_000, "key-syntax"),
        ("'" * 99_999, "key-syntax"),
        ("a." + "9" * 5000, "key-syntax"),
    ],
    ids=["long", "segments", "dots", "quotes", "digits"],
)  # fmt: skip
def test_a_key_of_any_length_is_answered(tmp_path, key, expected):
    lay_out(tmp_path, "a.yaml").write_text("a: {b: 1}\n")
    assert answer(tmp_path, key) == expected


@pytest.mark.parametrize(
    ("glob", "expected"),
    [("{a,b}" * 40, "glob-too-wide"), ("*a" * 60 + "b", "lookup-not-found"), ("{" * 2000, "lookup-not-found")],
    ids=["braces", "stars", "open-braces"],
)
def test_a_glob_made_to_take_for_ever_is_answered(tmp_path, glob, expected):
    lay_out(tmp_path, "a" * 200 + ".yaml", f'glob: "{glob}"').write_text("a: 1\n")
    assert answer(tmp_path) == expected
