"""A file whose values were decrypted is YAML that holds the very texts that were encrypted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.eyaml import ciphers
from hiera_kafka.hiera.eyaml.decrypted_file import decrypted_file
from hiera_kafka.hiera.formats import yaml_reader


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    directory = tmp_path_factory.mktemp("keys")
    for name, pem in zip(("private", "public"), ciphers.create_keys(), strict=True):
        (directory / name).write_bytes(pem)
    return ciphers.read_keys({"pkcs7_private_key": "private", "pkcs7_public_key": "public"}, str(directory), None)


def test_any_value_is_read_back_from_wherever_it_stood(keys):
    @given(st.text(max_size=20) | st.sampled_from(["one\ntwo", "one\ntwo\n", " a: #b", "1", "x\r\n", "\0", ""]))
    def check(plain):
        found = ciphers.encrypt(plain.encode(), keys)
        block = ciphers.as_block(found, "      ")
        text = f"a: {found} # why\nb:\n- x {found}\n- ['{found}', y]\n- c: {block}\n  d: 1\n# {found}\n"
        after = decrypted_file(text, keys, "f")
        assert after.endswith(f"\n# {found}\n")  # comments hold no values
        assert yaml_reader.parse(after, "f").root.plain == {
            "a": plain,
            "b": [f"x {plain}", [plain, "y"], {"c": plain, "d": 1}],
        }

    check()


def test_bytes_that_are_no_text_stay_bytes(keys):
    after = decrypted_file(f"a: {ciphers.encrypt(bytes([255, 10]), keys)}\n", keys, "f")
    assert after == 'a: !!binary "/wo="\n'
    assert yaml_reader.parse(after, "f").root.plain == {"a": "\udcff\n"}


def test_text_around_an_encrypted_part_of_a_block_is_kept(keys):
    found = ciphers.encrypt(b"p: #1", keys)
    text = f"conf: |\n  user=x\n  password={found}\n\nnext: 1\n"
    assert decrypted_file(text, keys, "f") == "conf: |\n  user=x\n  password=p: #1\n\nnext: 1\n"


def test_values_that_are_not_encrypted_are_left_as_they_are(keys):
    text = "a:   'x'  # DEC\nb: DEC(1)::PKCS7[x]!\nc: [ 0x1f,ENC ]\nd: ENC\n"
    assert decrypted_file(text, keys, "f") == text


def test_text_that_is_no_yaml_is_taken_as_it_is(keys):
    found = ciphers.encrypt(b"one\ntwo\n", keys)
    assert decrypted_file(found, keys, "f") == "one\ntwo\n"
    assert decrypted_file(f"[a\nb = {found};\n", keys, "f") == "[a\nb = one\ntwo\n;\n"


def test_what_cannot_be_decrypted_is_named_by_its_place(keys):
    with pytest.raises(HieraError) as caught:
        decrypted_file("a: 1\nb: [x, 'ENC[PKCS7,aaaa]']\n", keys, "f")
    [found] = caught.value.diagnostics
    assert (found.id, found.where[0].line, found.where[0].column) == ("eyaml-decrypt", 2, 8)
