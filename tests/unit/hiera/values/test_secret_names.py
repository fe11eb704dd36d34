"""Names and key paths of secrets."""

from __future__ import annotations

import pytest

from hiera_kafka.hiera.values.secret_names import hides, is_secret_key, is_secret_name, is_secret_path


@pytest.mark.parametrize("name", ["ssl.key.password", "sasl.jaas.config", "db_passwd", "apiToken", "ssl.keystore.key"])
def test_names_of_secrets(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["ssl.keystore.location", "password_file", "delegation.token.max.lifetime.ms", "port"])
def test_names_that_only_speak_of_secrets(name: str) -> None:
    assert not is_secret_name(name)


def test_a_key_is_looked_at_as_a_whole_and_by_its_segments() -> None:
    assert is_secret_key("profile::db::password")
    assert is_secret_key("db.password.0")
    assert not is_secret_key("db.name")


def test_a_path_hides_what_is_below_one_of_its_names() -> None:
    assert is_secret_path(("credentials", "user", 0))
    assert is_secret_path(("db", "password"))
    assert not is_secret_path(("db", "user", 1))
    assert not is_secret_path(())


def test_names_of_other_things_hide_nothing() -> None:
    assert not is_secret_path(("kafka_clusters", "tokens", "brokers", "secret1.example.org", "id"))
    assert not is_secret_path(("lookup_options", "db::password", "merge"))
    assert is_secret_path(("kafka_clusters", "tokens", "config", "ssl.key.password"))
    assert hides("password", "config")
    assert not hides("password", "lookup_options")
    assert not hides(0)
