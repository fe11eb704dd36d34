"""Options that say by which way clusters are reached."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from hiera_kafka.cli.kit.options import Workspace
from hiera_kafka.cli.kit.way_option import WayOptions, way_option
from hiera_kafka.ops.reach.ways import Via
from lib.data.project_trees import PAGE, project_tree


@click.command()
@way_option
def _shown(way: WayOptions) -> None:
    click.echo(repr(way))


def test_the_way_is_found_by_itself_unless_one_is_named(tmp_path: Path) -> None:
    assert CliRunner().invoke(_shown, []).output == f"{WayOptions()!r}\n"
    named = ["--via", "ssh", "--addresses", str(tmp_path), "--addresses", "/"]
    assert CliRunner().invoke(_shown, named).output == f"{WayOptions(Via.SSH, (tmp_path, Path('/')))!r}\n"
    assert CliRunner().invoke(_shown, ["--via", "pigeon"]).exit_code == 2


@pytest.mark.parametrize("way", list(Via))
def test_hosts_of_this_machine_are_reached_straight(tmp_path: Path, way: Via) -> None:
    site = Workspace(str(project_tree(tmp_path, PAGE, local=True)), tmp_path)
    with WayOptions(way).ways(site) as ways:
        assert ways.way is Via.DIRECT


def test_brokers_that_were_given_are_reached_straight_unless_ssh_is_wanted(tmp_path: Path) -> None:
    nowhere = Workspace(str(tmp_path / "nothing"), tmp_path)
    with WayOptions().ways(nowhere, given=True) as ways:
        assert ways.way is Via.DIRECT
    site = Workspace(str(project_tree(tmp_path, PAGE)), tmp_path)
    with WayOptions(Via.SSH).ways(site, given=True) as ways:
        assert ways.way is Via.SSH


def test_other_hosts_are_reached_as_the_option_says(tmp_path: Path) -> None:
    site = Workspace(str(project_tree(tmp_path, PAGE)), tmp_path)
    for way in (Via.AUTO, Via.DIRECT):
        with WayOptions(way).ways(site) as ways:
            assert ways.way is way
