"""Faults that are planted in small control repositories: how many of them lint finds."""

from __future__ import annotations

import pytest
from benchmarks.planted_faults import main, measure

from hiera_kafka.errors import Severity
from lib.data.control_trees import HIERA, control_tree

FLOOR = 0.95
MANIFESTS = "class profile::{0}($package_name, $service_name = undef, Array $listen_addresses = []) {{}}\n"


def repository(directory, seed):
    """Write a control repository with classes of its own, of the Forge, and data for nodes, roles and all."""
    names = ["apache", "postgres", "redis", "mail", "proxy"]
    files = {
        "Puppetfile": "mod 'puppetlabs-ntp'\nmod 'puppetlabs-firewall'\n",
        "hiera.yaml": f"{HIERA}- {{name: roles, path: 'role/%{{role}}.yaml'}}\n- {{name: os, path: os.yaml}}\n",
        "data/os.yaml": "ntp::servers: [ntp1.example.org]\nntp::restrict: nomodify\nfirewall::ensure: running\n",
        "data/c.yaml": "ntp::servers: [ntp2.example.org]\nsite_domain: example.org\nfirewall::ensure: stopped\n",
    }
    for name in names:
        files[f"site/profile/manifests/{name}.pp"] = MANIFESTS.format(name)
        text = f"profile::{name}::package_name: {name}-server\nprofile::{name}::service_name: {name}d\n"
        files[f"data/role/{name}.yaml"] = f"{text}profile::{name}::listen_addresses: ['%{{lookup('site_domain')}}']\n"
        for number in range(4):
            node = f"ntp::servers: [ntp{number}.example.org]\nprofile::{name}::service_name: {name}{seed}\n"
            files[f"data/nodes/{name}{number}.example.org.yaml"] = f"{node}firewall::ensure: running\n"
    return control_tree(directory / f"site{seed}", files)


@pytest.mark.slow
def test_most_planted_faults_are_found(tmp_path, record_property):
    outcomes = [outcome for seed in range(4) for outcome in measure(repository(tmp_path, seed), 20, seed)]
    found = [outcome for outcome in outcomes if outcome.level is not None]
    loud = [outcome for outcome in found if outcome.level is not Severity.INFO]
    record_property("planted", len(outcomes))
    missed = [outcome.planted for outcome in outcomes if outcome.level is None]

    assert len(outcomes) >= 70
    assert {outcome.planted.kind for outcome in outcomes} == {
        "misspelt-key", "missing-file", "broken-interpolation", "secret"
    }  # fmt: skip
    assert len(found) / len(outcomes) >= FLOOR, missed
    assert len(loud) / len(outcomes) >= 0.85


def test_the_tree_itself_is_left_as_it_is_and_misses_are_named(tmp_path, capsys):
    top = repository(tmp_path, 1)
    before = {path: path.read_bytes() for path in top.rglob("*") if path.is_file()}

    assert main([str(top), "--count", "4", "--seed", "3", "--verbose"]) == 0
    assert {path: path.read_bytes() for path in top.rglob("*") if path.is_file()} == before
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("all, seed 3: ")
    assert sum(line.startswith("site1: ") for line in lines) == 4
