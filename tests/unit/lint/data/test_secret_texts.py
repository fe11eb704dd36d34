"""Secrets within longer texts."""

from __future__ import annotations

import pytest

from hiera_kafka.lint.data import secret_texts as texts


@pytest.mark.parametrize(
    "text",
    [
        "mysql://app:planted@db/x",
        "redis://:planted@db",
        "https://me:planted@example.org/",
        "postgres://me:planted@%{lookup('host')}/x",
        "user=me password=planted",
        'required username="x" password="planted";',
        "-Djavax.net.ssl.keyStorePassword=planted",
        "check --user me --password planted",
        "check --db-password='planted'",
        "curl -s -u me:planted https://x",
        "[client]\npassword = planted\n",
        "db:\n  password: planted\n",
        '{"a": 1,\n "password": "planted",\n "b": 2}',
        "password => 'planted'",
        "Authorization: Bearer 7c1fd0a5e9b84d2c8f3b",
        "Basic YWRtaW46cGxhbnRlZA==",
        "requirepass planted",
        "CREATE USER x IDENTIFIED BY 'planted'",
        "https://x/?token=8fQ2mZx7Lk1vNp4Rt6Yw9Bc3",
    ],
)
def test_passwords_within_texts(text: str) -> None:
    assert texts.holds_password(text)
    assert texts.may_hold_password(text)


@pytest.mark.parametrize(
    "text",
    [
        "mysql://app:%{lookup('x')}@db/x",
        "mysql://app:ENC[PKCS7,AAAA]@db/x",
        "https://user:pass@example.com/x",
        "https://host:8080/x@y",
        "password=%{lookup('x')}",
        "password=${PASSWORD}",
        "password=<password>",
        "password=[^&]*",
        "password_file=/etc/x",
        "podman login --password-stdin host",
        "--password-file /etc/x",
        "%wheel ALL=(ALL) NOPASSWD: ALL",
        "Cmnd_Alias PASSWD = /usr/bin/passwd",
        "password requisite pam_unix.so",
        "log token=$arg_token",
        "Basic authentication is on",
        "a password: is what you need",
        "Failed password for root",
    ],
)
def test_texts_without(text: str) -> None:
    assert not texts.holds_password(text)


def test_known_tokens() -> None:
    assert texts.holds_token("x glpat-Xk3LmN9pQr5StUv7WxYz y")
    assert texts.holds_token("AQBhT1dkR0pWNxAAk3vZ1mQ9b8yXc7dFqWeRtA==")
    assert not texts.holds_token("monkey-0123456789abcdef")
    assert not texts.holds_token("task-queue-of-many-long-words-indeed")


@pytest.mark.parametrize("text", ["password: x", "secret=y", "http://a:b/c@d"])
def test_in_doubt_there_may_be_one(text: str) -> None:
    assert texts.may_hold_password(text)
    assert not texts.holds_password(text)


@pytest.mark.parametrize(
    "text", ["NOPASSWD: ALL", "http://host:8080/x@y", "password=%{lookup('x')}", "password: false"]
)
def test_without_doubt_there_is_none(text: str) -> None:
    assert not texts.may_hold_password(text)


def test_blocks_of_base64() -> None:
    block = "bG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQgY29uc2VjdGV0dXI5"
    assert texts.holds_block(block)
    assert texts.holds_block(f"one\n  {block}\n")
    assert not texts.holds_block("2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")
    assert not texts.holds_block(f"-----BEGIN CERTIFICATE-----\n{block}")
    assert not texts.holds_block("/usr/lib/x86/64/a/very/long/path/that/goes/on")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "part",
    [
        "password",
        "://a",
        "a:b@",
        "--password=",
        "curl ",
        "token:",
        "password \n",
        "A1b/",
        "Basic ",
        "key-",
        "sk-",
        " \n",
    ],
)
def test_long_texts_are_searched_in_linear_time(part: str) -> None:
    text = part * 40_000

    assert texts.holds_token(text) in {True, False}
    assert texts.may_hold_password(text) in {True, False}
    assert texts.holds_block(text) in {True, False}
