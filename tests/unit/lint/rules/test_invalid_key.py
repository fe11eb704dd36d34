"""Keys that no lookup finds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from lib.data.linting import in_text, lint_tree, places
from lib.data.project_trees import PAGE

RULE = "invalid-key"


@pytest.mark.parametrize(
    "key",
    [
        "10",
        "~",
        "1.5",
        "a.b",
        "' a'",
        "''",
        "::a::b",
        "a::b::",
        "a:b::c",
        "a:::b",
        "profile::Kafka::x",
        "profile::kafka-broker::x",
        "profile::1kafka::x",
        "'profile:: kafka::x'",
    ],
)
def test_keys_that_no_lookup_finds_are_found(tmp_path: Path, key: str) -> None:
    assert places(in_text(RULE, tmp_path, f"first: 1\n{key}: 1\n")) == [(2, 1)]


@pytest.mark.parametrize(
    "key", ["a", "a::b::c_d", "a-b", "profile::kafka:mirror:jmx_base_port", "'10'", "lookup_options", "on"]
)
def test_other_keys_are_fine(tmp_path: Path, key: str) -> None:
    assert in_text(RULE, tmp_path, f"{key}: {{1: x, c.d: y}}\n") == []


def lint_with(tmp_path: Path, data: str, files: Mapping[str, str]) -> list[str]:
    report = lint_tree(tmp_path, PAGE + data, select=RULE, files=files)
    return [finding.message for finding in report.findings]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("modules/v/manifests/init.pp", "class v {\n  $c = lookup('v::interval-check')\n}\n"),
        ("modules/v/manifests/init.pp", 'class v {\n  $c = "v::interval-check".lookup\n}\n'),
        ("site/v/manifests/x/y.pp", "$c = hiera_hash( 'v::interval-check', {})"),
        ("site/v/manifests/x/y.pp", "$c = lookup({ 'name' => 'v::interval-check', 'merge' => 'deep' })"),
        ("site/v/manifests/x/y.pp", "$c = lookup(['v::other', 'v::interval-check'], { 'default_value' => 1 })"),
        ("site/v/manifests/x/y.pp", '$c = lookup("v::${what}-check")'),
        ("modules/v/templates/a.erb", "it's <%= scope.function_hiera(['v::interval-check']) %>"),
        ("modules/v/templates/a.erb", "<%= scope.call_function('lookup', 'v::interval-check') %>"),
        ("modules/v/templates/a.epp", "<%= lookup('v::interval-check') %>"),
        ("modules/v/lib/puppet/functions/a.rb", "call_function('lookup', \"v::interval-check\")"),
        ("hieradata/data/hosts/x.yaml", "a: \"%{alias('v::interval-check')}\"\n"),
        ("hieradata/data/hosts/x.yaml", 'a: "%{lookup(\\"v::interval-check\\")}"\n'),
        ("hieradata/data/hosts/x.yaml", "a: '%{lookup(''v::interval-check'')}'\n"),
    ],
)
def test_what_the_repository_looks_up_by_name_is_found(tmp_path: Path, name: str, code: str) -> None:
    assert lint_with(tmp_path, "v::interval-check: 10s\n", {name: code}) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("modules/v/manifests/init.pp", "$c = lookup('v::interval')"),
        ("modules/v/manifests/init.pp", '$c = lookup("${module}::${what}")'),
        ("modules/v/spec/classes/v_spec.rb", "'v::interval-check' => 1"),
        ("modules/v/README.md", "lookup('v::interval-check')"),
    ],
)
def test_what_it_does_not_look_up_is_not(tmp_path: Path, name: str, code: str) -> None:
    assert len(lint_with(tmp_path, "v::interval-check: 10s\n", {name: code})) == 1


@pytest.mark.parametrize(("call", "count"), [("lookup('a.b')", 1), ("lookup(\"'a.b'\")", 0), (r"lookup('\'a.b\'')", 0)])
def test_a_key_with_dots_is_found_in_quotes_within_quotes_alone(tmp_path: Path, call: str, count: int) -> None:
    assert len(lint_with(tmp_path, "a.b: 1\n", {"manifests/site.pp": f"$x = {call}\n"})) == count


def test_a_key_that_holds_what_an_alias_repeats_is_meant(tmp_path: Path) -> None:
    text = ".common: &common {a: 1}\n.lonely: &lonely {a: 1}\nx: *common\n"

    assert places(in_text(RULE, tmp_path, text)) == [(2, 1)]


def test_one_key_in_several_files_is_one_finding(tmp_path: Path) -> None:
    hosts = {f"h{number}.example.org": "a:b::c: 1\n" for number in range(3)}
    (finding,) = lint_tree(tmp_path, PAGE, select=RULE, hosts=hosts).findings

    assert len(finding.each()) == 3
