"""The part of Kafka releases."""

from __future__ import annotations

from hiera_kafka.dist.bundle import releases
from hiera_kafka.dist.bundle.contents import BundleRequest
from hiera_kafka.dist.progress import silent


def test_jars_and_licences_are_collected_and_commands_of_ours_are_not(tarball, jars, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    archive = tmp_path / "kafka.tgz"
    archive.write_bytes(tarball())
    config = releases.artifact.SourceConfig("local", path=archive)
    found = releases.collect(BundleRequest((("3.9.77", config),)), tmp_path, silent)
    names = {*(f"libs/{name}" for name in jars), "LICENSE", "licenses/argparse-MIT"}
    assert set(found.files) == {f"3.9.77/{name}" for name in names}
    assert list(found.about) == [{"version": "3.9.77", "identity": "local", "source": f"local {archive}"}]
