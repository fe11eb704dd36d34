"""`hiera-kafka eyaml` as people and scripts use it."""

from __future__ import annotations

import stat
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def here(tmp_path, monkeypatch, hiera_kafka):
    """A directory with a pair of keys."""
    monkeypatch.chdir(tmp_path)
    assert hiera_kafka("eyaml", "createkeys").code == 0
    return tmp_path


def run(here, *words, given=b"", **environment):
    """Run a command line in a process of its own, with standard input."""
    command = [sys.executable, "-m", "hiera_kafka", "eyaml", *words]
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment}
    return subprocess.run(command, cwd=here, input=given, capture_output=True, check=False, env=environment)


def editor(here, script):
    path = here / "editor.sh"
    path.write_text(f'#!/bin/sh\nstat -c \'%a\' "$1" > modes; dirname "$1" > where\n{script}\n')
    path.chmod(0o700)
    return str(path)


def test_keys_are_private_and_never_written_over(here, hiera_kafka):
    private = here / "keys" / "private_key.pkcs7.pem"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    before = private.read_bytes()
    again = hiera_kafka("eyaml", "createkeys")
    assert again.code == 3
    assert "[eyaml-file]" in again.stderr
    assert private.read_bytes() == before


@pytest.mark.parametrize("form", ["string", "block"])
def test_what_is_encrypted_from_standard_input_is_decrypted_again(here, form):
    sealed = run(here, "encrypt", "--label", "password", "--form", form, given="pläin".encode())
    assert sealed.stdout.startswith(b"password: ENC[" if form == "string" else b"password: >\n  ENC[")
    (here / "a.yaml").write_bytes(sealed.stdout)
    opened = run(here, "decrypt", "--eyaml", "a.yaml")
    assert "DEC::PKCS7[pläin]!" in opened.stdout.decode()
    assert run(here, "decrypt", given=run(here, "encrypt", given=b"x").stdout).stdout == b"x\n"


def test_files_are_encrypted_whole_and_in_part(here, hiera_kafka):
    (here / "a.yaml").write_text("a: DEC::PKCS7[hidden]!\nb: 1\n")
    sealed = hiera_kafka("eyaml", "encrypt", "--eyaml", "a.yaml", "--output", "json").json["text"]
    assert "hidden" not in sealed
    assert sealed.endswith("]\nb: 1\n")
    assert hiera_kafka("eyaml", "encrypt", "--file", "a.yaml", "--output", "json").json["text"].startswith("ENC[PKCS7,")
    assert hiera_kafka("eyaml", "encrypt", "--file", "a.yaml", "--eyaml", "a.yaml").code == 3
    assert hiera_kafka("eyaml", "decrypt", "--file", "a.yaml", "--eyaml", "a.yaml").code == 3


def test_a_decrypted_file_is_yaml_with_the_value_of_several_lines(here):
    sealed = b"".join(
        run(here, "encrypt", "--label", name, "--form", form, given=b"one\ntwo\n").stdout
        for name, form in (("a", "string"), ("b", "block"))
    )
    (here / "a.yaml").write_bytes(sealed + b"c: 1\n")
    opened = run(here, "decrypt", "--file", "a.yaml").stdout
    assert opened == b"a: |\n  one\n  two\nb: |\n  one\n  two\nc: 1\n"
    assert run(here, "decrypt", given=sealed + b"c: 1\n").stdout == opened


def test_no_option_takes_a_secret(hiera_kafka):
    text = hiera_kafka("eyaml", "encrypt", "--help").stdout
    assert "--string" not in text
    assert "--password" not in text


def test_editing_shows_plain_text_to_nobody_else_and_removes_it(here):
    (here / "a.yaml").write_bytes(run(here, "encrypt", "--label", "a", given=b"old").stdout + b"b: 1\n")
    (here / "a.yaml").chmod(0o640)
    work = editor(here, 'sed -i \'s/\\[old\\]/[new]/; $a c: DEC::PKCS7[added]!\' "$1"; touch "$1~"')
    done = run(here, "edit", "a.yaml", EDITOR=work)
    assert done.stdout == b"a.yaml: written\n"
    assert (here / "modes").read_text() == "600\n"
    assert not (here / (here / "where").read_text().strip()).exists()
    text = run(here, "decrypt", "--eyaml", "a.yaml").stdout
    assert text == b"a: DEC::PKCS7[new]!\nb: 1\nc: DEC::PKCS7[added]!\n"
    assert stat.S_IMODE((here / "a.yaml").stat().st_mode) == 0o640


def test_editing_without_a_change_leaves_the_file_alone(here):
    (here / "a.yaml").write_bytes(run(here, "encrypt", "--label", "a", given=b"old").stdout)
    before = (here / "a.yaml").stat()
    assert run(here, "edit", "a.yaml", EDITOR=editor(here, "true")).stdout == b"a.yaml: not changed\n"
    assert (here / "a.yaml").stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize(
    ("script", "id_"), [("exit 7", b"eyaml-editor"), ("echo 'x: DEC(9)::PKCS7[y]!' >> \"$1\"", b"eyaml-edit")]
)
def test_an_edit_that_fails_leaves_the_file_as_it_was_and_no_plain_text(here, script, id_):
    (here / "a.yaml").write_text("a: 1\n")
    done = run(here, "edit", "a.yaml", EDITOR=editor(here, script))
    assert done.returncode == 3
    assert b"[" + id_ + b"]" in done.stderr
    assert (here / "a.yaml").read_text() == "a: 1\n"
    assert not (here / (here / "where").read_text().strip()).exists()


def test_an_editor_that_is_not_there_is_reported(here):
    done = run(here, "edit", "new.yaml", EDITOR="no-such-editor")
    assert (done.returncode, b"no-such-editor" in done.stderr) == (3, True)


def test_a_new_file_is_begun(here):
    work = editor(here, "echo 'a: DEC::PKCS7[x]!' >> \"$1\"")
    assert run(here, "edit", "new.yaml", VISUAL=work).returncode == 0
    assert (here / "new.yaml").read_text().startswith("---\na: ENC[PKCS7,")
