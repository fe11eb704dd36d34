"""What is wrong with levels whatever the host."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data.control_trees import rows

START = "version: 5\ndefaults: {data_hash: yaml_data, datadir: data}\nhierarchy:\n- {name: c, path: c.yaml}\n"
DATA = {"data/c.yaml": "a: 1\n", "data/d.yaml": "b: 1\n"}


@pytest.mark.parametrize(
    ("level", "id_", "severity"),
    [
        ("{name: x, datadir: hierdata, path: d.yaml}", "hiera-datadir-missing", Severity.ERROR),
        ("{name: x, datadir: private, path: d.yaml}", "hiera-datadir-missing", Severity.INFO),
        ("{name: x, path: d.yaml, data_hash: yaml_dta}", "hiera-unknown-function", Severity.ERROR),
        ("{name: x, path: 'no/%{x}.yaml', data_hash: yaml_dta}", "hiera-unknown-function", Severity.INFO),
        ("{name: x, lookup_key: hiera_vault}", "hiera-unknown-function", Severity.ERROR),
        ("{name: x, path: d.yaml, options: {a: 1}}", "data-location", Severity.ERROR),
        ("{name: x}", "data-location", Severity.ERROR),
        ("{name: x, path: \"%{a['b']}/d.yaml\"}", "key-syntax", Severity.ERROR),
        ("{name: x, path: /etc/puppetlabs/x.yaml}", "outside-repository", Severity.INFO),
    ],
)
def test_what_lookups_refuse_is_found_without_any_inventory(
    tmp_path: Path, level: str, id_: str, severity: Severity
) -> None:
    assert rows(tmp_path, {"hiera.yaml": f"{START}- {level}\n", **DATA}, id_) == [(id_, severity, "hiera.yaml", 5)]


def test_a_data_directory_that_many_levels_lack_is_one_finding(tmp_path: Path) -> None:
    hiera = START.replace("datadir: data", "datadir: hierdata")
    found = rows(tmp_path, {"hiera.yaml": f"{hiera}- {{name: x, path: x.yaml}}\n"})

    assert found == [("hiera-datadir-missing", Severity.ERROR, "hiera.yaml", 2)]
