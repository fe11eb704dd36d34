"""Keys that are nearly looked up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from lib.data.control_trees import HIERA, findings
from lib.data.linting import in_text, lint_tree
from lib.data.project_trees import PAGE

RULE = "misspelt-key"


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("profile::kafka::broker::num_io_thread", "profile::kafka::broker::num_io_threads"),
        ("profile::kakfa::broker::plaintext", "profile::kafka::broker::plaintext"),
        ("profiel::kafka::broker::log_dirs", "profile::kafka::broker::log_dirs"),
        ("profile::kafka::borker::ssl_enabled", "profile::kafka::broker::ssl_enabled"),
        ("profile::kafka:broker::plaintext", "profile::kafka::broker::plaintext"),
        ("profile::zookeper::sync_limit", "profile::zookeeper::sync_limit"),
        ("profile::kafka::mirror::jmx_base_port", "profile::kafka:mirror:jmx_base_port"),
        ("kafka_cluster", "kafka_clusters"),
        ("profile::kafka::brokerc:max_heap_size", "profile::kafka::broker::max_heap_size"),
        ("zookeper_clusters", "zookeeper_clusters"),
        ("kafka_mesage_max_bytes", "kafka_message_max_bytes"),
    ],
)
def test_slips_are_found_with_the_nearest_key(tmp_path: Path, key: str, near: str) -> None:
    (finding,) = in_text(RULE, tmp_path, f"{key}: 1\n")

    assert finding.diagnostic.hint == f"did you mean {near!r}?"


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("profile::zookeeper::server::cluster_name", "profile::zookeeper::cluster_name"),
        ("kafka::broker::plaintext", "profile::kafka::broker::plaintext"),
    ],
)
def test_a_key_with_a_part_too_many_or_too_few_is_found_and_is_no_slip(tmp_path: Path, key: str, near: str) -> None:
    (finding,) = in_text(RULE, tmp_path, f"{key}: 1\n")

    assert finding.diagnostic.hint == f"write {near!r}, or remove the key"


@pytest.mark.parametrize(
    "key",
    [
        "profile::kafka::broker::num_io_threads",
        "profile::kafka:mirror:jmx_base_port",
        "profile::kafka::broker::message_max_bytes",
        "confluent::kafka::broker::num_replica_fetchers",
        "zookeeper::sync_limit",
        "profile::base::certificates::include_bundle_p12",
        "clusters",
        "profile::cassandra::log_dirs",
        "kafka::clusters",
    ],
)
def test_keys_that_are_looked_up_and_keys_of_others_are_not(tmp_path: Path, key: str) -> None:
    assert in_text(RULE, tmp_path, f"{key}: 1\n") == []


def test_only_colons_are_fixed(tmp_path: Path) -> None:
    (colons,) = in_text(RULE, tmp_path, "profile::kafka:broker::plaintext: true\n")
    (letters,) = in_text(RULE, tmp_path, "profile::kafka::broker::plaintxt: true\n")

    assert colons.fix is not None
    assert letters.fix is None


def test_nothing_is_fixed_where_the_right_key_stands_as_well(tmp_path: Path) -> None:
    text = "profile::kafka:broker::plaintext: true\nprofile::kafka::broker::plaintext: false\n"

    assert in_text(RULE, tmp_path, text)[0].fix is None


CODE = "class app (Integer $listen_port, $hosts = $app::params::hosts) inherits app::params { lookup('ntp_servers') }\n"


def lint_with(tmp_path: Path, data: str, hosts: Mapping[str, str] | None = None) -> list[tuple[str, str | None]]:
    files = {"modules/app/manifests/init.pp": CODE}
    report = lint_tree(tmp_path, PAGE + data, select=RULE, hosts=hosts, files=files)
    return [(finding.message, finding.diagnostic.hint) for finding in report.findings]


@pytest.mark.parametrize("key", ["app::listen_prot", "app::lisen_port", "ap::listen_port", "app::listen_ports"])
def test_a_slip_in_a_parameter_of_a_class_of_the_repository_is_found(tmp_path: Path, key: str) -> None:
    ((message, hint),) = lint_with(tmp_path, f"{key}: 1\n")

    assert (
        message == f"nothing here looks up {key!r}, but 'app::listen_port' is a parameter of a class of this repository"
    )
    assert hint == "did you mean 'app::listen_port'?"


@pytest.mark.parametrize("key", ["app::hosts", "app::host_port", "ntp_servers", "app::x::listen_port"])
def test_parameters_and_what_is_not_like_one_are_fine(tmp_path: Path, key: str) -> None:
    assert lint_with(tmp_path, f"{key}: 1\n") == []


def test_a_slip_of_a_key_that_code_looks_up_is_found_where_the_right_one_stands_elsewhere(tmp_path: Path) -> None:
    hosts = {"x.example.org": "ntp_severs: [a]\n"}
    ((_, hint),) = lint_with(tmp_path, "ntp_servers: [a]\n", hosts)

    assert hint == "did you mean 'ntp_servers'?"


@pytest.mark.parametrize(
    ("common", "hosts", "count"),
    [
        ("forge::enable: 1\n", ["forge::enabel: 1\n", "forge::enable: 1\n"], 1),
        ("forge::enable: 1\n", ["forge::enabel: 1\n"], 0),  # who is right of two is not known
        ("forge::enable: 1\nforge::enabled: 1\n", ["forge::enable: 1\n"], 0),  # two keys of one file
        ("forge::disk1: 1\n", ["forge::disk2: 1\n", "forge::disk1: 1\n"], 0),
    ],
)
def test_a_slip_of_a_key_that_more_files_have_is_found(
    tmp_path: Path, common: str, hosts: list[str], count: int
) -> None:
    named = {f"{name}.example.org": text for name, text in zip("ab", hosts, strict=False)}

    assert len(lint_with(tmp_path, common, named)) == count


def hints(tmp_path: Path, files: Mapping[str, str]) -> list[str | None]:
    return [finding.diagnostic.hint for finding in findings(tmp_path, {"hiera.yaml": HIERA, **files}, RULE)]


PUPPETFILE = "forge 'https://forge.example.org'\nmod 'puppet-dhcp', '1.0.0'\nmod 'quagga',\n  :git => 'x'\n"


@pytest.mark.parametrize(
    ("puppetfile", "data", "hint"),
    [
        (PUPPETFILE, "dhp::interfaces: [a]\n", ["did you mean 'dhcp::interfaces'?"]),
        (PUPPETFILE, "qaugga::bgp::peers: [a]\n", ["did you mean 'quagga::bgp::peers'?"]),
        (PUPPETFILE, "dhcp::interfaces: [a]\nsecrets::dhcp: x\n", []),
        (PUPPETFILE, "dhp::interfaces: [a]\ndhp::ranges: [b]\n", []),  # a module of that name, after all
        ("", "dhp::interfaces: [a]\n", []),
    ],
)
def test_a_module_that_no_puppetfile_names_is_found(
    tmp_path: Path, puppetfile: str, data: str, hint: list[str]
) -> None:
    assert hints(tmp_path, {"Puppetfile": puppetfile, "data/c.yaml": data}) == hint


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("nova::cindr::password", ["did you mean 'nova::cinder::password'?"]),
        ("nova::api::password", []),
        ("nova::cynder2::password", []),
    ],
)
def test_a_class_of_one_key_that_is_nearly_one_of_several_is_found(tmp_path: Path, key: str, hint: list[str]) -> None:
    several = "".join(f"nova::{name}::{option}: 1\n" for name in ("cinder", "apt") for option in "abc")

    assert hints(tmp_path, {"data/c.yaml": several, "data/nodes/n.yaml": f"{key}: x\n"}) == hint


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("class a { $x = lookup('report__names', Array) }", ["did you mean 'report__names'?"]),
        ("class a { $x = 'report__names'.lookup }", ["did you mean 'report__names'?"]),
        ("class a { $x = lookup({ 'name' => 'report__names' }) }", ["did you mean 'report__names'?"]),
        ("class a { $x = 'report__names' }", []),
    ],
)
def test_a_slip_of_a_key_that_code_looks_up_and_no_data_has_is_found(
    tmp_path: Path, code: str, hint: list[str]
) -> None:
    assert hints(tmp_path, {"manifests/site.pp": code, "data/c.yaml": "report__nmaes: [a]\n"}) == hint


def test_two_keys_of_one_file_are_two_keys(tmp_path: Path) -> None:
    data = "report__names: [a]\nreport__name: b\n"

    assert hints(tmp_path, {"manifests/site.pp": "lookup('report__names')", "data/c.yaml": data}) == []
