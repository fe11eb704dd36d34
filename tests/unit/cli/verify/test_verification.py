"""What is verified, once or again and again."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.cli.kit.options import Workspace
from hiera_kafka.cli.kit.way_option import WayOptions
from hiera_kafka.cli.verify.progress import Waiting
from hiera_kafka.cli.verify.verification import Verification
from hiera_kafka.errors import ExitCode, ProjectError
from hiera_kafka.ops.verify.report import CheckRun
from lib.data.project_trees import HOST


def verification(inventory: Path, hosts: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> Verification:
    return Verification(Workspace(str(inventory), None), (), hosts, only, (), WayOptions(), None)


def test_each_check_is_handed_on_as_soon_as_it_was_made(local_tree: Path) -> None:
    seen: list[tuple[CheckRun, int]] = []
    made = verification(local_tree, only=("hosts-answer",))
    verdict = made.verdict(Waiting(), lambda found, width: seen.append((found, width)))

    assert [(found.check.id, width) for found, width in seen] == [("hosts-answer", len("hosts-answer"))]
    assert verdict.runs == tuple(found for found, _ in seen)
    assert [result.subject for result in verdict.results()] == [HOST]
    assert verdict.exit_code() is ExitCode.OK  # this machine answers, whatever runs on it
    assert verdict.took_s > 0


def test_hosts_may_be_given_by_their_first_label(local_tree: Path) -> None:
    assert verification(local_tree, hosts=("kafka1",)).targets.about == {HOST}
    with pytest.raises(ProjectError, match="unknown-host"):
        _ = verification(local_tree, hosts=("kafka9",)).targets


def test_a_run_that_would_check_nothing_is_refused(local_tree: Path) -> None:
    with pytest.raises(ProjectError, match="nothing-to-verify"):
        verification(local_tree, only=("canary-mirrors",)).verdict(Waiting())
