"""Which names hold secrets."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import kafkacfg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import LevelFile, Place, SecretPlace
from hiera_kafka.hiera.values.ruby import Rich, Sensitive
from hiera_kafka.hiera.values.secrets import MASK, is_secret_name, quoted, shown, shown_node, shown_traced, unquoted
from hiera_kafka.source import Origin, Trace

TABLES = sorted((Path(kafkacfg.__file__).parent / "data" / "kafka").glob("[1-9].*.json"))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_options_that_kafka_itself_treats_as_passwords_are_secret_and_no_others(table: Path) -> None:
    groups = json.loads(table.read_text())
    types = {
        name: option["type"].lower()
        for group in ("broker", "topic", "consumer", "producer")
        for name, option in groups.get(group, {}).items()
        if option.get("type")
    }
    for name, type_ in types.items():
        assert is_secret_name(name) == (type_ == "password"), name


@pytest.mark.parametrize(
    "name",
    [
        "profile::kafka::broker::ssl_password",
        "ssl.keystore.password",
        "listener.name.msgs.ssl.keystore.password",
        "listener.name.sasl_ssl.plain.sasl.jaas.config",
        "password.encoder.old.secret",
        "delegation.token.secret.key",
        "API_TOKEN",
    ],
)
def test_names_of_secrets(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    ["ssl.keystore.location", "sasl.oauthbearer.token.endpoint.url", "delegation.token.max.lifetime.ms", "broker.id"],
)
def test_names_that_only_speak_of_secrets(name: str) -> None:
    assert not is_secret_name(name)


leaf = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
data = st.recursive(leaf, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("a::password", "x", MASK),
        ("a::password", None, None),
        ("a.password.file", {"k": ["x", 1]}, {"k": [MASK, MASK]}),
        ("a", {"db_password": "x", "user": "me"}, {"db_password": MASK, "user": "me"}),
        ("a", [{"secret": {"deep": "x"}}], [{"secret": {"deep": MASK}}]),
        ("a", {"k": Sensitive("x")}, {"k": MASK}),
        ("a", Rich("semver", "1.2.3"), "1.2.3"),
        ("a", {Rich("semver", "1.2.3"): 1}, {"1.2.3": 1}),
    ],
)
def test_what_looks_secret_is_masked_however_deep(name: str, value: Any, expected: Any) -> None:
    assert shown(name, value) == expected


def test_secrets_are_shown_when_asked_for() -> None:
    assert shown("a::password", {"k": Sensitive(["x"])}, secrets=True) == {"k": ["x"]}


@pytest.mark.slow
@given(data)
def test_what_is_shown_with_secrets_is_the_data_itself(value: Any) -> None:
    assert shown("key", value, secrets=True) == value


@pytest.mark.slow
@given(data)
def test_below_a_secret_name_no_leaf_is_left(value: Any) -> None:
    def leaves(item: Any) -> list[Any]:
        if isinstance(item, dict):
            return [found for part in item.values() for found in leaves(part)]
        if isinstance(item, list):
            return [found for part in item for found in leaves(part)]
        return [item]

    assert set(map(str, leaves(shown("password", value)))) <= {MASK, "None"}


PLACE = Place(LevelFile("/f.yaml"), 1, 1)


def test_a_value_is_quoted_unless_one_of_its_origins_is_secret() -> None:
    plain, secret = Origin.given("test"), Origin.given("test", PLACE.position)
    secret = replace(secret, secret=True)
    assert quoted("a'b", plain) == '"a\'b"'
    assert unquoted("a", plain, Origin.derived("of it", plain)) == "a"
    assert quoted("a", plain, Origin.derived("of it", plain, secret)) == MASK
    assert quoted([1], plain, form=lambda value: f"{len(value)} elements") == "1 elements"


def test_keys_that_are_secrets_are_masked_one_by_one() -> None:
    keys = {"hunter2": SecretPlace(*PLACE), "hunter3": SecretPlace(*PLACE), "a": PLACE}
    node = Node({key: Node(1, PLACE) for key in keys}, PLACE, keys)
    assert shown_node("x", node) == {MASK: 1, f"{MASK} (2)": 1, "a": 1}
    assert shown_node("x", node, secrets=True) == {"hunter2": 1, "hunter3": 1, "a": 1}


def test_data_with_a_trace_is_masked_by_its_origins() -> None:
    root = yaml_reader.parse("{a: {password: [x, null], b: y}, c: [{token: 1}, z]}", "/f.yaml").root
    assert root is not None
    masked = {"a": {"password": [MASK, None], "b": "y"}, "c": [{"token": MASK}, "z"]}
    assert shown_traced(root.plain, root.trace()) == masked
    derived = Trace(Origin.derived("all", root.trace().at("a", "password")))
    assert shown_traced({"x": ["y", 1]}, derived) == {"x": [MASK, MASK]}
