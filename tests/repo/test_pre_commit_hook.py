"""The hook that other repositories take from this one, run by pre-commit in a repository with files of all kinds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lib.machine.git import commit, git
from lib.repository import ROOT

pytestmark = pytest.mark.slow

BIN = Path(sys.executable).parent
HIERA = "version: 5\nhierarchy: [{name: all, path: common.yaml}]\n"
OTHERS = {
    ".github/workflows/ci.yml": "on: push\njobs: {a: {runs-on: x, if: yes}}\n",
    ".rubocop.yml": "AllCops: {TargetRubyVersion: 2.7, Exclude: [vendor/**/*]}\nStyle/Documentation: {Enabled: no}\n",
    ".sync.yml": ".travis.yml: {unmanaged: yes}\nGemfile: {version: 1.10}\n",
    ".fixtures.yml": "fixtures:\n  symlinks:\n    m: '#{source_dir}'\n",
    "docs/data/a.yaml": "- no hash\n",
}


class Repository:
    """A repository that uses the hook."""

    def __init__(self, directory: Path, files: dict[str, str]) -> None:
        # The hook is installed from a repository of its own, with the program of this environment.
        shipped = directory / "shipped"
        shipped.mkdir()
        (shipped / ".pre-commit-hooks.yaml").write_bytes((ROOT / ".pre-commit-hooks.yaml").read_bytes())
        commit(shipped)
        revision = git(shipped, "rev-parse", "HEAD").strip()
        hook = f"repo: {shipped}\n    rev: {revision}\n    hooks: [{{id: hiera-kafka-lint, language: system}}]"
        self._root = directory / "repository"
        self._environment = {
            **os.environ,
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(directory / "home"),
        }
        self.write({".pre-commit-config.yaml": f"repos:\n  - {hook}\n", **OTHERS, **files})
        commit(self._root)

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self._root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def hook(self, *words: str) -> tuple[int, str]:
        """Run the hook; return its exit code and what it says."""
        command = [BIN / "pre-commit", "run", "--verbose", "--color=never", *words]
        done = subprocess.run(
            command, cwd=self._root, env=self._environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def stage(self, files: dict[str, str]) -> None:
        self.write(files)
        git(self._root, "add", *files)


def test_data_is_linted_and_no_other_file(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"hiera.yaml": HIERA, "data/common.yaml": "a: 1\n"})
    code, said = repository.hook("--all-files")
    assert (code, "Passed" in said) == (0, True), said

    repository.stage({"data/common.yaml": "country: no\n", ".sync.yml": "a: no\n"})
    code, said = repository.hook()
    assert (code, "data/common.yaml:1:10" in said, ".sync.yml" in said) == (1, True, False), said

    repository.stage({"data/common.yaml": "a: 1\n", "hiera.yaml": HIERA.replace("path:", "paht:")})
    code, said = repository.hook()
    assert (code, "hiera.yaml:2" in said) == (1, True), said


def test_a_repository_of_data_without_a_hierarchy_is_linted_too(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"hieradata/common.yaml": "a: 1\n"})
    code, said = repository.hook("--all-files")
    assert code == 0, said

    repository.stage({"hieradata/common.yaml": "country: no\n"})
    code, said = repository.hook()
    assert (code, "hieradata/common.yaml:1:10" in said) == (1, True), said
