"""Encrypted values that cannot be decrypted."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography import x509

from hiera_kafka.hiera.eyaml import ciphers
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.runner import LintRequest, run
from lib.data.control_trees import HIERA as CONTROL
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


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("data_hash: yaml_data", [(RULE, "own.yaml", 1)]),
        ("lookup_key: eyaml_lookup_key", []),
        ("data_hash: sops_data", []),  # a function of the site may decrypt
    ],
)
def test_without_an_inventory_the_levels_that_could_read_a_file_count(
    level: str, expected: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    (tmp_path / "hiera.yaml").write_text(
        f"version: 5\nhierarchy:\n- {{name: own, path: own.yaml, {level}}}\n"
        "- {name: common, path: common.yaml, lookup_key: eyaml_lookup_key}\n"
    )
    (tmp_path / "data").mkdir()
    (tmp_path / "data/own.yaml").write_text(f"a::token: ENC[PKCS7,{WHOLE}]\n")

    report = run(LintRequest((tmp_path,), Settings(tmp_path, select=(RULE,)), None))

    assert found(report) == expected


def test_what_another_hierarchy_decrypts_is_an_info(tmp_path: Path) -> None:
    hierarchy = "version: 5\nhierarchy:\n- {name: common, path: common.yaml}\n"
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/hiera.yaml").write_text(hierarchy.replace("}", ", datadir: ../data}"))
    (tmp_path / "hiera.yaml").write_text(
        hierarchy.replace("common.yaml}", "common.yaml, lookup_key: eyaml_lookup_key}")
    )
    (tmp_path / "data").mkdir()
    (tmp_path / "data/common.yaml").write_text(f"a::token: ENC[PKCS7,{WHOLE}]\n")

    report = run(LintRequest((tmp_path,), Settings(tmp_path, select=(RULE,)), None))

    assert found(report) == []
    (finding,) = [one for one in report.findings if one.id == RULE]
    assert finding.diagnostic.note == "the environment's hierarchy (hiera.yaml) decrypts it"


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


def test_values_of_one_file_that_no_level_decrypts_are_one_finding(tmp_path: Path) -> None:
    value = f"ENC[PKCS7,{WHOLE}]"
    files = {"hiera.yaml": CONTROL, "data/c.yaml": f"a: {value}\nb: {value}\n", "data/nodes/n.yaml": f"a: {value}\n"}

    assert [len(finding.each()) for finding in findings(tmp_path, files, RULE)] == [2, 1]
