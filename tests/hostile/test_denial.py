"""Data that is made to keep lint, the inventory and lookups busy: an answer or a Diagnostic, within seconds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

LIMITED = Path(__file__).with_name("limited.py")
SECONDS = 60
"""Time of the processor. What is tested here took hours, or would not have ended at all."""

ENDLESS = "^(a|a)*$"
"""Doubles its steps with each letter; what bounds it answers."""
ENDLESS_AHEAD = "^(?!b)(a|a)*$"
"""As above, and nothing bounds it."""
KEY = "a" * 60 + "_"
INVENTORY = "plugin: hiera_kafka.core.hiera\nhiera_config: hiera.yaml\n"
HIERA = "version: 5\nhierarchy: [{name: common, path: common.yaml}]\n"
CLUSTERS = """zookeeper_clusters: {z: {hosts: {z1.example.org: 1}}}
kafka_clusters: {k: {zookeeper_cluster_name: z, brokers: {k1.example.org: {id: 1}}}}
"""


def lay_out(directory, files):
    subprocess.run(["git", "init", "--quiet", str(directory)], check=True)
    for name, text in {"hiera.yaml": HIERA, "hiera_kafka.yml": INVENTORY, **files}.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)


def run(directory, *arguments):
    """Return the exit code and all that a command wrote."""
    command = [sys.executable, str(LIMITED), str(SECONDS), *arguments]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def options(pattern, **values):
    return "lookup_options: " + json.dumps({pattern: values or {"merge": "deep"}}) + "\n"


def lookup(directory, key=KEY):
    return run(directory, "lookup", key, "--inventory", "hiera_kafka.yml", "--node", "k1.example.org")


@pytest.mark.parametrize("pattern", [ENDLESS, "^(a+)+$", "^(a|aa)+$", "^(([a-z])+.)+[A-Z]([a-z])+$"])
def test_a_pattern_of_lookup_options_is_answered(tmp_path, pattern):
    lay_out(tmp_path, {"data/common.yaml": CLUSTERS + options(pattern) + f"{KEY}: {{b: 1}}\n"})

    code, text = lookup(tmp_path)

    assert (code, json.loads(text)) == (0, {"b": 1})


def test_one_that_nothing_bounds_is_given_up_with_its_place(tmp_path):
    lay_out(tmp_path, {"data/common.yaml": f"{KEY}: 1\n" + options(ENDLESS_AHEAD)})

    code, text = lookup(tmp_path)

    assert code == 3
    assert (
        "data/common.yaml:2:18: error[pattern-too-costly]: the regular expression '^(?!b)(a|a)*$' is given up" in text
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (options(f"^{KEY}", convert_to=f"Pattern[/{ENDLESS_AHEAD}/]") + f"{KEY}: {KEY}\n", "pattern-too-costly"),
        (options(f"^{KEY}", convert_to=f"Array[Pattern[/{ENDLESS}/]]") + f"{KEY}: [{KEY}]\n", "convert-to"),
        (
            options(f"^{KEY}", merge={"strategy": "deep", "knockout_prefix": "(?!b)(a|a)*$"}) + f"{KEY}: [{KEY}]\n",
            "pattern-too-costly",
        ),
        (options(f"^{KEY}", convert_to="Integer") + f"{KEY}: '{' ' * 2**20}x'\n", "convert-to"),
        (options(f"^{KEY}", convert_to="Float") + f"{KEY}: '{' ' * 2**20}x'\n", "convert-to"),
    ],
    ids=["type", "type-in-a-list", "knockout", "integer", "float"],
)
def test_expressions_in_options_are_answered(tmp_path, text, expected):
    two = "version: 5\nhierarchy: [{name: common, paths: [common.yaml, other.yaml]}]\n"
    lay_out(tmp_path, {"hiera.yaml": two, "data/common.yaml": text, "data/other.yaml": f"{KEY}: [{KEY}]\n"})

    code, said = lookup(tmp_path)

    assert code == 3
    assert f"[{expected}]" in said


def test_a_pattern_of_hosts_is_answered(tmp_path):
    level = (
        "{name: hosts, lookup_key: 'wmflib::regex_data', path: regex.yaml, options: {node: '%{facts.networking.fqdn}'}}"
    )
    host = "a" * 50 + ".example.org"
    clusters = CLUSTERS.replace("k1.example.org", host)
    regex = f"label:\n  __regex: !ruby/regexp /^(?!b)(a|a)*$/\n  {KEY}: 1\n"
    hierarchy = f"version: 5\nhierarchy: [{level}, {{name: common, path: common.yaml}}]\n"
    lay_out(tmp_path, {"hiera.yaml": hierarchy, "data/regex.yaml": regex, "data/common.yaml": clusters})

    code, text = run(tmp_path, "lookup", KEY, "--inventory", "hiera_kafka.yml", "--node", host)

    assert code == 3
    assert "data/regex.yaml:2:12: error[pattern-too-costly]" in text


@pytest.mark.parametrize("pattern", ["^(([a-z_:])+)+$", r"^(?!x)(([a-z_:])+)+\d$"], ids=["bounded", "unbounded"])
@pytest.mark.parametrize(
    "command", [["inventory", "--inventory", "hiera_kafka.yml"], ["lint", "."]], ids=["inventory", "lint"]
)
def test_the_inventory_and_lint_end(tmp_path, command, pattern):
    lay_out(tmp_path, {"data/common.yaml": CLUSTERS + options(pattern.replace("+$", "+[A-Z]$"))})

    code, text = run(tmp_path, *command)

    assert code in {0, 1, 3}
    assert ("pattern-too-costly" in text) is ("?!" in pattern)


def test_lint_ends_where_no_host_looks_up_what_the_pattern_meets(tmp_path):
    lay_out(tmp_path, {"data/common.yaml": f"{KEY}: 1\n" + options(ENDLESS_AHEAD)})
    (tmp_path / "hiera_kafka.yml").unlink()

    code, text = run(tmp_path, "lint", ".")

    assert code == 1
    assert "data/common.yaml:2:18: error[pattern-too-costly]" in text


@pytest.mark.slow
def test_many_patterns_and_many_keys_end(tmp_path):
    """None of the patterns is costly; together they are."""
    patterns = "lookup_options:\n" + "".join(f"  '^k{n}x.*y': {{merge: deep}}\n" for n in range(20_000))
    keys = "".join(f"{'k' * 20}{n}: 1\n" for n in range(20_000))
    lay_out(tmp_path, {"data/common.yaml": patterns + keys})
    (tmp_path / "hiera_kafka.yml").unlink()

    code, text = run(tmp_path, "lint", ".")

    assert code == 1
    assert "all expressions of a run may take" in text


@pytest.mark.parametrize("datadir", ["/", "/proc", "../../../../../../../.."])
def test_lint_of_a_data_directory_that_is_the_whole_machine_ends(tmp_path, datadir):
    lay_out(tmp_path, {"hiera.yaml": HIERA.replace("path:", f"datadir: '{datadir}', path:")})

    code, text = run(tmp_path, "lint", ".")

    assert code in {0, 1, 3}
    assert "too-many-files" in text or "outside-repository" in text


@pytest.mark.slow
def test_lint_of_more_files_than_data_has_ends_with_a_message(tmp_path):
    lay_out(tmp_path, {"data/common.yaml": CLUSTERS})
    for number in range(101):
        (tmp_path / "data" / str(number)).mkdir()
        for name in range(1000):
            (tmp_path / "data" / str(number) / f"{name}.yaml").touch()

    code, text = run(tmp_path, "lint", ".")

    assert code == 3
    assert "error[too-many-files]: more than 100000 files and directories would be visited" in text


@pytest.mark.parametrize(
    ("glob", "links"),
    [("**/*/**/*/**/*/**/*/**/*/**/*.yaml", False), ("*/" * 40 + "*.yaml", True)],
    ids=["many-stars", "links-that-lead-back"],
)
def test_a_glob_that_multiplies_what_there_is_ends_with_a_message(tmp_path, glob, links):
    hierarchy = f"version: 5\nhierarchy:\n  - name: all\n    glob: '{glob}'\n"
    lay_out(tmp_path, {"hiera.yaml": hierarchy, f"data/{'d/' * 30}common.yaml": "a: 1\n"})
    if links:
        for name in ("one", "two"):
            (tmp_path / "data" / name).symlink_to(".")

    code, text = lookup(tmp_path, "a")

    assert code == 3
    assert "hiera.yaml:3:5: error[too-many-files]" in text


def test_mapped_paths_of_very_many_elements_end_with_a_message(tmp_path):
    hierarchy = "version: 5\nhierarchy:\n  - name: each\n    mapped_paths: [many, one, '%{one}.yaml']\n"
    many = f"scope: {{many: [{'x,' * 200_000}]}}\n"
    lay_out(tmp_path, {"hiera.yaml": hierarchy, "hiera_kafka.yml": INVENTORY + many, "data/common.yaml": CLUSTERS})

    code, text = lookup(tmp_path)

    assert code == 3
    assert "hiera.yaml:3:5: error[too-many-paths]" in text


def test_a_hierarchy_of_very_many_paths_ends_with_a_message(tmp_path):
    paths = "'x%{fqdn}'," * 101_000
    lay_out(tmp_path, {"hiera.yaml": f"version: 5\nhierarchy:\n  - name: each\n    paths: [{paths}]\n"})

    code, text = lookup(tmp_path)

    assert code == 3
    assert "hiera.yaml:3:5: error[too-many-paths]" in text
