"""What files of known keys say, held against ssh-keygen where it makes them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hiera_kafka.clients.ssh.known_hosts import AUTHORITY, REVOKED, entry_name, fingerprint, known_keys, types_first
from hiera_kafka.errors import Position
from lib.machine.ssh_server import keygen


@pytest.fixture
def line(tmp_path: Path) -> str:
    """Type and key, as a line ends."""
    return " ".join(keygen(tmp_path / "key").with_suffix(".pub").read_text().split()[:2])


def _found(tmp_path: Path, text: str, name: str) -> list[tuple[int, str]]:
    file = tmp_path / "known_hosts"
    file.write_text(text)
    return [(key.where.line, key.marker) for key in known_keys([file, tmp_path / "missing"], name)]


@pytest.mark.parametrize(
    ("hosts", "name", "meant"),
    [
        ("kafka1,10.0.0.1", "10.0.0.1", True),
        ("kafka1", "KAFKA1", True),
        ("kafka1", "kafka11", False),
        ("*.example.org", "a.example.org", True),
        ("*.example.org,!b.example.org", "b.example.org", False),
        ("!b.example.org,*.example.org", "b.example.org", False),
        ("kafka?", "kafka1", True),
        ("[kafka1]:2222", "[kafka1]:2222", True),
        ("[kafka1]:2222", "kafka1", False),
        ("kafka[12]", "kafka1", False),
        ("|1|broken", "kafka1", False),
        ("|1|!|!", "kafka1", False),
        ("#kafka1", "#kafka1", False),
    ],
)
def test_names_are_patterns(tmp_path: Path, line: str, hosts: str, name: str, meant: bool) -> None:
    assert bool(_found(tmp_path, f"{hosts} {line}\n", name)) is meant


def test_hashed_names_are_found_as_ssh_keygen_makes_them(tmp_path: Path, line: str) -> None:
    file = tmp_path / "known_hosts"
    file.write_text(f"kafka1 {line}\n[kafka2]:2222 {line}\n")
    subprocess.run(["ssh-keygen", "-q", "-H", "-f", str(file)], check=True, capture_output=True)
    text = file.read_text()

    assert "kafka" not in text
    assert _found(tmp_path, text, "kafka1") == [(1, "")]
    assert _found(tmp_path, text, entry_name("kafka2", 2222)) == [(2, "")]
    assert _found(tmp_path, text, "kafka3") == []


def test_markers_and_places_are_told_and_what_makes_no_sense_is_passed_over(tmp_path: Path, line: str) -> None:
    kind, key = line.split()
    text = (
        f"# kafka1 {line}\n\nkafka1\nkafka1 {kind}\nkafka1 {kind} n*nsense\nkafka1 ssh-rsa {key}\n"
        f"@revoked kafka1 {line} comment\n@cert-authority *1 {line}\n@other kafka1 {line}\nkafka1 {line} me\n"
    )

    assert _found(tmp_path, text, "kafka1") == [(7, REVOKED), (8, AUTHORITY), (10, "")]
    (*_, last) = known_keys([tmp_path / "known_hosts"], "kafka1")
    assert last.where == Position(str(tmp_path / "known_hosts"), 10, 1)


def test_fingerprints_are_those_of_ssh_keygen(tmp_path: Path) -> None:
    public = keygen(tmp_path / "key").with_suffix(".pub")
    file = tmp_path / "known_hosts"
    file.write_text(f"kafka1 {public.read_text()}")
    (known,) = known_keys([file], "kafka1")
    shown = subprocess.run(["ssh-keygen", "-lf", str(public)], check=True, capture_output=True, text=True).stdout

    assert known.fingerprint == fingerprint(known.key)
    assert known.fingerprint in shown


def test_the_port_belongs_to_the_name_unless_it_is_the_standard_one() -> None:
    assert entry_name("kafka1", 22) == "kafka1"
    assert entry_name("kafka1", 2222) == "[kafka1]:2222"


def test_a_host_is_asked_for_the_kind_of_key_that_it_is_known_by(tmp_path: Path) -> None:
    public = keygen(tmp_path / "key", kind="rsa").with_suffix(".pub").read_text()
    (tmp_path / "known_hosts").write_text(f"kafka1 {public}")
    known = known_keys([tmp_path / "known_hosts"], "kafka1")

    assert types_first(known, ("ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256")) == (
        "rsa-sha2-512",
        "rsa-sha2-256",
        "ssh-ed25519",
    )


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        known_keys([tmp_path], "kafka1")
