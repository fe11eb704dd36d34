"""A virtual environment with the package, and an unprivileged user who works with it in a directory of their own."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lib.clusters.local_cluster import MARK, PAGE, Done
from lib.machine import second_user

ROOT_RUNS = os.geteuid() == 0
"""Whether the user of the environment is another one; else it is who runs the tests."""

TIMEOUT_S = 300


@dataclass(frozen=True)
class Environment:
    """A virtual environment that belongs to whoever runs the tests."""

    directory: Path

    @staticmethod
    def interpreter() -> Path:
        """Return a Python of the version that runs the tests, and that the other user may run."""
        name = f"python{sys.version_info.major}.{sys.version_info.minor}"
        for candidate in (Path(sys._base_executable), Path("/usr/bin", name)):  # type: ignore[attr-defined]  # since 3.3
            with contextlib.suppress(OSError, subprocess.CalledProcessError):
                as_user([candidate, "-c", "import venv, ssl"]).check_returncode()
                return candidate
        raise AssertionError(f"no {name} that the user {second_user.NAME} may run: apt install {name}-venv")

    @classmethod
    def made(cls, place: Path, *, interpreter: Path = Path(sys.executable), libraries: bool = True) -> Environment:
        """Make an environment.

        Args:
            place: An empty directory.
            interpreter: The Python that it is for.
            libraries: Whether it has what is installed for the tests. Our own editable installation is not among it:
                files ending in .pth that lie in a directory added so are not read.
        """
        made = cls(place / "venv")
        subprocess.run([interpreter, "-m", "venv", "--without-pip", made.directory], check=True)
        if libraries:
            (made.packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
            program = made.directory / "bin/ansible-playbook"  # what lies in that directory comes without its programs
            program.write_text(f'#!/bin/sh\nexec {made.python} -P -m ansible playbook "$@"\n')
            program.chmod(0o755)
        return made

    @property
    def python(self) -> Path:
        return self.directory / "bin/python"

    @property
    def packages(self) -> Path:
        (found,) = self.directory.glob("lib/python*/site-packages")
        return found

    @property
    def collection(self) -> Path:
        return self.packages / "ansible_collections/hiera_kafka/core"

    def pip(self, *words: str | Path) -> None:
        command = [sys.executable, "-m", "pip", "--python", self.python, "--disable-pip-version-check", *words]
        subprocess.run(command, check=True, capture_output=True)

    def install(self, *what: str | Path) -> None:
        """Install a form of our package alone."""
        self.pip("install", "--no-deps", "--no-index", "--no-build-isolation", "--force-reinstall", *what)


@dataclass(frozen=True)
class User:
    """Somebody with an environment that they may not write, and a home."""

    environment: Environment
    home: Path

    def run(self, *words: str | Path, cwd: Path, **more: str) -> Done:
        """Run a command; `hiera-kafka` and Ansible's are those of the environment."""
        done = as_user(self._command(words), cwd=cwd, env={**self.variables, **more})
        return Done(done.returncode, done.stdout, done.stderr)

    def run_as_caller(self, *words: str | Path, cwd: Path, **more: str) -> Done:
        """Run a command as the user who runs the tests, where another one could not enter the directories."""
        done = subprocess.run(
            self._command(words),
            cwd=cwd,
            env={**self.variables, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def _command(self, words: Sequence[str | Path]) -> list[str | Path]:
        # The program of a process is looked for on the PATH of its parent.
        own = self.environment.directory / "bin" / words[0]
        return [own if own.exists() else words[0], *words[1:]]

    @property
    def variables(self) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            # Ansible asks the list of users for the home, where this user has none to write to.
            "ANSIBLE_REMOTE_TMP": str(self.home / ".ansible/tmp"),
            "LANG": "C.UTF-8",
            "PATH": f"{self.environment.directory}/bin:{os.environ['PATH']}",
            "XDG_CACHE_HOME": str(self.home / "cache"),
            MARK: str(self.home),
        }


def as_user(words: list[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command as the other user; where the tests do not run as root, as their own."""
    if ROOT_RUNS:
        return second_user.run(words, check=False, timeout=TIMEOUT_S, **options)
    settings = {"cwd": "/", "capture_output": True, "text": True, "timeout": TIMEOUT_S, **options}
    return subprocess.run([str(word) for word in words], check=False, **settings)  # type: ignore[call-overload, no-any-return]


@contextlib.contextmanager
def user_of(environment: Environment) -> Iterator[User]:
    """Give a user with a home."""
    with second_user.open_directory() as place:
        if ROOT_RUNS:
            with second_user.owned_directory(place) as home:
                yield User(environment, home)
        else:
            yield User(environment, place)


def give(path: Path) -> None:
    """Give a file, or a directory with all that is in it, to the user."""
    if ROOT_RUNS:
        for each in (path, *path.rglob("*")):
            os.chown(each, second_user.user_id(), -1, follow_symlinks=False)


HIERA = """\
version: 5
defaults:
  datadir: data
  data_hash: yaml_data
hierarchy:
  - name: all
    path: common.yaml
"""
VARIABLES = """\
ansible_connection: local
ansible_become: false
ansible_python_interpreter: "{{ ansible_playbook_python }}"
"""
INVENTORY = "plugin: hiera_kafka.core.hiera\nhiera_config: ../../hiera.yaml\nplatform: local\n"
FILES = {
    "hiera.yaml": HIERA,
    "data/common.yaml": PAGE,
    "inventories/prod/hiera_kafka.yml": INVENTORY,
    "inventories/prod/group_vars/all.yml": VARIABLES,
}
"""A repository of a user's own data: no ansible.cfg, no playbooks, no word on where local hosts lie."""


def repository(directory: Path) -> Path:
    """Write a repository of a user's own data."""
    for name, text in FILES.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)
    (directory / ".git").mkdir()
    give(directory)
    return directory
