"""What goes wrong on a machine: each fault is named, nothing is left half-written, and a further run converges."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.clusters.kafka_clients import until
from lib.clusters.local_cluster import HOST, PAGE, ROOT, LocalCluster, local_cluster, running, write_inventory

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[LocalCluster]:
    with local_cluster(tmp_path / "home") as made:
        yield made


def test_a_taken_port_is_named_with_its_holder(cluster: LocalCluster) -> None:
    """The addresses are recorded by then; as long as nothing is built there, `local up` takes others and says so."""
    cluster.up("--check").good()
    (address,) = cluster.brokers
    host, _, port = address.partition(":")
    with socket.create_server((host, int(port))):
        refused = cluster.run("ansible-playbook", "site.yml", "-i", cluster.inventory)
        refused.failed(
            2, "error[port-taken]", f"port {address} (plaintext listener of kafka) is held by process {os.getpid()}"
        )
        assert not cluster.host().exists()

        elsewhere = cluster.up("--check").good()
        assert " is taken already, so the hosts get addresses in 127.0." in elsewhere.err
        assert cluster.brokers != [address]


def test_a_java_home_without_java_is_refused_before_anything_is_written(cluster: LocalCluster, tmp_path: Path) -> None:
    """That a machine has no Java at all is tested where Java is looked for."""
    inventory = cluster.inventory / "hiera_kafka.yml"
    inventory.write_text(inventory.read_text() + f"java_home: {tmp_path}/no-java\n")
    cluster.up().failed(1, "error[java-not-found]", f"{tmp_path}/no-java/bin/java does not run")
    assert not cluster.host().exists()


def test_a_java_that_is_too_old_is_refused_before_anything_is_written(cluster: LocalCluster, tmp_path: Path) -> None:
    java = tmp_path / "old-java/bin/java"
    java.parent.mkdir(parents=True)
    # What Java 8 prints, and where; a real one is no longer packaged.
    java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n")
    java.chmod(0o755)
    inventory = cluster.inventory / "hiera_kafka.yml"
    inventory.write_text(inventory.read_text() + f"java_home: {java.parents[1]}\n")
    cluster.up().failed(1, "error[java-too-old]", "is Java 8, needed is 11 or later")
    assert not cluster.host().exists()


def test_a_service_that_dies_at_start_says_why_and_where_that_is_in_the_data(cluster: LocalCluster) -> None:
    """Corrected data then converges, without anything having to be cleaned up."""
    with cluster.overridden({"kafka_clusters": bad_option()}):
        column = (cluster.data / "override.yaml").read_text().index("1000") + 1
        died = cluster.up().failed(
            1,
            f"hieradata/override.yaml:1:{column}: error[service-died]: kafka ended 3 times within ",
            "queued.max.request.bytes must be larger or equal to socket.request.max.bytes (value-invalid)",
            f"{cluster.host()}/var/log/kafka/kafka.out says: ",
        )
    assert "KafkaConfig." not in died.text, "frames of the trace"
    assert '"problems"' not in died.text, "the same a second time"
    with cluster.overridden(UNUSUAL):
        cluster.up().good()
        assert cluster.up().good().changed == 0
        properties = (cluster.host() / "etc/kafka/server.properties").read_text()
    assert f"log.dirs={cluster.host()}/srv/kafka/data\n" in properties


UNUSUAL: dict[str, object] = {
    "kafka_clusters": {
        "my-kafka-cluster": {
            "zookeeper_cluster_name": "my-zookeeper-cluster",
            "brokers": {HOST: {"id": "1", "rack": "row é, #1 = 'a' \\"}},
        }
    },
    "profile::kafka::broker::log_dirs": ["/srv//kafka/./data/"],
    "profile::kafka::broker::log_retention_hours": -1,
    "profile::kafka::broker::max_heap_size": "262144k",
    "profile::zookeeper::sync_limit": 1000000,
    "kafka_zookeeper_config": {"snapCount": "100000"},
}
"""Values that look odd and are valid; services start with them."""


def bad_option() -> dict[str, object]:
    """Data with an option that is right by itself; only the broker sees that it must not be below another one."""
    return {
        "my-kafka-cluster": {
            "zookeeper_cluster_name": "my-zookeeper-cluster",
            "brokers": {HOST: {"id": 1}},
            "config": {"queued.max.request.bytes": 1000},
        }
    }


KILLED_AT = [
    ("opt/kafka/.hiera-kafka.*", "while the release is unpacked"),
    ("etc/zookeeper/conf/zoo.cfg", "while the bundle of ZooKeeper is applied"),
    ("run/zookeeper/started", "when ZooKeeper starts"),
    ("etc/kafka/server.properties", "while the bundle of Kafka is applied"),
    ("run/kafka/started", "when Kafka starts"),
]


def test_a_controller_that_is_killed_leaves_nothing_half_written(cluster: LocalCluster) -> None:
    """Killed with -9 at five points of a first run, one after the other, each run going further than the one before."""
    for pattern, when in KILLED_AT:
        with subprocess.Popen(
            cluster.command("hiera-kafka", "local", "up", "-i", cluster.inventory),
            cwd=ROOT,
            env=cluster.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as controller:
            until(lambda: any(cluster.host().glob(pattern)) or controller.poll() is not None)  # noqa: B023 - called in this turn
            assert controller.poll() is None, f"the run ended before it could be killed {when}"
            os.killpg(controller.pid, signal.SIGKILL)
        assert_whole(cluster.host())
    cluster.up().good()
    assert_whole(cluster.host())
    assert list(cluster.host().rglob(".hiera-kafka.*")) == []
    assert cluster.up().good().changed == 0
    assert cluster.kafka("topics", "--list").good().code == 0


def assert_whole(host: Path) -> None:
    """Every release is complete by its manifest; every file of ours is complete by its last line."""
    for release in host.glob("opt/kafka/kafka-*"):
        listed = [line.split("  ", 1) for line in (release / "MANIFEST.sha256").read_text().splitlines()]
        assert len(listed) > 100
        for digest, name in listed:
            assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest, name
    for name, end in (
        ("etc/zookeeper/conf/zoo.cfg", "admin.enableServer=false\n"),
        ("etc/zookeeper/conf/myid", "1\n"),
        ("etc/supervisor/conf.d/kafka.conf", "umask=027\n"),
        ("etc/supervisor/conf.d/zookeeper.conf", "umask=027\n"),
        ("usr/local/bin/kafka", 'exec "$home/bin/$tool" "$@"\n'),
    ):
        with contextlib.suppress(FileNotFoundError):
            assert (host / name).read_text().endswith(end), name


def test_a_tarball_with_another_checksum_is_refused(tmp_path: Path) -> None:
    tarball = tmp_path / "kafka_2.13-3.9.2.tgz"
    with tarfile.open(tarball, "w:gz") as archive:
        archive.add(ROOT / "LICENSE", "kafka_2.13-3.9.2/LICENSE")
    extra = f"dist:\n  source: local\n  path: {tarball}\n  sha512: {'f' * 128}\n"
    cluster = write_inventory(tmp_path / "home", PAGE, extra)
    refused = cluster.up()
    refused.failed(3, "error[artifact-checksum-wrong]", str(tarball))
    assert not cluster.host().exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1,400 MiB; a first run asks for 1,216."""
    directory = tmp_path / "disk"
    directory.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1400m", "tmpfs", directory], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"mounting a small file system needs root: {mounted.stderr.strip()}")
    yield directory
    subprocess.run(["umount", "--lazy", directory], check=True)


def test_a_full_disk_is_named_and_a_run_converges_once_there_is_space(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    with local_cluster(small_disk / "home") as cluster:
        ballast.write_bytes(bytes(300 * 2**20))
        full = cluster.up().failed(1, "error[disk-full]", "MiB are needed", "free space there")
        assert str(small_disk) in full.text
        assert not cluster.host().exists()
        ballast.unlink()
        cluster.up().good()
        ballast.write_bytes(bytes(300 * 2**20))
        assert cluster.up().good().changed == 0, "a converged host needs no more space"
        cluster.destroy().good()
        assert running(cluster.home) == []
