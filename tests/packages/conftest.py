"""The forms in which people get the package, built from this checkout, and what they install them into."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.packages.environment import Environment

from lib.machine import second_user
from lib.repository import ROOT


@dataclass(frozen=True)
class Built:
    """What hatchling makes of the checkout."""

    wheel: Path
    sdist: Path


def hatchling(directory: Path, out: Path, *targets: str) -> None:
    """Build targets of a source tree, with the build back end that is installed for the tests."""
    words = [word for target in targets for word in ("-t", target)]
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out), *words]
    subprocess.run(command, cwd=directory, check=True, capture_output=True)


def one(directory: Path, pattern: str) -> Path:
    (found,) = directory.glob(pattern)
    return found


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    out = tmp_path_factory.mktemp("dist")
    hatchling(ROOT, out, "wheel", "sdist")
    return Built(one(out, "*.whl"), one(out, "*.tar.gz"))


@pytest.fixture(scope="session")
def unpacked(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of the source distribution."""
    directory = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built.sdist) as archive:
        archive.extractall(directory, filter="data")
    return one(directory, "*")


@pytest.fixture(scope="session")
def installed(built: Built) -> Iterator[Environment]:
    """An environment with the wheel, which its user may read and run, and nothing else."""
    with second_user.open_directory() as place:
        environment = Environment.made(place, interpreter=Environment.interpreter())
        environment.install(built.wheel)
        yield environment
