"""Values are encrypted and decrypted as hiera-eyaml does it, and each reads what the other wrote."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.eyaml import ciphers

OPTIONS = {"pkcs7_private_key": "private.pem", "pkcs7_public_key": "public.pem"}
TEXTS = [b"secret", b"", b"a\r\nb\nc\n", "é☃".encode(), bytes(range(256)), b"x" * 5000]


@pytest.fixture(scope="module")
def pair():
    return ciphers.create_keys()


@pytest.fixture
def directory(pair, tmp_path):
    for name, pem in zip(("private.pem", "public.pem"), pair, strict=True):
        (tmp_path / name).write_bytes(pem)
    return tmp_path


@pytest.fixture
def keys(directory):
    return ciphers.read_keys(OPTIONS, str(directory), None)


@pytest.mark.parametrize("plain", TEXTS, ids=range(len(TEXTS)))
def test_what_was_encrypted_is_decrypted_byte_by_byte(keys, plain):
    sealed = ciphers.encrypt(plain, keys)
    assert sealed.startswith("ENC[PKCS7,MII")
    assert ciphers.decrypt(sealed[10:-1], "PKCS7", keys, None) == plain


def test_the_same_text_is_never_encrypted_alike(keys):
    assert ciphers.encrypt(b"x", keys) != ciphers.encrypt(b"x", keys)


def test_parts_of_a_text_are_decrypted_and_one_line_end_at_its_end_is_dropped(keys):
    sealed = ciphers.encrypt(b"one", keys), ciphers.encrypt(b"two\n\n", keys)
    assert ciphers.decrypt_text(f"a {sealed[0]} b {sealed[1]}", keys, None) == "a one b two\n"
    assert ciphers.decrypt_text(f"{sealed[0].replace('PKCS7,', '')}\n", keys, None) == "one"


def test_the_block_form_folded_by_yaml_is_decrypted(keys):
    block = ciphers.as_block(ciphers.encrypt(b"one", keys), "    ")
    lines = block.splitlines()
    assert lines[0] == ">"
    assert max(map(len, lines)) == 64
    assert ciphers.decrypt_text(" ".join(line.strip() for line in lines[1:]), keys, None) == "one"


@pytest.mark.parametrize("text", ["ENC[]", "ENC[PKCS7,!!]", "plain", "ENC[broken"])
def test_what_only_looks_encrypted_stays_as_it_is(keys, text):
    assert ciphers.decrypt_text(text, keys, None) == text


def test_is_encrypted_decides_by_the_line_as_puppet_does():
    assert ciphers.is_encrypted("x ENC[PKCS7,abc] y")
    assert not ciphers.is_encrypted("ENC[PKCS7,\nabc]")


@pytest.mark.parametrize(
    "cipher", ["abc", "MIIB", "AAAA" * 100, "MIIBeQYJKoZIhvcNAQcDoIIBajCCAWYCAQAxggEhMIIBHQIBADAFMAACAQE="]
)
def test_a_damaged_value_is_an_error_that_shows_nothing(keys, cipher, ids):
    with pytest.raises(HieraError) as caught:
        ciphers.decrypt_text(f"ENC[PKCS7,{cipher}]", keys, None)
    assert ids(caught) == ["eyaml-decrypt"]
    assert cipher not in str(caught.value)


def test_a_value_for_another_key_is_an_error(keys, tmp_path, ids):
    other = ciphers.create_keys()
    (tmp_path / "public.pem").write_bytes(other[1])
    stranger = ciphers.read_keys(OPTIONS, str(tmp_path), None, private=False)
    with pytest.raises(HieraError) as caught:
        ciphers.decrypt_text(ciphers.encrypt(b"x", stranger), keys, None)
    assert ids(caught) == ["eyaml-decrypt"]


def test_other_schemes_are_an_error(keys, ids):
    with pytest.raises(HieraError) as caught:
        ciphers.decrypt_text("ENC[GPG,abc]", keys, None)
    assert ids(caught) == ["eyaml-scheme"]


def test_keys_come_from_variables_when_they_are_set(pair, directory, monkeypatch):
    options = OPTIONS | {"pkcs7_private_key_env_var": "EYAML_PRIVATE", "pkcs7_public_key_env_var": "EYAML_PUBLIC"}
    assert ciphers.read_keys(options, str(directory), None).private
    monkeypatch.setenv("EYAML_PRIVATE", pair[0].decode())
    monkeypatch.setenv("EYAML_PUBLIC", pair[1].decode())
    only = {name: value for name, value in options.items() if name.endswith("env_var")}
    keys = ciphers.read_keys(only, "/nowhere", None)
    assert ciphers.decrypt_text(ciphers.encrypt(b"x", keys), keys, None) == "x"
    assert "PRIVATE" not in repr(keys)


@pytest.mark.parametrize(
    ("change", "id_"),
    [
        ({"pkcs7_public_key": None}, "eyaml-key"),
        ({"pkcs7_private_key": None}, "eyaml-key"),
        ({"pkcs7_private_key": None, "pkcs7_private_key_env_var": "NOT_SET"}, "eyaml-key"),
        ({"pkcs7_private_key": "public.pem"}, "eyaml-key"),
        ({"pkcs7_public_key": "private.pem"}, "eyaml-key"),
        ({"pkcs7_public_key": "none.pem"}, "eyaml-key"),
        ({"pkcs7_private_key": "."}, "eyaml-key"),
    ],
)
def test_keys_that_are_missing_or_no_keys_are_an_error(directory, change, id_, ids):
    with pytest.raises(HieraError) as caught:
        ciphers.read_keys(OPTIONS | change, str(directory), None)
    assert ids(caught) == [id_]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("eyaml") is None, reason="Debian's hiera-eyaml is not installed")
@pytest.mark.parametrize("theirs", [True, False], ids=["their-keys", "our-keys"])
def test_hiera_eyaml_reads_what_is_written_here_and_the_other_way_round(pair, tmp_path, theirs):
    def run(*words, given=b""):
        return subprocess.run(["eyaml", *words], cwd=tmp_path, input=given, capture_output=True, check=True).stdout

    if theirs:
        run("createkeys")
    else:
        (tmp_path / "keys").mkdir()
        for name, pem in zip(("private", "public"), pair, strict=True):
            (tmp_path / f"keys/{name}_key.pkcs7.pem").write_bytes(pem)
    names = {f"pkcs7_{half}_key": f"keys/{half}_key.pkcs7.pem" for half in ("private", "public")}
    keys = ciphers.read_keys(names, str(tmp_path), None)
    for plain in (b"secret", "é☃\nb".encode(), b"x" * 5000):
        sealed = run("encrypt", "--stdin", "-o", "string", given=plain).decode()
        assert ciphers.decrypt_text(sealed, keys, None) == plain.decode()
        block = run("encrypt", "--stdin", "-o", "block", given=plain).decode()
        assert ciphers.decrypt_text(" ".join(block.split()), keys, None) == plain.decode()
        assert run("decrypt", "--stdin", given=ciphers.encrypt(plain, keys).encode()).rstrip(b"\n") == plain
