"""Golden files: compared by every run, rewritten only by `pytest --regenerate`, which says what it wrote."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from lib.slowest import Slowest

# A busy machine is no reason to fail: laws are about values, not about time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

REGENERATED = pytest.StashKey[list[Path]]()

Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate",
        action="store_true",
        help="rewrite golden files with what the code gives now; read `git diff` before you commit them",
    )
    parser.addoption(
        "--slowest",
        type=int,
        default=0,
        metavar="N",
        help="show the N slowest tests and the clusters that they started",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[REGENERATED] = []
    if config.getoption("slowest"):
        config.pluginmanager.register(Slowest(config.getoption("slowest")), "slowest")
    # What tests note of their clusters is none of the user's; test runs side by side see each other's notes.
    os.environ["XDG_STATE_HOME"] = str(Path(tempfile.gettempdir()) / f"hiera-kafka-tests-{os.getuid()}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    written = config.stash[REGENERATED]
    if written:
        terminalreporter.section("golden files rewritten, read the difference before you commit it")
        for path in sorted(written):
            terminalreporter.write_line(str(path.relative_to(config.rootpath)))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a golden file, or with --regenerate write it there."""
    config = request.config

    def check(path: Path, text: str) -> None:
        before = path.read_text(encoding="utf-8") if path.is_file() else None
        if config.getoption("regenerate"):
            if text != before:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                config.stash[REGENERATED].append(path)
            return
        assert before is not None, f"no golden file {path}; `pytest --regenerate` makes it"
        assert text == before, f"{path} says something else; if that is meant, run `pytest --regenerate`"

    return check
