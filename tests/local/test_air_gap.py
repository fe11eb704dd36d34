"""What the page on machines without a network says, done as it says it, on a machine whose network is cut."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.dist.bundle import debian
from lib.clusters.local_cluster import BIN, ROOT, LocalCluster, local_cluster

pytestmark = [pytest.mark.real, pytest.mark.network, pytest.mark.xdist_group("real")]

PAGE = (ROOT / "docs/howto/air-gap.md").read_text(encoding="utf-8")
HERE, THERE, HOSTS = (
    re.findall(r"^\$ (.*)$", block, re.MULTILINE) for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
)

needs_root = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("nsenter"),
    reason="needs root, unshare and nsenter for a network of its own",
)


@contextlib.contextmanager
def cut_network() -> Iterator[list[str]]:
    """Give what runs a command in a network that has a loopback device and nothing else."""
    with subprocess.Popen(
        ["unshare", "--net", "sh", "-c", "ip link set lo up && echo up && read -r _"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as holder:  # fmt: skip
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline() == b"up\n"
        try:
            yield ["nsenter", f"--net=/proc/{holder.pid}/ns/net"]
        finally:
            holder.stdin.close()


def _run(cluster: LocalCluster, line: str, *before: str, **more: str) -> str:
    """Run a line of the page in the repository of the cluster, which is no clone of ours, for its inventory."""
    line = line.replace("-i local", f"-i {cluster.inventory}")
    environment = {name: value for name, value in cluster.environment.items() if name != "PIP_FIND_LINKS"}
    done = subprocess.run(
        [*before, "bash", "-euc", line],
        cwd=cluster.home, env=environment | more, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


@needs_root
@pytest.mark.timeout(900)
def test_a_bundle_is_all_that_a_machine_without_a_network_needs(tmp_path: Path) -> None:
    with local_cluster(tmp_path / "home") as cluster, cut_network() as inside:
        there = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
        devices = json.loads(_run(cluster, "ip -json link", *inside))
        assert [device["ifname"] for device in devices] == ["lo"]
        (bundle,) = HERE
        _run(cluster, bundle.replace("hiera-kafka", f"{BIN}/hiera-kafka", 1))
        for line in THERE:
            shown = _run(cluster, line, *inside, **there)
        assert "Running on this machine" in shown

        kafka = f"{cluster.state}/bin/kafka"
        _run(cluster, f"{kafka} topics --create --topic t --partitions 1 --replication-factor 1", *inside, **there)
        assert "Topic: t" in _run(cluster, f"{kafka} topics --describe", *inside, **there)
        # Those processes run what came with the bundle, from the release that was unpacked.
        assert (cluster.host() / "opt/kafka").is_dir()
        assert [path.suffix for path in sorted((tmp_path / "cache/hiera-kafka").glob("kafka-*"))] == [".json", ".tar"]

        # `make` in a clone: what builds the checkout is there too.
        make = (
            f"venv/bin/pip install --dry-run --no-index --find-links wheels -c {ROOT}/constraints.txt -e '{ROOT}[java]'"
        )
        _run(cluster, make, *inside, **there)


def test_the_packages_of_hosts_are_listed_with_the_versions_of_a_mirror(tmp_path: Path) -> None:
    _, sources = debian._sources([], debian.own_release(), None)
    mirror = re.findall(r"^(?:URIs:|deb(?: \[.*\])?) (\S+)", sources, re.MULTILINE)[0]
    (line,) = HOSTS
    done = subprocess.run(
        ["bash", "-euc", f"{BIN}/{line.replace('https://mirror.example/debian', mirror)}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = {row.split()[1]: row.split() for row in done.stdout.splitlines()}
    assert {"default-jre-headless", "openjdk-21-jre-headless"} <= found.keys()
    assert re.fullmatch(r"21\.\S+", found["openjdk-21-jre-headless"][2])
