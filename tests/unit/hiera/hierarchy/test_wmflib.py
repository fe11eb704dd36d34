"""Wikimedia's two functions of hiera.yaml, found through their entry points."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.hierarchy import site_functions
from hiera_kafka.scope import Scope

SCOPE = Scope(facts={"fqdn": "kafka1001.example.org", "site": "north"})
CONFIG = """\
version: 5
hierarchy:
  - {name: regex, lookup_key: "wmflib::regex_data", path: regex.yaml, options: {node: "%{fqdn}"}}
  - {name: common, lookup_key: "wmflib::expand_path", path: common}
"""


def test_both_are_installed_with_the_package():
    assert {"wmflib::expand_path", "wmflib::regex_data"} <= set(site_functions.installed())


@pytest.fixture
def hiera(load):
    def make(**files):
        return load(
            {
                "hiera.yaml": CONFIG,
                "data/common.yaml": "plain: 1\nprofile::kafka::port: 0\n",
                "data/common/profile/kafka.yaml": "profile::kafka::port: 9092\nprofile::kafka::at: 'in %{site}'\n",
                "data/common/profile.yaml": "profile::kafka::port: 1\nprofile::name: x\n",
                "data/regex.yaml": "a:\n  __regex: !ruby/regexp /^zk/\n  plain: 3\n",
            }
            | {f"data/{name}.yaml": text for name, text in files.items()}
        )

    return make


def test_a_key_stands_in_the_file_of_its_namespace_and_in_no_other(hiera):
    data = hiera()
    assert data.lookup("profile::kafka::port", SCOPE).value == 9092
    assert data.lookup("::profile::kafka::port", SCOPE).value == 9092
    assert data.lookup("profile::kafka::at", SCOPE).value == "in north"
    assert data.lookup("profile::name", SCOPE).value == "x"
    assert data.lookup("plain", SCOPE).value == 1
    assert data.lookup("profile::other::key", SCOPE, default=None).value is None


def test_values_know_their_file_and_line(hiera):
    origin = hiera().lookup("profile::kafka::at", SCOPE).origin
    assert any(
        str(place.file).endswith("common/profile/kafka.yaml") and place.line == 2 for place in origin.positions()
    )


def test_a_key_does_not_lead_out_of_the_directory(hiera, tree):
    data = hiera()
    tree({"secret.yaml": "'..::..::secret::k': planted\n"})
    assert data.lookup("'..::secret::k'", SCOPE, default=None).value is None


@pytest.mark.parametrize(
    ("labels", "value"),
    [
        ("a: {__regex: !ruby/regexp /^kafka1/, plain: 5}\nb: {__regex: !ruby/regexp /./, plain: 6}\n", 5),
        ("a: {__regex: !ruby/regexp /^kafka1/, other: 5}\nb: {__regex: !ruby/regexp /./, plain: 6}\n", 6),
        ("a: {__regex: !ruby/regexp /1001/, plain: '%{site}'}\n", "north"),
        ("a: {__regex: !ruby/regexp /KAFKA/i, plain: 7}\n", 7),
        ("a: {__regex: 'kafka1001', plain: 8}\n", 8),
        ("a: {__regex: !ruby/regexp /^zk/, plain: 9}\nb: {plain: 9}\nc: 5\n", 1),
    ],
)
def test_the_first_label_that_matches_and_has_the_key_answers(hiera, labels, value):
    assert hiera(regex=labels).lookup("plain", SCOPE).value == value


def test_a_pattern_that_is_none_is_an_error_with_its_place(hiera, ids):
    with pytest.raises(HieraError) as caught:
        hiera(regex="a:\n  __regex: !ruby/regexp /^kafka[/\n  plain: 5\n").lookup("plain", SCOPE)
    assert ids(caught) == ["regex-data"]
    where = caught.value.diagnostics[0].where[0]
    assert isinstance(where, Position)
    assert (where.line, where.column) == (2, 12)


def test_the_functions_of_puppet_itself_refuse_such_a_pattern(load):
    with pytest.raises(HieraError, match="yaml-class"):
        load({"a.yaml": "a: !ruby/regexp /x/\n"}).lookup("a", SCOPE)
