"""Scope variables."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.merging.variables import Variables
from hiera_kafka.scope import Scope

SCOPE = Scope(
    facts={"site": "fact", "os": {"name": "Debian"}, "nil": None},
    variables={"site": "variable"},
    trusted={"certname": "k1"},
    server_facts={"serverversion": "7"},
    environment="staging",
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("site", "variable"), ("::site", "variable"), ("::::site", "variable"), ("os", {"name": "Debian"}),
        ("facts", dict(SCOPE.facts)), ("trusted", {"certname": "k1"}), ("environment", "staging"),
        ("serverversion", "7"),
        ("server_facts", {"serverversion": "7", "environment": "staging"}), ("module_name", ""), ("title", "main"),
        ("nil", None),
    ],
)  # fmt: skip
def test_a_variable_has_the_value_of_the_top_scope(name, value):
    assert Variables(SCOPE).get(name).plain == value


@pytest.mark.parametrize("name", ["nosuch", ":::site", "::::::site", "a::b", ""])
def test_other_names_are_unknown(name):
    variables = Variables(SCOPE)
    assert variables.get(name) is None
    assert name not in variables


def test_a_variable_says_where_it_came_from():
    assert Variables(SCOPE).get("::site").origin().rule == "variable site"
    assert "site" in list(Variables(SCOPE))
