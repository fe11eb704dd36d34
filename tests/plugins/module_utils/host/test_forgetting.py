"""What is forgotten: records on the host itself, members on all others; data stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.forgetting import forget
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.placed import Peer, Placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError

GONE = "kafka3.example.org"
MEMBERS = {"kafka1.example.org": Peer("1", "10.0.0.1"), GONE: Peer("3", "10.0.0.3")}


@pytest.fixture
def root(tmp_path: Path) -> str:
    for service in ("kafka", "zookeeper"):
        one = Placed(service, service, "main", "1", "kafka1.example.org", "10.0.0.1", "3.9.2", "/u", members=MEMBERS)
        placed.write(str(tmp_path), one)
    return str(tmp_path)


def test_other_hosts_forget_a_member(root: str) -> None:
    path = placed.path(root, "kafka")
    assert forget(root, GONE, ["kafka"], here=False, check=True) == [f"{path}: {GONE}"]
    assert GONE in placed.read_all(root)["kafka"].members
    assert forget(root, GONE, ["kafka"], here=False, check=False) == [f"{path}: {GONE}"]
    found = placed.read_all(root)
    assert GONE not in found["kafka"].members
    assert GONE in found["zookeeper"].members
    assert forget(root, GONE, [], here=False, check=False) == [f"{placed.path(root, 'zookeeper')}: {GONE}"]
    assert forget(root, GONE, [], here=False, check=False) == []


def test_the_host_itself_forgets_all_even_what_cannot_be_read(root: str) -> None:
    Path(placed.path(root, "kafka")).write_text("{", encoding="utf-8")
    with pytest.raises(ProblemError, match="record-unreadable"):
        forget(root, GONE, [], here=False, check=False)
    paths = [placed.path(root, name) for name in ("kafka", "zookeeper")]
    assert forget(root, "kafka1.example.org", [], here=True, check=True) == paths
    assert placed.services(root) == ["kafka", "zookeeper"]
    assert forget(root, "kafka1.example.org", ["zookeeper"], here=True, check=False) == paths[1:]
    assert forget(root, "kafka1.example.org", [], here=True, check=False) == paths[:1]
    assert placed.services(root) == []


def test_a_bare_host_stays_bare(tmp_path: Path) -> None:
    assert forget(str(tmp_path), GONE, [], here=False, check=False) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("here", [True, False])
@pytest.mark.parametrize("check", [True, False])
def test_records_of_a_later_release_are_left_alone_and_all_others_with_them(
    root: str, *, here: bool, check: bool
) -> None:
    Path(placed.path(root, "zookeeper")).write_text('{"format": 2}', encoding="utf-8")
    with pytest.raises(ProblemError, match="record-newer"):
        forget(root, GONE, [], here=here, check=check)
    assert placed.services(root) == ["kafka", "zookeeper"]
    kafka = placed.read(root, "kafka")
    assert kafka is not None
    assert kafka.members == MEMBERS
