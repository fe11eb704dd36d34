"""Releases that users have: what each was built from, its wheel, and an environment with it.

There are no tags. A release is the last commit on the main branch before the work on the next one began: the last one
that `make release` would have built under that version, with nothing of the next in it.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tests.packages.environment import Environment

from lib.repository import ROOT

RELEASES = {
    "0.2.0": "a594b109b0aa70ff55eb9a3e75217227280d4ea6",
    "0.3.0": "f04904e07fe22de398eda4dd1223fc8dc5d900d9",
}
"""Version to commit, the oldest first. Who names the next version adds the one before."""


def require_history(version: str) -> str:
    """Return the commit of a release; in a clone that does not go back to it the test is skipped, with the reason."""
    commit = RELEASES[version]
    look = ["git", "cat-file", "-e", f"{commit}^{{commit}}"]
    if subprocess.run(look, cwd=ROOT, capture_output=True, check=False).returncode:
        pytest.skip(f"this clone lacks commit {commit}, that of {version}: git fetch --unshallow brings it")
    return commit


def file_of(version: str, name: str) -> str:
    """Return the text of a file as a release has it."""
    show = ["git", "show", f"{require_history(version)}:{name}"]
    return subprocess.run(show, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def wheel(version: str, place: Path) -> Path:
    """Build the wheel of a release from its commit.

    Args:
        version: One of RELEASES.
        place: An empty directory.
    """
    sources, archive, out = place / "sources", place / "sources.tar", place / "dist"
    make = ["git", "archive", f"--output={archive}", require_history(version)]
    subprocess.run(make, cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(archive) as packed:
        packed.extractall(sources, filter="data")
    # With the build back end that is installed for the tests, as `make release` does; nothing is fetched.
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(out), "-t", "wheel"]
    subprocess.run(build, cwd=sources, check=True, capture_output=True)
    (built,) = out.glob(f"hiera_kafka-{version}-*.whl")
    return built


def installed(version: str, place: Path) -> Environment:
    """Install a release into an environment of its own, over the libraries that the tests have.

    Those are today's, as somebody has who upgraded the libraries first; that the release allows them is checked.

    Args:
        version: One of RELEASES.
        place: A directory that is not there yet.
    """
    place.mkdir(parents=True)
    environment = Environment.made(place)
    environment.install(wheel(version, place))
    (found,) = metadata.distributions(name="hiera-kafka", path=[str(environment.packages)])
    assert found.version == version
    needed = [Requirement(text) for text in found.requires or ()]
    here = [one for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]
    refused = [str(one) for one in here if metadata.version(one.name) not in one.specifier]
    assert refused == [], f"{version} is not to be had with the libraries of these tests"
    return environment
