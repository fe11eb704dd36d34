"""Encrypted values that cannot be decrypted."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography import x509

from hiera_kafka.hiera.eyaml import ciphers
from lib.data.control_trees import findings
from lib.data.linting import found, lint_tree
from lib.data.project_trees import HIERA, PAGE

RULE = "undecryptable-enc"
LINE = PAGE.count("\n") + 1
WHOLE = base64.b64encode(b"\x30\x03\x02\x01\x00").decode()
EYAML = HIERA.replace("path: common.yaml", "path: common.yaml\n    lookup_key: eyaml_lookup_key")


def rows(directory: Path, value: str, hierarchy: str = EYAML) -> list[tuple[str, str, int]]:
    data = f"{PAGE}a::token: {value}\n"
    return found(lint_tree(directory, data, select=RULE, files={"hieradata/hiera.yaml": hierarchy}))


@pytest.mark.parametrize(
    "value",
    [
        "ENC[PKCS7,AAAA",
        "ENC[PKCS7,not!base64]",
        "ENC[PKCS7,AAAA]",
        f"ENC[PKCS7,{WHOLE[:-4]}]",
        f"ENC[PKSC7,{WHOLE}]",
        "'x ENC[PKCS7,] y'",
    ],
)
def test_damaged_values_are_found(tmp_path: Path, value: str) -> None:
    assert rows(tmp_path, value) == [(RULE, "common.yaml", LINE)]


@pytest.mark.parametrize(
    "value", [f"ENC[PKCS7,{WHOLE}]", f"ENC[{WHOLE}]", f">\n  ENC[PKCS7,{WHOLE[:4]}\n  {WHOLE[4:]}]", "ENC[GPG,xx]"]
)
def test_whole_values_are_fine(tmp_path: Path, value: str) -> None:
    assert rows(tmp_path, value) == []


def test_a_level_that_does_not_decrypt_is_found(tmp_path: Path) -> None:
    assert rows(tmp_path, f"ENC[PKCS7,{WHOLE}]", HIERA) == [(RULE, "common.yaml", LINE)]


def test_where_the_keys_are_at_hand_values_of_another_key_are_found(tmp_path: Path) -> None:
    pairs = [ciphers.create_keys(), ciphers.create_keys()]
    own, other = (
        ciphers.encrypt(b"planted", ciphers.Keys(x509.load_pem_x509_certificate(public))) for _, public in pairs
    )
    keys = tmp_path / "tree" / "keys"
    keys.mkdir(parents=True)
    (keys / "private.pem").write_bytes(pairs[0][0])
    (keys / "public.pem").write_bytes(pairs[0][1])
    options = f"options: {{pkcs7_private_key: {keys}/private.pem, pkcs7_public_key: {keys}/public.pem}}"
    hierarchy = EYAML.replace("lookup_key: eyaml_lookup_key", f"lookup_key: eyaml_lookup_key\n    {options}")
    data = f"{PAGE}a::token: {own}\nb::token: {other}\n"
    report = lint_tree(tmp_path / "tree", data, select=RULE, files={"hieradata/hiera.yaml": hierarchy})

    assert found(report) == [(RULE, "common.yaml", LINE + 1)]


def test_a_file_that_another_hierarchy_decrypts_is_fine(tmp_path: Path) -> None:
    eyaml = "version: 5\nhierarchy: [{name: c, path: c.yaml, lookup_key: eyaml_lookup_key}]\n"
    plain = "version: 5\nhierarchy: [{name: c, path: c.yaml}]\n"
    data = {"data/c.yaml": f"a: ENC[PKCS7,{WHOLE}]\nb: ENC[PKCS7,{WHOLE}]\n"}
    tests = plain.replace("path: c.yaml", "path: c.yaml, datadir: ../data")

    assert findings(tmp_path / "a", {"hiera.yaml": eyaml, "hiera_noeyaml.yaml": plain, **data}, RULE) == []
    assert findings(tmp_path / "b", {"hiera.yaml": eyaml, "spec/hiera.yaml": tests, **data}, RULE) == []
    (finding,) = findings(tmp_path / "c", {"hiera.yaml": plain, **data}, RULE)
    assert len(finding.each()) == 2
