"""Keys that are not the module's own."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.errors import Severity
from lib.data.control_trees import HIERA, rows

MODULE = {"modules/ntp/manifests/init.pp": "class ntp {}\n", "modules/ntp/hiera.yaml": HIERA}


def test_keys_and_options_of_others_are_found_in_the_data_of_a_module(tmp_path: Path) -> None:
    data = "ntp::a: 1\nservers: []\ndns::b: 1\nlookup_options:\n  servers: {merge: unique}\n"

    assert rows(tmp_path, {**MODULE, "modules/ntp/data/c.yaml": data}, "key-of-another-module", "lookup-options") == [
        ("key-of-another-module", Severity.WARNING, "modules/ntp/data/c.yaml", 2),
        ("key-of-another-module", Severity.WARNING, "modules/ntp/data/c.yaml", 3),
        ("lookup-options", Severity.ERROR, "modules/ntp/data/c.yaml", 5),
    ]


def test_own_keys_and_those_of_an_environment_are_fine(tmp_path: Path) -> None:
    files = {**MODULE, "modules/ntp/data/c.yaml": "ntp::a: 1\nntp::b::c: 1\n", "hiera.yaml": HIERA}

    assert rows(tmp_path, {**files, "data/c.yaml": "servers: []\n"}, "key-of-another-module") == []
