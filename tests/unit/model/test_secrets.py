"""Which names hold secrets."""

from __future__ import annotations

import json
from pathlib import Path

import kafkacfg
import pytest

from hiera_kafka.model.secrets import is_secret_name

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
