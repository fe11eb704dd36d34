"""`hiera-kafka catalog`."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Golden
from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.catalog.resources import Catalog, Link, Section
from hiera_kafka.cli import catalog

from .conftest import PLANTED, Run

CASES = Path(__file__).parents[2] / "cases/cli"


def test_a_catalog_reads_well(hiera_kafka: Run, tree: Path, golden: Golden) -> None:
    golden(CASES / "catalog.txt", hiera_kafka("catalog", "kafka1", "-i", tree).stdout)


def test_a_local_catalog_shows_paths_without_the_root_it_names(hiera_kafka: Run, local_tree: Path) -> None:
    result = hiera_kafka("catalog", "kafka1", "-i", local_tree)

    root = local_tree.parents[2] / "var/test/kafka1.analytics.eqiad1.wikimedia.cloud"
    assert result.stdout.startswith(
        f"kafka1.analytics.eqiad1.wikimedia.cloud  platform local, supervisor, 127.0.0.1, below {root}\n"
    )
    assert "  file       /etc/kafka/server.properties " in result.stdout


def test_a_kind_without_a_row_of_its_own_is_shown_as_diff_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    section = Section("role", "", links=(Link("/a", "b"),))
    rows = {name: row for name, row in catalog._ROWS.items() if name != "links"}
    monkeypatch.setattr(catalog, "_ROWS", rows)

    shown = catalog.text(Catalog(Machine(hosts_platform(), "k1"), (section,)))

    assert "  link  /a  b" in shown


def test_json_has_the_catalog_as_it_is_exported(hiera_kafka: Run, tree: Path) -> None:
    data = hiera_kafka("catalog", "kafka1", "-i", tree, "--output", "json").json

    assert data["host"] == "kafka1.analytics.eqiad1.wikimedia.cloud"
    assert {"zookeeper", "kafka_broker"} <= {section["role"] for section in data["sections"]}


def test_secrets_are_masked_in_both_forms(hiera_kafka: Run, secret_tree: Path) -> None:
    for form in ("text", "json"):
        result = hiera_kafka("catalog", "kafka1", "-i", secret_tree, "--output", form)
        assert "ssl.keystore.password" in result.stdout
        assert "********" in result.stdout
        assert PLANTED not in result.stdout + result.stderr


def test_an_unknown_host_comes_with_the_nearest(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("catalog", "kafka1.analitics.eqiad1.wikimedia.cloud", "-i", tree)

    assert result.code == 3
    assert "did you mean 'kafka1.analytics.eqiad1.wikimedia.cloud'?" in result.stderr
