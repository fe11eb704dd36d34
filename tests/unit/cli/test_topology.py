"""`hiera-kafka topology`."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import parse

import pytest

from hiera_kafka.cli.main import run
from hiera_kafka.errors import ExitCode
from lib.data.project_trees import project_tree
from lib.data.three_brokers import CLUSTERS, FOUR, hosts, mirror

ROOT = Path(__file__).resolve().parents[3]
WIKIMEDIA = ["-i", str(ROOT / "inventories/wikimedia")]


def test_the_tree_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["topology", *WIKIMEDIA]) == ExitCode.OK
    out = capsys.readouterr().out
    assert out.startswith("eqiad\n  ZooKeeper main-eqiad\n")
    assert "  Kafka jumbo-eqiad  (ZooKeeper main-eqiad, path /kafka/jumbo-eqiad)\n    rack A\n" in out


@pytest.mark.parametrize("form", ["svg", "html"])
def test_a_drawing_is_written_to_a_file(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / f"topology.{form}"
    assert run(["topology", *WIKIMEDIA, "--format", form, "--out", str(out)]) == ExitCode.OK
    assert "2 sites, 37 hosts" in capsys.readouterr().out
    assert "kafka-main1006.eqiad.wmnet" in " ".join(parse(out).getroot().itertext())


def test_programs_get_the_same_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["topology", *WIKIMEDIA, "--output", "json"]) == ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    assert [site["name"] for site in found["sites"]] == ["eqiad", "codfw"]


def test_a_file_that_cannot_be_written_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["topology", *WIKIMEDIA, "--out", str(tmp_path / "missing/topology.txt")]) == ExitCode.USAGE
    assert "[file-not-writable]" in capsys.readouterr().err


@pytest.fixture
def mirrored(tmp_path: Path) -> list[str]:
    """Options of an inventory with a mirror, and one from a cluster that its host alone sees."""
    data = hosts(b=mirror("a-eqiad", "b-eqiad", "{whitelist: '^eqiad[.].+'}"), c=mirror("d-eqiad", "c-eqiad") + FOUR)
    return ["-i", str(project_tree(tmp_path, CLUSTERS, hosts=data))]


def test_mirrors_are_printed_also_from_clusters_that_only_their_host_sees(
    mirrored: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["topology", *mirrored]) == ExitCode.OK
    assert capsys.readouterr().out.endswith(
        """
mirror a-eqiad -> b-eqiad  topics ^eqiad[.].+  (1 host)
mirror d-eqiad (unknown) -> c-eqiad  topics .*  (1 host)
"""
    )


def test_programs_get_mirrors_and_unknown_clusters(mirrored: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["topology", *mirrored, "--output", "json"]) == ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    assert found["mirrors"] == [
        {"source": "a-eqiad", "destination": "b-eqiad", "pattern": "^eqiad[.].+", "hosts": 1},
        {"source": "d-eqiad", "destination": "c-eqiad", "pattern": ".*", "hosts": 1},
    ]
    assert found["unknown_clusters"] == ["d-eqiad"]


@pytest.mark.parametrize("form", ["svg", "html"])
def test_a_drawing_has_mirrors(form: str, mirrored: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["topology", *mirrored, "--format", form]) == ExitCode.OK
    words = capsys.readouterr().out
    assert "mirror from a-eqiad to b-eqiad, topics ^eqiad[.].+, 1 host" in words
    assert "unknown Kafka cluster d-eqiad" in words
