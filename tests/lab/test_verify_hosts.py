"""What of a host itself may break, on a host with systemd: its disks.

Hosts of the lab have the clock and the kernel settings of this machine, so that checks of these are seen red by unit
tests alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.registry import all_checks
from lab import hosts, machine, site
from lab.site import Site

(NAME,) = site.names(1)
CHECKS = [check.id for check in all_checks() if isinstance(check, HostCheck)]

Red = dict[tuple[str, str], str]
"""Check and subject without the host, to status."""


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A host with a ZooKeeper and a broker."""
    obstacle = machine.obstacle()
    if obstacle is not None:
        pytest.skip(obstacle)
    directory = tmp_path_factory.mktemp("verify")
    lab = hosts.up(directory / "lab", [NAME], owner=os.getpid())
    try:
        made = Site(directory, lab)
        made.write(site.cluster([NAME]))
        run = made.play()
        assert run.returncode == 0, run.output
        yield made
    finally:
        lab.down()


def verified(site: Site) -> list[dict[str, Any]]:
    words = [word for check in CHECKS for word in ("--only", check)]
    inventory = ["-i", str(site.directory / "inventory"), "--addresses", str(site.lab.addresses)]
    done = subprocess.run(
        [sys.executable, "-m", "hiera_kafka", "verify", *words, *inventory, "--output", "json"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    assert done.stdout, done.stderr
    results: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    return results


def red(site: Site) -> Red:
    return {
        (result["check"], result["subject"].removeprefix(NAME).strip()): result["status"]
        for result in verified(site)
        # No host has more open files than this machine, which may have less than units ask for.
        if result["status"] != "ok" and result["observed"] != f"{machine.open_files()} open files"
    }


def on_host(site: Site, command: str) -> str:
    return site.lab.run("kafka1", f"sudo sh -c {shlex.quote(command)}")


@contextlib.contextmanager
def done(site: Site, command: str, undo: str, expected: Red) -> Iterator[Red]:
    """Run a command on the host, and afterwards what undoes it."""
    on_host(site, command)
    try:
        yield expected
    finally:
        on_host(site, undo)


def mounted(options: str, then: str, expected: Red) -> Callable[[Site], AbstractContextManager[Red]]:
    """Lay a small filesystem over the logs of the broker."""
    mount = f"mount -t tmpfs -o uid=$(id -u kafka),gid=$(id -g kafka),mode=755,{options} tmpfs /var/log/kafka"
    return lambda site: done(site, f"{mount} && {then}", "umount --lazy /var/log/kafka", expected)


LOGS = "/var/log/kafka"
full = mounted("size=400m", f"fallocate -l 390M {LOGS}/ballast", {("host-disk", LOGS): "critical"})
read_only = mounted("size=400m", f"mount -o remount,ro {LOGS}", {("host-disk", LOGS): "critical"})

BROKEN: list[Any] = [full, read_only]
IDS = ["full", "read-only"]


def test_all_is_well_before_anything_is_broken(one: Site) -> None:
    assert red(one) == {}


@pytest.mark.parametrize("broken", BROKEN, ids=IDS)
def test_what_is_broken_is_red_and_nothing_else(
    one: Site, broken: Callable[[Site], AbstractContextManager[Red]]
) -> None:
    with broken(one) as expected:
        assert red(one) == expected
    assert red(one) == {}
