"""Addresses as messages show them."""

from __future__ import annotations

from hiera_kafka.dist import address


def test_a_url_is_shown_without_what_may_be_secret():
    assert address.without_credentials("https://me:geheim@host:1/p?token=geheim#x") == "https://host:1/p"


def test_what_other_programs_write_is_shown_without_credentials():
    text = "Looking in https://me:geheim@host/simple, then http://host/a@b and me@example.org"
    assert address.masked(text) == "Looking in https://****@host/simple, then http://host/a@b and me@example.org"
