"""Recorded facts of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.compiler.local_record import Recorded, read_recorded, record_path, write_recorded
from hiera_kafka.errors import HieraKafkaError, Position, ProjectError

HOSTS = st.lists(st.sampled_from([f"k{number}" for number in range(30)]), unique=True)


@given(HOSTS, HOSTS)
def test_a_host_keeps_its_address_when_others_come_and_go(before: list[str], after: list[str]) -> None:
    first = Recorded().with_hosts(before)
    second = first.with_hosts(after)
    assert {host: second.addresses[host] for host in before} == first.addresses
    assert second.with_hosts(before) == second


@given(HOSTS, HOSTS)
def test_no_two_hosts_share_an_address(before: list[str], after: list[str]) -> None:
    addresses = Recorded("127.0.7").with_hosts(before).with_hosts(after).addresses
    assert set(addresses) == {*before, *after}
    assert len(set(addresses.values())) == len(addresses)
    assert all(address.startswith("127.0.7.") for address in addresses.values())


def test_the_first_host_is_localhost_itself() -> None:
    assert Recorded().with_hosts(["k1"]).addresses == {"k1": "127.0.0.1"}


def test_a_subnet_holds_254_hosts_and_no_more() -> None:
    hosts = [f"k{number}" for number in range(255)]
    assert len(Recorded().with_hosts(hosts[:254]).addresses) == 254
    where = (Position("/site/hiera_kafka.yml"),)
    with pytest.raises(ProjectError, match=r"^/site/hiera_kafka\.yml: error\[too-many-local-hosts\]"):
        Recorded().with_hosts(hosts, where)


@given(HOSTS, st.none() | st.just("/usr/lib/jvm/java-17"))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, hosts: list[str], java: str) -> None:
    directory = tmp_path_factory.mktemp("state") / "below"
    recorded = Recorded("127.0.3", Recorded("127.0.3").with_hosts(hosts).addresses, java)
    write_recorded(directory, recorded)
    assert read_recorded(directory) == recorded
    assert [path.name for path in directory.iterdir()] == [record_path(directory).name]


def test_without_a_record_the_standard_addresses_hold(tmp_path: Path) -> None:
    assert read_recorded(tmp_path / "nowhere") == Recorded()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 0}', '{"format": 1, "subnet": "127.0.0"}', "\ud800"])
def test_a_record_that_cannot_be_read_is_an_error_at_its_place(tmp_path: Path, text: str) -> None:
    record_path(tmp_path).write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(ProjectError, match=r"local\.json: error\[local-record-unreadable\]"):
        read_recorded(tmp_path)


def test_a_host_that_is_called_by_a_loopback_address_has_that_one_and_no_other_host_gets_it() -> None:
    found = Recorded().with_hosts(["a", "127.0.0.1", "b", "127.9.0.7", "10.0.0.1"])

    assert found.addresses == {
        "127.0.0.1": "127.0.0.1",
        "127.9.0.7": "127.9.0.7",
        "a": "127.0.0.2",
        "b": "127.0.0.3",
        "10.0.0.1": "127.0.0.4",
    }


def test_a_record_of_a_later_release_is_not_to_be_removed(tmp_path: Path) -> None:
    record_path(tmp_path).write_text('{"format": 2, "subnets": ["127.0.0"]}')
    with pytest.raises(HieraKafkaError, match="has the format 2, understood is up to 1") as caught:
        read_recorded(tmp_path)
    (found,) = caught.value.diagnostics
    assert found.id == "record-newer"
    assert "remove" not in str(found.hint)
