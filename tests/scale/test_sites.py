"""Synthetic sites are valid, whole, and built without going through all clusters for each host."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from benchmarks.sites import HOSTS_OF_A_CLUSTER, make_site

from hiera_kafka.compiler import Compiler, cluster_lookup
from hiera_kafka.errors import HieraKafkaError


def test_a_synthetic_site_has_no_faults_and_as_many_hosts_as_asked_for(tmp_path: Path) -> None:
    compiler = Compiler.load(make_site(tmp_path, 40))
    assert compiler.check() == ()
    assert len(compiler.hosts) == 40
    assert len(compiler.clusters.kafka) == 40 // HOSTS_OF_A_CLUSTER


def test_every_level_of_a_synthetic_site_reaches_the_files(tmp_path: Path) -> None:
    compiler = Compiler.load(make_site(tmp_path, 20))
    levels = {
        origin.level
        for host in compiler.hosts
        for file in compiler.catalog(host).files()
        for value in file.values()
        for origin in value.origin.walk()
    }
    assert {"hosts of a cluster", "role and site", "site", "everywhere"} <= levels


def test_hosts_that_see_the_same_clusters_share_their_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = []
    real = cluster_lookup.build_clusters

    def counted(*args: object, **kwargs: object) -> object:
        built.append(args)
        return real(*args, **kwargs)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(cluster_lookup, "build_clusters", counted)
    Compiler.load(make_site(tmp_path, 50)).check()
    assert len(built) == 2  # the lookup that names the hosts, and all hosts together


def test_the_collector_of_cycles_is_on_again_after_compiling_also_when_that_fails(tmp_path: Path) -> None:
    inventory = make_site(tmp_path, 10)
    Compiler.load(inventory).check()
    assert gc.isenabled()
    (tmp_path / "data/common.yaml").write_text("kafka_clusters: [", encoding="utf-8")
    with pytest.raises(HieraKafkaError):
        Compiler.load(inventory).check()
    assert gc.isenabled()


@pytest.mark.parametrize("hosts", [0, 15, 100_000])
def test_a_size_that_clusters_do_not_fill_is_refused(tmp_path: Path, hosts: int) -> None:
    with pytest.raises(ValueError, match="must be a multiple of 10"):
        make_site(tmp_path, hosts)
