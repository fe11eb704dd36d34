"""Private keys in the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import found, in_text, lint_tree, places
from lib.data.project_trees import PAGE

RULE = "private-key"
LINE = PAGE.count("\n") + 1


@pytest.mark.parametrize(
    "kind", ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"]
)
def test_a_key_in_data_is_found_at_its_first_line(tmp_path: Path, kind: str) -> None:
    data = f"{PAGE}a::key: |\n  -----BEGIN {kind}-----\n  planted\n  -----END {kind}-----\n"

    assert found(lint_tree(tmp_path, data, select=RULE)) == [(RULE, "common.yaml", LINE + 1)]


def test_a_key_that_is_folded_in_its_first_line_is_found(tmp_path: Path) -> None:
    data = f'{PAGE}a::key: "-----BEGIN RSA\n  PRIVATE KEY-----\\nplanted\\n-----END RSA PRIVATE KEY-----"\n'

    assert found(lint_tree(tmp_path, data, select=RULE)) == [(RULE, "common.yaml", LINE)]


def test_a_file_that_no_hierarchy_reads_is_looked_at_as_well(tmp_path: Path) -> None:
    (finding,) = in_text(RULE, tmp_path, "a::key: |\n  -----BEGIN PRIVATE KEY-----\n  planted\n")

    assert places([finding]) == [(2, 3)]
    assert "planted" not in str(finding.to_dict())


def test_keys_and_keystores_beside_the_data_are_found(tmp_path: Path) -> None:
    inventory_files = {
        "hieradata/keys/private.pem": "-----BEGIN RSA PRIVATE KEY-----\n",
        "hieradata/data/broker.key": "x\n-----BEGIN PRIVATE KEY-----\n",
        "hieradata/keys/public.pem": "-----BEGIN CERTIFICATE-----\n",
    }
    report = lint_tree(tmp_path, select=RULE, files=inventory_files)

    assert sorted((name, line) for _, name, line in found(report)) == [("broker.key", 2), ("private.pem", 1)]


def test_keys_of_fixtures_are_infos(tmp_path: Path) -> None:
    report = lint_tree(
        tmp_path, select=RULE, files={"hieradata/spec/fixtures/id_rsa": "-----BEGIN RSA PRIVATE KEY-----\n"}
    )

    assert found(report) == []
    assert [row[1] for row in found(report, RULE)] == ["id_rsa"]


def test_a_keystore_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "hieradata").mkdir()
    (tmp_path / "hieradata/a.jks").write_bytes(b"\xfe\xed\xfe\xed\0\0")
    (tmp_path / "hieradata/a.p12").write_bytes(b"\x30\x82\x01\x00\x02\x01\x03")
    (tmp_path / "hieradata/b.p12").write_bytes(b"text")

    assert [row[1] for row in found(lint_tree(tmp_path, select=RULE))] == ["a.jks", "a.p12"]


def test_certificates_and_public_keys_are_fine(tmp_path: Path) -> None:
    data = f"{PAGE}a::key: |\n  -----BEGIN PUBLIC KEY-----\n"

    assert found(lint_tree(tmp_path, data, select=RULE)) == []
