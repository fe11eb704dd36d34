"""Forms of values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.lint.data import secret_forms as forms


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "required",
        "files sss",
        "sha512",
        "without-password",
        "/etc/ssl/private/a.key",
        "keys/private.pem",
        "hash:/etc/postfix/sasl_passwd",
        "1.15.2",
        "~1.0",
        "48h",
        "2026-01-01",
        "kdc.example.org:464",
        "rule:admin_required",
        "identity::policies::x",
        "https://host:8080/x",
        "${PASSWORD}",
        "$PASSWORD",
        "<password>",
        "{{ vault.x }}",
        "xxxx",
        "REPLACE_ME",
        "A-PLACEHOLDER-X",
        "00000000-0000-0000-0000-000000000000",
        "password requisite pam_cracklib.so",
        "Use your directory password",
        "vault:secret/data/x#y",
    ],
)
def test_what_can_be_no_secret(text: str) -> None:
    assert forms.is_harmless(text)


@pytest.mark.parametrize(
    "text",
    ["hunter2", "changeme", "guest", "Sup3rS3cret!", "p@ss, word", "correct horse battery staple", "a/b+c1=", "$ecret"],
)
def test_what_can_be_a_password(text: str) -> None:
    assert not forms.is_harmless(text)


@pytest.mark.parametrize("text", ["$6$salt$hash", "$2b$12$abc", "{SSHA}abc=", "md5" + "0f" * 16, "*" + "0F" * 20])
def test_hashes(text: str) -> None:
    assert forms.is_hash(text)
    assert not forms.is_hash(f"x{text}")


@pytest.mark.parametrize(
    "text",
    [
        "8fQ2mZx7Lk1vNp4Rt6Yw9Bc3Df5Gh0Jk",
        "9d1c7b3e5f8a2046c8e0d4b6a1f3957e",
        "6b0f4a52-8d3e-4f1b-9c77-2f1f6e0a9b3d",
        "pUqJrVyVRj5jsiYEkM0tFQ==",
    ],
)
def test_what_looks_drawn_at_random(text: str) -> None:
    assert forms.is_random(text)


@pytest.mark.parametrize(
    "text",
    [
        "hunter2",
        "a-longer-name-of-some-thing-2",
        "client.cinder-hdd-ec82/rbd_default_pool",
        "GSSAPIDelegateCredentials2",
        "AAAAC3NzaC1lZDI1NTE5AAAAIL8IV6XOFkcGWKuvfpbE",
        "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7",
        "9DC858229FC7DD38854AE2D88D81803C0EBFCD88",
        "0" * 32,
        "two words and 12345678 more",
    ],
)
def test_what_does_not(text: str) -> None:
    assert not forms.is_random(text)


def test_states_of_values() -> None:
    assert forms.is_absent("False")
    assert not forms.is_absent("never")
    assert forms.is_encrypted("ENC[PKCS7,MII=]")
    assert forms.is_decrypted("DEC(1)::PKCS7[x]!")
    assert forms.is_interpolation("%{lookup('a')}%{b}")
    assert not forms.is_interpolation("%{literal('x')}")
    assert not forms.is_interpolation("%{a}-b")
    assert forms.is_stand_in("${A}")
    assert forms.is_path("/etc/x")
    assert forms.is_public("ssh-ed25519 AAAAC3Nza me")
    assert not forms.is_public("-----BEGIN CERTIFICATE-----\nx\n-----BEGIN PRIVATE KEY-----")
    assert forms.is_guarded("hunter2")
    assert not forms.is_guarded("hunter")


@pytest.mark.parametrize(("text", "bits"), [("", 0.0), ("aaaa", 0.0), ("abab", 1.0), ("abcd", 2.0)])
def test_entropy(text: str, bits: float) -> None:
    assert forms.entropy(text) == pytest.approx(bits)


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert forms.is_harmless(text) in {True, False}
    assert forms.is_random(text) in {True, False}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("part", ["a.", "a::", "passwd ", "/a", "[", "<", "password key ", "AB12", "no", "{"])
def test_long_texts_are_judged_in_linear_time(part: str) -> None:
    text = part * 100_000

    assert not forms.is_harmless(text)
    assert not forms.is_path(text)
    assert not forms.is_interpolation(text)
    assert forms.is_hash(text) in {True, False}
    assert forms.is_random(text) in {True, False}
