"""Hosts that the tests here share, in the states that they pass through: bare, started in part, applied."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab import hosts, machine, site

SECRET = f"planted-{secrets.token_hex(8)}"
"""A password in the data; nothing may show it."""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.lab)
            # One worker: its hosts take a core each while they start.
            item.add_marker(pytest.mark.xdist_group("lab"))


@pytest.fixture(scope="session")
def planted() -> str:
    """The secret in the data."""
    return SECRET


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[site.Site]:
    """One host without Java, and data for it; nobody applies it."""
    yield from _site(tmp_path_factory.mktemp("bare"), 1, "plain")


@pytest.fixture(scope="session")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[site.Site]:
    """Three hosts, each for a ZooKeeper and a broker, with nothing on them yet."""
    yield from _site(tmp_path_factory.mktemp("fleet"), 3, "java")


def _site(directory: Path, count: int, variant: str) -> Iterator[site.Site]:
    obstacle = machine.obstacle()
    if obstacle is not None:
        pytest.skip(obstacle)
    names = site.names(count)
    lab = hosts.up(directory / "lab", names, variant=variant, owner=os.getpid())
    try:
        made = site.Site(directory, lab)
        made.write(site.cluster(names, **{"profile::kafka::broker::ssl_password": SECRET}))
        yield made
    finally:
        lab.down()


@dataclass(frozen=True)
class Applied:
    """Hosts that the playbook has been applied to, and the output of each run.

    Attributes:
        limited: The first run, over two of the three hosts.
        untouched: Paths that the first run left on the host that it was not for.
        whole: The second run, over all hosts.
        again: The third, with nothing to do.
    """

    site: site.Site
    limited: site.Run
    untouched: str
    whole: site.Run
    again: site.Run


@pytest.fixture(scope="session")
def applied(fleet: site.Site) -> Applied:
    """The three hosts, applied: two first, then all, then all again."""
    first = ",".join(site.names(2))
    # That the third member of the ensemble holds nothing, a run that does not look at it cannot know.
    given_up = json.dumps({"hiera_kafka_accept_loss": site.names(3)[2:]})
    limited = fleet.play("--limit", first, "-e", given_up)
    untouched = fleet.lab.run("kafka3", "ls -d /etc/kafka /etc/zookeeper /opt/kafka 2>/dev/null || true")
    whole = fleet.play("--diff", "-v")
    return Applied(fleet, limited, untouched, whole, fleet.play())
