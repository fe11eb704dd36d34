"""What a host without a record is judged by."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host.placed import BROKER, ZOOKEEPER
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight.remembered import Before, Wanted, before

ENTRY = {
    "service": "kafka",
    "cluster": "main",
    "id": "1",
    "directories": ["/srv/a"],
    "identity": {},
    "members": {},
    "where": {"service": "common.yaml:1:1"},
}


def judged(path: Path, role: str, text: str) -> Before | None:
    path.write_text(text, encoding="utf-8")
    return before(Wanted.of({**ENTRY, "role": role, "config": str(path)}), "", {})


@pytest.mark.parametrize(
    ("text", "directories"),
    [
        ("log.dirs=/a,/b/ , /a\n", ("/a", "/b")),
        ("log.dir=/a\n", ("/a",)),
        ("log.dirs=relative,/b\n", ("/b",)),
        ("broker.id=1\n", ()),
    ],
)
def test_a_broker_by_its_properties(tmp_path: Path, text: str, directories: tuple[str, ...]) -> None:
    found = judged(tmp_path / "server.properties", BROKER, f"{text}zookeeper.connect=zk:2181/k\n")
    assert found is not None
    assert (found.directories, found.identity, found.record) == (directories, {"zookeeper": "zk:2181/k"}, None)


def test_a_member_by_its_configuration(tmp_path: Path) -> None:
    found = judged(tmp_path / "zoo.cfg", ZOOKEEPER, "dataDir=/a\ndataLogDir=/b\n")
    assert found is not None
    assert found.directories == ("/a", "/b")


def test_nothing_is_known_of_a_bare_host(tmp_path: Path) -> None:
    for config in ("", str(tmp_path / "missing")):
        assert before(Wanted.of({**ENTRY, "role": BROKER, "config": config}), "", {}) is None


def test_a_place_in_the_data_is_at_least_that_of_the_service() -> None:
    wanted = Wanted.of({**ENTRY, "role": BROKER, "config": ""})
    assert wanted.place("directories") == wanted.place("service") == "common.yaml:1:1"
