"""Lock files: complete, exact, and refused where there is none."""

from __future__ import annotations

import gc
import re

import pytest

from hiera_kafka.dist import lock
from hiera_kafka.errors import DistError


def test_versions_with_a_lock_are_listed_oldest_first():
    assert lock.known_versions() == ["3.9.1", "3.9.2"]
    assert sorted(["3.10.0", "3.9.2"], key=lock.version_key) == ["3.9.2", "3.10.0"]


@pytest.mark.parametrize("version", lock.known_versions())
def test_a_lock_names_every_jar_once_with_its_digest(version):
    found = lock.load(version)
    names = [jar.filename for jar in found.jars]
    assert names == sorted(set(names))
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) and jar.size > 0 for jar in found.jars)
    assert {f"{root}-{version}.jar" for root in lock.ROOTS} <= set(names)
    assert found.size == sum(jar.size for jar in found.jars)


@pytest.mark.parametrize("version", lock.known_versions())
def test_a_lock_has_zookeeper_and_a_binding_for_its_logs(version):
    artifacts = {jar.artifact for jar in lock.load(version).jars}
    assert {"zookeeper", "slf4j-reload4j", "reload4j"} <= artifacts


@pytest.mark.parametrize("version", lock.known_versions())
def test_a_lock_file_is_what_its_own_writer_writes(version):
    found = lock.load(version)
    assert lock.ReleaseLock.loads(found.dumps()) == found
    assert (lock._directory() / f"kafka-{version}.json").read_text("utf-8") == found.dumps()


def test_a_version_without_lock_is_named_with_the_known_ones():
    with pytest.raises(DistError, match=r"did you mean 3\.9\.2\? Otherwise give a release tarball"):
        lock.load("3.92")
    with pytest.raises(DistError) as caught:
        lock.load("3.9.3")
    assert caught.value.render() == (
        "error[kafka-version-unknown]: no lock file for Kafka '3.9.3'; versions with one: 3.9.1, 3.9.2\n"
        "    hint: give a release tarball with its SHA-512 (--url and --sha512), "
        "or a local one (--path)\n"
        "    docs: docs/rules/kafka-version-unknown.md"
    )


@pytest.mark.parametrize("version", ["", "3", "3.9", "3.9.2.1", "3.9.x", "../../etc", "3.9.2\n", "٣.9.2"])
def test_what_is_no_release_number_is_refused_before_it_becomes_a_path(version):
    with pytest.raises(DistError) as caught:
        lock.check_version(version)
    assert caught.value.diagnostics[0].id == "kafka-version-invalid"


@pytest.mark.network
def test_resolving_again_gives_the_lock_that_is_kept(told):
    assert lock.resolve("3.9.2", told) == lock.load("3.9.2")
    assert "fetching kafka_2.13-3.9.2.jar" in told.said


# jgo does not close the response that says 404; the test collects it, so that no other one is blamed.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.network
def test_a_version_that_was_never_released_is_reported():
    with pytest.raises(DistError) as caught:
        lock.resolve("3.9.99")
    assert caught.value.diagnostics[0].id == "maven-unresolved"
    del caught
    gc.collect()
