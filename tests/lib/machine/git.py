"""Makes Git repositories for tests, whatever the user's own configuration says."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_SETTINGS = ("user.name=Test", "user.email=test@example.org", "commit.gpgsign=false", "init.defaultBranch=main")


def git(directory: Path, *arguments: str) -> str:
    """Run Git in a directory and return what it prints."""
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        ["git", "-C", str(directory), *settings, *arguments],
        env={**environment, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def commit(directory: Path, message: str = "change") -> str:
    """Commit all that lies in a directory, which becomes a repository if it is none, and return the commit's id."""
    if not (directory / ".git").exists():
        git(directory, "init", "--quiet")
    git(directory, "add", "--all")
    git(directory, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(directory, "rev-parse", "HEAD").strip()
