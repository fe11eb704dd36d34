"""profile::java: packages, JAVA_HOME, and the flags that a later Java refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.dialects.wikimedia import java
from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.dialects.wikimedia.parameters import Argument
from lib.wikimedia.hosts import JAVA, compilation


def test_the_first_package_gives_java_home_and_all_are_installed(tmp_path: Path) -> None:
    both = [{"version": "8", "variant": "jdk"}, {"version": "11", "variant": "jre-headless"}]
    made = compilation(tmp_path, JAVA | {"profile::java::java_packages": both})
    java.include(made)
    java.include(made)
    assert java.java_home(made).data == "/usr/lib/jvm/java-8-openjdk-amd64"
    assert [section.packages for section in made.sections] == [("openjdk-8-jdk", "openjdk-11-jre-headless")]


@pytest.mark.parametrize(("codename", "version"), [("buster", "11"), ("bullseye", "11"), ("bookworm", "17")])
def test_without_packages_it_is_the_jdk_of_the_release(tmp_path: Path, codename: str, version: str) -> None:
    made = compilation(tmp_path, JAVA | {"profile::java::java_packages": []}, codename=codename)
    java.include(made)
    assert java.java_home(made).data == f"/usr/lib/jvm/java-{version}-openjdk-amd64"


def test_another_release_of_debian_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WikimediaError, match="trixie") as refused:
        java.include(compilation(tmp_path, JAVA, codename="trixie"))
    assert refused.value.category == "explicit_fail"


def test_it_cannot_be_declared_with_parameters_once_it_is_included(tmp_path: Path) -> None:
    made = compilation(tmp_path, JAVA)
    java.include(made)
    with pytest.raises(WikimediaError) as refused:
        java.declare(made, {"hardened_tls": Argument.constant(True, "tls")})
    assert refused.value.category == "duplicate_declaration"


@pytest.mark.parametrize(
    ("home", "warned"),
    [
        ("/usr/lib/jvm/java-8-openjdk-amd64", False),
        ("/usr/lib/jvm/java-17-openjdk-amd64", True),
        ("/opt/jdk-21", True),
        ("/opt/java", False),
    ],
)
def test_a_java_after_8_is_warned_of(tmp_path: Path, home: str, warned: bool) -> None:
    made = compilation(tmp_path, JAVA)
    java.warn_of_flags(made, Argument.constant(home, "home"), "/etc/default/kafka")
    assert [warning.id for warning in made.warnings] == (["java-refuses-flags"] if warned else [])


def test_a_package_named_twice_is_refused(tmp_path: Path) -> None:
    twice = [{"version": "8", "variant": "jdk"}] * 2
    with pytest.raises(WikimediaError) as refused:
        java.include(compilation(tmp_path, JAVA | {"profile::java::java_packages": twice}))
    assert refused.value.category == "duplicate_declaration"
