"""The addresses of a host."""

from __future__ import annotations

import ipaddress
from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import addresses

TRIE = """\
Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 127.0.0.0/31 1 0 0
        |-- 127.0.0.0
           /8 host LOCAL
        |-- 127.0.0.1
           /32 host LOCAL
     |-- 10.0.0.20
        /32 host LOCAL
     |-- 10.0.0.3
        /32 host LOCAL
     |-- 10.0.0.255
        /32 link BROADCAST
Local:
     |-- 10.0.0.3
        /32 host LOCAL
"""
SIX = """\
fd000000000000000000000000000002 04 40 00 82     eth0
00000000000000000000000000000001 01 80 10 80       lo
"""


def test_both_families_are_read_each_address_once(tmp_path: Path) -> None:
    (tmp_path / "net").mkdir()
    (tmp_path / "net/fib_trie").write_text(TRIE)
    assert addresses.addresses(tmp_path) == ["10.0.0.3", "10.0.0.20", "127.0.0.1"]
    (tmp_path / "net/if_inet6").write_text(SIX)
    assert addresses.addresses(tmp_path)[3:] == ["::1", "fd00::2"]


def test_this_machine_has_its_loopback_address_and_no_broadcast_address() -> None:
    found = addresses.addresses()
    assert "127.0.0.1" in found
    assert not any(ipaddress.ip_address(one).is_multicast or one.endswith(".255") for one in found)
