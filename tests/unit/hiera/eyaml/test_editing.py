"""Files are edited in plain text, and what was not changed keeps its encrypted form."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.eyaml import ciphers, editing


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    directory = tmp_path_factory.mktemp("keys")
    for name, pem in zip(("private", "public"), ciphers.create_keys(), strict=True):
        (directory / name).write_bytes(pem)
    return ciphers.read_keys({"pkcs7_private_key": "private", "pkcs7_public_key": "public"}, str(directory), None)


@pytest.fixture
def file(keys):
    one, two = (ciphers.encrypt(text, keys) for text in (b"one", b"two\nlines"))
    return f"# comment\na: {one}\nb: {ciphers.as_block(two, '    ')}\nc: plain\n"


def test_values_are_shown_in_plain_text_with_numbers(keys, file):
    text = editing.Draft(file, keys, "f").text
    assert text == "# comment\na: DEC(1)::PKCS7[one]!\nb: >\n    DEC(2)::PKCS7[two\nlines]!\nc: plain\n"


def test_a_text_that_was_not_changed_is_byte_by_byte_as_before(keys, file):
    draft = editing.Draft(file, keys, "f")
    assert draft.sealed(draft.text) == file


def test_only_what_changed_is_encrypted_anew(keys, file):
    draft = editing.Draft(file, keys, "f")
    after = draft.sealed(draft.text.replace("[one]", "[uno]") + "d: DEC::PKCS7[new]!\ne: DEC::PKCS7[]!\n")
    assert after.splitlines()[2:-3] == file.splitlines()[2:-1]
    text = editing.decrypt_file(after, keys, "f")
    assert "a: DEC::PKCS7[uno]!" in text
    assert text.endswith("d: DEC::PKCS7[new]!\ne: DEC::PKCS7[]!\n")


def test_a_block_that_changed_stays_a_block(keys, file):
    draft = editing.Draft(file, keys, "f")
    after = draft.sealed(draft.text.replace("two", "2"))
    assert "b: >\n    ENC[PKCS7," in after
    assert editing.Draft(after, keys, "f").text == draft.text.replace("two", "2")


@pytest.mark.parametrize("added", ["x: DEC(1)::PKCS7[one]!\n", "x: DEC(7)::PKCS7[new]!\n"])
def test_numbers_that_occur_twice_or_were_never_given_are_errors(keys, file, added, ids):
    draft = editing.Draft(file, keys, "f")
    with pytest.raises(HieraError) as caught:
        draft.sealed(draft.text + added)
    assert ids(caught) == ["eyaml-edit"]
    assert caught.value.diagnostics[0].where[0].text() == "f:7:4"
    assert "new" not in caught.value.diagnostics[0].message


def test_a_value_that_holds_the_end_mark_stays_encrypted(keys):
    sealed = f"a: {ciphers.encrypt(b'x]!y', keys)}\n"
    draft = editing.Draft(sealed, keys, "f")
    assert draft.text == sealed
    assert draft.sealed(draft.text) == sealed


def test_other_schemes_are_errors_in_both_directions(keys, ids):
    for work in (
        lambda: editing.encrypt_file("a: DEC::GPG[x]!", keys, "f"),
        lambda: editing.decrypt_file("a: ENC[GPG,abcd]", keys, "f"),
    ):
        with pytest.raises(HieraError) as caught:
            work()
        assert ids(caught) == ["eyaml-scheme"]


def test_whole_files_are_encrypted_and_decrypted(keys):
    plain = "a: DEC::PKCS7[one]!\nb: >\n  DEC::PKCS7[two]!\n"
    sealed = editing.encrypt_file(plain, keys, "f")
    assert "one" not in sealed
    assert editing.decrypt_file(sealed, keys, "f") == plain
