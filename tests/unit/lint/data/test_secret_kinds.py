"""What the last part of a key says of its value."""

from __future__ import annotations

import pytest

from hiera_kafka.lint.data import secret_kinds
from hiera_kafka.lint.data.secret_kinds import Named, kind_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("password", Named.PASSWORD),
        ("adminPassword", Named.PASSWORD),
        ("ssl.keystore.password", Named.PASSWORD),
        ("DB_PASSWD", Named.PASSWORD),
        ("bind_pw", Named.PASSWORD),
        ("rootpw", Named.PASSWORD),
        ("db_password_2", Named.PASSWORD),
        ("db_password_prod", Named.PASSWORD),
        ("proxy_pass", Named.NOTHING),
        ("bypass", Named.NOTHING),
        ("tagpass", Named.NOTHING),
        ("password_file", Named.NOTHING),
        ("client_secret", Named.SECRET),
        ("apiKey", Named.SECRET),
        ("sasl.jaas.config", Named.SECRET),
        ("ssl.keystore.key", Named.SECRET),
        ("secret_key_base", Named.SECRET),
        ("existingSecret", Named.MAYBE),
        ("tokens", Named.MAYBE),
        ("GSSAPIDelegateCredentials", Named.MAYBE),
        ("use_password", Named.MAYBE),
        ("ssh_key", Named.NOTHING),
        ("public_key", Named.NOTHING),
        ("port", Named.NOTHING),
        ("", Named.NOTHING),
    ],
)
def test_kinds(name: str, kind: Named) -> None:
    assert kind_of(name) is kind


@pytest.mark.parametrize(
    "name", ["token_provider", "server_tokens", "PermitEmptyPasswords", "version", "passwd_warn_age"]
)
def test_attributes_say_something_about_a_secret(name: str) -> None:
    assert secret_kinds.is_attribute(name)


@pytest.mark.parametrize("name", ["password", "db_password_replica", "secret", "grafana"])
def test_other_names_may_be_those_of_secrets(name: str) -> None:
    assert not secret_kinds.is_attribute(name)


def test_most_names_say_nothing() -> None:
    assert secret_kinds.says_nothing("port", "kafka")
    assert not secret_kinds.says_nothing("db", "passwords")
    assert not secret_kinds.says_nothing("value", "x")


def test_parts_of_names() -> None:
    assert secret_kinds.words_of("GSSAPIDelegateCredentials") == "gssapi_delegate_credentials"
    assert secret_kinds.words_of("ssl.key-password2") == "ssl_key_password_2"
    assert secret_kinds.is_bare("value")
    assert not secret_kinds.is_bare("values")
    assert secret_kinds.is_holder("db_passwords")
    assert not secret_kinds.is_holder("password")
    assert secret_kinds.is_pin("so_pin")
    assert not secret_kinds.is_pin("spin")
    assert secret_kinds.is_pair("stats_auth")
    assert secret_kinds.is_public("host_key")
