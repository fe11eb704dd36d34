"""ZooKeeper servers: ensemble, ids, Java, cleanup, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.catalog.resources import Catalog, Section
from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from lib.wikimedia.hosts import JAVA, ZOOKEEPER, catalog, lines, text
from lib.wikimedia.services import members, server, server_refusal

ZOO_CFG = "/etc/zookeeper/conf/zoo.cfg"
MYID = "/etc/zookeeper/conf/myid"
DEFAULT = "/etc/default/zookeeper"


def section(found: Catalog) -> Section:
    return found.sections[-1]


def test_myid_is_the_id_without_a_line_end(tmp_path: Path) -> None:
    assert text(server(tmp_path), MYID) == "1"


def test_a_number_as_id_is_written_and_warned_of(tmp_path: Path) -> None:
    found = server(tmp_path, members(z1=7))
    assert text(found, MYID) == "7"
    assert [warning.id for warning in found.diagnostics] == ["myid-not-text"]


def test_a_host_outside_its_ensemble_has_a_myid_without_content(tmp_path: Path) -> None:
    found = server(tmp_path, members(z2="2"))
    assert [warning.id for warning in found.diagnostics] == ["myid-without-content"]
    assert [owned.path for owned in section(found).owned] == [MYID]
    assert MYID not in [file.path for file in found.files()]


def test_an_unknown_cluster_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(WikimediaError, match="did you mean 'zk'") as error:
        server(tmp_path, {"profile::zookeeper::cluster_name": "zkk"})
    assert error.value.category == "undef_index"


def test_the_name_of_the_server_class_beats_that_of_the_profile(tmp_path: Path) -> None:
    two = {"zookeeper_clusters": {name: {"hosts": {"z1.example.org": id_}} for name, id_ in (("zk", "1"), ("b", "5"))}}
    assert "server.5=z1.example.org:2182:2183" in lines(
        server(tmp_path, two | {"profile::zookeeper::server::cluster_name": "b"}), ZOO_CFG
    )


@pytest.mark.parametrize(("codename", "allowed"), [("bullseye", False), ("bookworm", True)])
def test_four_letter_words_are_allowed_from_bookworm_on(tmp_path: Path, codename: str, allowed: bool) -> None:
    found = server(tmp_path, codename=codename)
    assert ("4lw.commands.whitelist=*" in lines(found, ZOO_CFG)) is allowed
    assert [line.path for line in section(found).lines] == (["/etc/zookeeper/conf/environment"] if allowed else [])


def test_buster_needs_java_11(tmp_path: Path) -> None:
    assert server_refusal(tmp_path, {}, codename="buster") == "explicit_fail"
    home = {"profile::zookeeper::override_java_home": "/usr/lib/jvm/java-11-openjdk-amd64"}
    found = server(tmp_path, home, codename="buster")
    assert "JAVA=/usr/lib/jvm/java-11-openjdk-amd64/bin/java" in lines(found, DEFAULT)


def test_without_a_jmx_port_jmx_is_off(tmp_path: Path) -> None:
    assert "JMXLOCALONLY=false" in lines(server(tmp_path), DEFAULT)
    off = lines(server(tmp_path, {"zookeeper::server::jmx_port": False}), DEFAULT)
    assert off[0] == "JMXDISABLE=true"
    assert "jmxremote" not in off[1]


def test_the_cleanup_can_be_switched_off(tmp_path: Path) -> None:
    on, off = server(tmp_path), server(tmp_path, {"zookeeper::server::cleanup_timer_deploy": False})
    timer = "/lib/systemd/system/zookeeper-cleanup.timer"
    assert timer in [file.path for file in on.files()]
    assert timer in [absent.path for absent in section(off).absent]
    assert [unit.running for unit in section(off).units] == [True, False]


def test_the_firewall_needs_to_know_whom_to_let_in(tmp_path: Path) -> None:
    data = {key: value for key, value in (ZOOKEEPER | JAVA).items() if "firewall" not in key}
    with pytest.raises(WikimediaError) as error:
        catalog(tmp_path, data, "z1.example.org", role="zookeeper/test")
    assert error.value.category == "missing_hiera_key"
    catalog(tmp_path, data, "z1.example.org", classes=["profile::zookeeper::server"])
