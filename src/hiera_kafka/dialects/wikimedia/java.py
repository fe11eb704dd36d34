"""profile::java: which JDKs a host has, and which of them its services run on."""

from __future__ import annotations

import re

from hiera_kafka.catalog.resources import Section
from hiera_kafka.dialects.wikimedia.classes import PROFILE_JAVA
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.errors import refuse
from hiera_kafka.dialects.wikimedia.parameters import Argument, Arguments

ROLE = "java"
_OF_RELEASE = {"buster": "11", "bullseye": "11", "bookworm": "17"}
"""Codename of a Debian release to the version of its JDK."""


def include(compilation: Compilation) -> None:
    """Declare profile::java, where nothing has yet.

    Raises:
        WikimediaError: `explicit_fail` on other releases of Debian, and what its parameters run into.
    """
    if not compilation.declared(PROFILE_JAVA.name):
        compilation.include(PROFILE_JAVA)
        _install(compilation)


def declare(compilation: Compilation, passed: Arguments) -> None:
    """Declare profile::java with parameters.

    Raises:
        WikimediaError: `duplicate_declaration`, and as `include`.
    """
    compilation.declare(PROFILE_JAVA, passed)
    _install(compilation)


def _install(compilation: Compilation) -> None:
    codename = compilation.fact("os", "distro", "codename")
    if codename.data not in _OF_RELEASE:
        raise refuse(
            "puppet-explicit-fail",
            f"profile::java does not support the Debian release {codename.text!r}, it knows: {', '.join(_OF_RELEASE)}",
        )
    packages = _packages(compilation)
    names = [f"openjdk-{package.at('version').text}-{package.at('variant').text}" for package in packages]
    if len(set(names)) < len(names):
        raise refuse(
            "puppet-duplicate-declaration",
            f"profile::java::java_packages names a package twice: {', '.join(names)}",
            compilation.include(PROFILE_JAVA)["java_packages"].origin.position,
            hint="name each once, the one that services run on first",
        )
    compilation.sections.append(Section(ROLE, "", packages=tuple(names)))


def _packages(compilation: Compilation) -> list[Argument]:
    packages = compilation.include(PROFILE_JAVA)["java_packages"]
    if packages.data:
        return [packages.at(number) for number in range(len(packages.data))]
    codename = compilation.fact("os", "distro", "codename")
    package = {"version": _OF_RELEASE[codename.text], "variant": "jdk"}
    return [Argument.derived(package, "profile::java: JDK of the Debian release", packages.origin, codename.origin)]


def java_home(compilation: Compilation) -> Argument:
    """Return JAVA_HOME of the first JDK, once profile::java is declared."""
    version = _packages(compilation)[0].at("version")
    home = f"/usr/lib/jvm/java-{version.text}-openjdk-amd64"
    return Argument.derived(home, "profile::java: home of the first JDK", version.origin)


def warn_of_flags(compilation: Compilation, home: Argument, file: str) -> None:
    """Say that a JVM will not start with the flags of a file, where that is to be seen from the name of its home."""
    match = re.search(r"(?:java|jdk)-(\d+)", home.text)
    if match is None or int(match[1]) <= 8:
        return
    compilation.warn(
        "java-refuses-flags",
        f"{file} gives Java {match[1]} the flags for rotating its GC log that only Java 8 knows: it will not start",
        home.origin,
        note="Puppet writes them whatever the Java, and this dialect writes what Puppet writes",
        hint="set profile::java::java_packages to version '8', or use the native dialect",
    )
