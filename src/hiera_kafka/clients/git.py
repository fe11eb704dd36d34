"""Reads other revisions of a Git repository; its working tree, index and configuration stay as they are.

Files are written from an index of our own rather than from `git archive`, which leaves out what `export-ignore` marks,
or from a work tree, which is noted in the repository.

A repository's own configuration names programs that Git runs, and its attributes say for which files. Who prepared
the repository would choose them, so none is run: no hook, no monitor, no filter, and nothing is fetched.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.errors import ClientError, Diagnostic, Position, ProjectError, nearest

RECENT = 2000
"""Number of commits in which versions of a file are looked for."""

# Inside a hook these name the repository and index of the commit in progress, which need not be the ones asked for.
_LOCAL = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)


@dataclass(frozen=True, slots=True)
class Repository:
    """A Git repository with a working tree.

    Attributes:
        root: Absolute path of the working tree, without symbolic links.
    """

    root: Path

    @classmethod
    def around(cls, path: Path) -> Repository:
        """Return the repository that the file or directory `path` lies in.

        Raises:
            ProjectError: `not-in-git`, when it lies in none.
            ClientError: Git is not installed, or refuses.
        """
        directory = path if path.is_dir() else path.parent
        answer = _run(directory, "rev-parse", "--show-toplevel")
        if answer.returncode and "not a git repository" in answer.stderr:
            raise ProjectError(
                Diagnostic(
                    "not-in-git",
                    f"{path} lies in no Git repository, so there are no revisions of it",
                    where=(Position(str(path)),),
                    hint="keep inventory and data in Git, and name one of its revisions",
                )
            )
        return cls(Path(_checked(answer, directory).rstrip("\n")))

    def commit(self, revision: str) -> str:
        """Return the full id of the commit that a revision names.

        Raises:
            ProjectError: `unknown-revision`.
            ClientError: Git is not installed, or refuses.
        """
        answer = _run(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if answer.returncode == 0:
            return answer.stdout.strip()
        known = self._names()
        near = nearest(revision, known)
        raise ProjectError(
            Diagnostic(
                "unknown-revision",
                f"{self.root} has no commit that {revision!r} names",
                where=(Position(str(self.root)),),
                note="a clone that is not deep enough lacks older commits: `git fetch --unshallow` brings them",
                hint=f"did you mean {near!r}?"
                if near
                else "give a branch, a tag, a commit id or a form such as HEAD~1",
            )
        )

    def check_out(self, commit: str, directory: Path) -> None:
        """Write all files of a commit below an empty directory; submodules stay empty.

        Raises:
            ClientError: Git refuses, or the disk is full.
        """
        with tempfile.TemporaryDirectory(prefix="hiera-kafka-index-") as name:
            index = {"GIT_INDEX_FILE": str(Path(name) / "index")}
            _checked(_run(self.root, "read-tree", commit, environment=index), self.root)
            write = ("checkout-index", "--all", "--quiet", f"--prefix={directory}/")
            _checked(_run(self.root, *write, environment=index, settings=self._without_filters()), self.root)

    def versions(self, path: str, limit: int) -> list[tuple[str, str]]:
        """Return commit id and text of a file for the last commits that changed it, newest first.

        Commits without the file are left out, and so is what is older than the newest RECENT commits of all files:
        where a file seldom changes, Git would walk the whole history for it.

        Args:
            path: Relative to `root`.
            limit: Greatest number of commits.

        Raises:
            ClientError: Git refuses.
        """
        answer = _run(self.root, "rev-list", f"--max-count={RECENT}", "HEAD")
        if answer.returncode and self._is_empty():
            return []
        recent = _checked(answer, self.root).split()
        older = [f"^{recent[-1]}"] if len(recent) == RECENT else []
        found = _run(self.root, "rev-list", f"--max-count={limit}", "HEAD", *older, "--", f":(top,literal){path}")
        commits = _checked(found, self.root).split()
        asked = "".join(f"{commit}:{path}\n" for commit in commits)
        output = _checked(_run(self.root, "cat-file", "--batch", given=asked), self.root) if commits else ""
        return list(_blobs(output, commits))

    def changed(self, commit: str) -> list[str]:
        """Return the files of the working tree that differ from a commit or that Git does not know yet.

        Args:
            commit: Id of a commit.

        Returns:
            Paths relative to `root`; those of files that are gone are left out.

        Raises:
            ClientError: Git refuses.
        """
        plain = ("--no-ext-diff", "--no-textconv", "--ignore-submodules=all")
        compare = ("diff", "--name-only", "-z", "--diff-filter=d", *plain, commit)
        changed = _checked(_run(self.root, *compare, settings=self._without_filters()), self.root)
        new = _checked(_run(self.root, "ls-files", "--others", "--exclude-standard", "-z"), self.root)
        return [name for name in f"{changed}{new}".split("\0") if name]

    def _without_filters(self) -> dict[str, str]:
        """Return settings without the filters that this repository's own configuration has; others are the user's."""
        names: dict[str, None] = {}
        for scope in ("--local", "--worktree"):
            answer = _run(
                self.root, "config", scope, "--includes", "--null", "--name-only", "--get-regexp", r"^filter\."
            )
            names.update(dict.fromkeys(key.rpartition(".")[0] for key in answer.stdout.split("\0") if key))
        nothing = {"clean": "", "smudge": "", "process": "", "required": "false"}
        return {f"{name}.{key}": value for name in names for key, value in nothing.items()}

    def _is_empty(self) -> bool:
        return _run(self.root, "rev-parse", "--verify", "--quiet", "HEAD").returncode != 0

    def _names(self) -> list[str]:
        answer = _run(self.root, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")
        return answer.stdout.split()


_NO_PROGRAMS = {"core.fsmonitor": "false", "core.hooksPath": os.devnull, "safe.bareRepository": "explicit"}
"""Settings that keep Git from running what the configuration of a repository names, or of what looks like one."""

_NO_FETCHING = {"GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
"""Variables that keep Git from asking another repository for what is missing, by a program of its configuration."""


def _run(
    directory: Path,
    *arguments: str,
    environment: dict[str, str] | None = None,
    settings: dict[str, str] | None = None,
    given: str = "",
) -> subprocess.CompletedProcess[str]:
    outer = {name: value for name, value in os.environ.items() if name not in _LOCAL}
    outer |= _settings(outer.get("GIT_CONFIG_COUNT", ""), _NO_PROGRAMS | (settings or {}))
    try:
        return subprocess.run(  # noqa: S603 - own arguments, no shell
            ["git", "-C", str(directory), *arguments],  # noqa: S607 - the user's own Git, from PATH
            env={**outer, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", **_NO_FETCHING, **(environment or {})},
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except FileNotFoundError as error:
        raise ClientError(
            Diagnostic(
                "git-missing",
                "the program `git` is not on PATH, and revisions cannot be read without it",
                hint="install it, on Debian with `apt install git`",
            )
        ) from error


def _settings(count: str, settings: dict[str, str]) -> dict[str, str]:
    """Return the variables that give Git settings, after as many as the environment has of them already."""
    first = int(count) if count.isdecimal() else 0
    found = {"GIT_CONFIG_COUNT": str(first + len(settings))}
    for number, (key, value) in enumerate(settings.items(), first):
        found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return found


def _blobs(output: str, commits: list[str]) -> Iterator[tuple[str, str]]:
    """Read the answer of `git cat-file --batch`: a line with id, type and size in bytes, the content, a line end."""
    data = output.encode("utf-8", "surrogateescape")
    at = 0
    for commit in commits:
        end = data.index(b"\n", at)
        head = data[at:end].split()
        at = end + 1
        if head[-1] == b"missing" or len(head) != 3:
            continue
        size = int(head[2])
        if head[1] == b"blob":
            yield commit, data[at : at + size].decode("utf-8", "surrogateescape")
        at += size + 1


def _checked(answer: subprocess.CompletedProcess[str], directory: Path) -> str:
    if answer.returncode == 0:
        return answer.stdout
    lines = answer.stderr.strip().splitlines() or [f"exit code {answer.returncode}"]
    raise ClientError(
        Diagnostic(
            "git-failed",
            f"git could not read the repository: {lines[0].removeprefix('fatal: ')}",
            where=(Position(str(directory)),),
            note=" ".join(line.strip() for line in lines[1:]) or None,
            hint="run `git status` there, which says the same at more length",
        )
    )
