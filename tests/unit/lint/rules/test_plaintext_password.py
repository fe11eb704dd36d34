"""Passwords in plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from lib.data.linting import in_text, places

RULE = "plaintext-password"


@pytest.mark.parametrize(
    "line",
    [
        "profile::kafka::broker::ssl_password: planted",
        "ssl_password: 'planted'",
        "a: {ssl.keystore.password: planted}",
        "db_passphrase: planted",
        "api_key: planted",
        "app_secret: planted",
        "auth_token: planted",
        "passwords: {db: planted}",
        "truststore_passwords: [planted]",
        "admin_password: 123456",
        "url: postgres://me:planted@db/x",
        "options: 'user=me password=planted'",
    ],
)
def test_secrets_in_plain_text_are_found_and_not_shown(tmp_path: Path, line: str) -> None:
    (finding,) = in_text(RULE, tmp_path, f"{line}\n")

    assert places([finding])[0][0] == 1
    assert "planted" not in str(finding.to_dict())


@pytest.mark.parametrize(
    "line",
    [
        "ssl_password: ENC[PKCS7,AAAA]",
        "ssl_password: \"%{lookup('x')}\"",
        "ssl_password: ''",
        "ssl_password: ~",
        "ssl_password: absent",
        "ssl_password: $6$salt$hash",
        "password_file: planted",
        "ca_private_key: /etc/ssl/private/ca.key",
        "ca_secret: puppetserver/ca.key",
        "use_password: true",
        "token_lifetime: planted",
        "max_tokens: 5",
        "url: https://host:8080/x",
        "lookup_options: {ssl_password: {convert_to: Sensitive}}",
    ],
)
def test_encrypted_values_paths_and_what_is_no_secret_are_fine(tmp_path: Path, line: str) -> None:
    assert in_text(RULE, tmp_path, f"{line}\n") == []


def test_in_a_private_tree_it_is_an_info(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()

    assert in_text(RULE, tmp_path / "private", "ssl_password: planted\n")[0].level is Severity.INFO
