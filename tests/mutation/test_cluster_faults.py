"""Faults planted in good data are found: under the right id, on the right line."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.runner import LintRequest, Report, run
from lib.data.cluster_faults import COMMON, PLANTS, Site, good
from lib.machine.git import commit

FAULTS = 8
"""Faults of each kind."""


def write(site: Site, directory: Path) -> Path:
    """Write a site as the checkout has it, and return its inventory file."""
    inventory = directory / "inventories" / site.name / "hiera_kafka.yml"
    for name, text in site.files.items():
        path = inventory if name == "inventory" else directory / "hieradata" / site.name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return inventory


def lint(site: Site, directory: Path) -> Report:
    return run(LintRequest((), Settings(directory), write(site, directory)))


@pytest.mark.parametrize("number", range(FAULTS))
@pytest.mark.parametrize("kind", PLANTS)
def test_a_planted_fault_is_found_under_its_id_on_its_line(tmp_path: Path, kind: str, number: int) -> None:
    fault = PLANTS[kind](random.Random(f"{kind} {number}"))
    if fault.before is not None:
        write(fault.before, tmp_path)
        commit(tmp_path)

    report = lint(fault.site, tmp_path)

    data = tmp_path / "hieradata" / fault.site.name
    found = {
        (str(Path(finding.where.file).relative_to(data)), finding.where.line)
        for finding in report.findings
        if finding.id == fault.rule and finding.where is not None and finding.where.file.startswith(str(data))
        if not fault.warns or finding.level is not Severity.INFO
    }
    told = [(finding.id, finding.where and finding.where.line) for finding in report.findings]
    assert found & fault.places, (fault.rule, sorted(fault.places), told)


@pytest.mark.parametrize("name", COMMON)
def test_good_data_has_no_findings_but_infos(tmp_path: Path, name: str) -> None:
    findings = lint(good(name), tmp_path).findings

    assert [finding.diagnostic.render() for finding in findings if finding.level is not Severity.INFO] == []


def test_faults_differ_from_each_other() -> None:
    for kind, plant in PLANTS.items():
        made = {str(plant(random.Random(f"{kind} {number}")).site.files) for number in range(FAULTS)}
        assert len(made) > 1, kind
