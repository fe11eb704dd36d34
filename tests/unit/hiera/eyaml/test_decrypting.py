"""Encrypted values are decrypted when they are looked up, and are secrets in every form in which they can be shown."""

from __future__ import annotations

import json

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import Hiera
from hiera_kafka.hiera.eyaml import ciphers
from hiera_kafka.hiera.eyaml.decrypting import Decrypting
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.scope import Scope
from hiera_kafka.source import Origin

SCOPE = Scope(facts={"site": "north"})
PLANTED = "planted-hunter2"
CONFIG = """\
version: 5
hierarchy:
  - name: secrets
    lookup_key: eyaml_lookup_key
    path: secrets.yaml
    options: {pkcs7_private_key: "keys/%{site}.pem", pkcs7_public_key: keys/public.pem}
  - name: rest
    path: rest.yaml
    data_hash: yaml_data
"""


@pytest.fixture(scope="module")
def pair():
    return ciphers.create_keys()


@pytest.fixture
def hiera(pair, tree):
    """A Hiera whose secrets were encrypted for it; `{name}` in them stands for an encrypted text."""

    def make(secrets, rest="rest: 1\n", **texts):
        root = tree(
            {"keys/north.pem": pair[0], "keys/public.pem": pair[1], "hiera.yaml": CONFIG, "data/rest.yaml": rest}
        )
        keys = ciphers.read_keys({"pkcs7_public_key": "keys/public.pem"}, str(root), None, private=False)
        for name, text in texts.items():
            secrets = secrets.replace(f"<{name}>", ciphers.encrypt(text.encode(), keys))
            secrets = secrets.replace(f"<<{name}", ciphers.as_block(ciphers.encrypt(text.encode(), keys), "      "))
        tree({"data/secrets.yaml": secrets})
        return Hiera.load(root / "hiera.yaml")

    return make


def test_strings_blocks_and_nested_values_are_decrypted(hiera):
    found = hiera("a: <p>\nb: {c: [1, 'x <p>'], d: plain}\ne:\n  - <<p\n", p=PLANTED)
    assert found.lookup("a", SCOPE).value == PLANTED
    assert found.lookup("b", SCOPE).value == {"c": [1, f"x {PLANTED}"], "d": "plain"}
    assert found.lookup("b.c.1", SCOPE).value == f"x {PLANTED}"
    assert found.lookup("e", SCOPE).value == [PLANTED]
    assert found.lookup("rest", SCOPE).value == 1


def test_the_decrypted_text_is_interpolated_after_that(hiera):
    assert hiera("a: <p>\n", p="in %{site}").lookup("a", SCOPE).value == "in north"


def test_only_what_is_asked_for_is_decrypted(hiera, ids):
    found = hiera("a: 1\nb: ENC[PKCS7,abcd]\n")
    assert found.lookup("a", SCOPE).value == 1
    with pytest.raises(HieraError) as caught:
        found.lookup("b", SCOPE)
    assert ids(caught) == ["eyaml-decrypt"]
    assert caught.value.diagnostics[0].where[0].line == 2


def test_a_decrypted_value_is_masked_whatever_its_name_is(hiera):
    found = hiera("a: {b: '<p>', c: seen}\n", p=PLANTED).lookup("a", SCOPE)
    assert found.value == {"b": PLANTED, "c": "seen"}
    assert found.shown() == {"b": MASK, "c": "seen"}
    assert found.shown(secrets=True) == found.value
    assert found.trace.at("b").is_secret
    assert not found.trace.at("c").is_secret


@pytest.mark.parametrize(
    "rest",
    [
        "x: \"url of %{lookup('a')}\"\n",
        "x: \"%{alias('a')}\"\n",
        "x: [\"%{lookup('h')}\"]\n",
        "x: {deep: [\"%{alias('h')}\"]}\n",
        "x: \"%{lookup('a')}\"\nlookup_options: {x: {convert_to: Array}}\n",
        "x: \"%{alias('h')}\"\nlookup_options: {x: {convert_to: [Array, true]}}\n",
        "y: \"%{lookup('a')}\"\nx: \"%{lookup('y')}\"\n",
    ],
)
def test_what_is_made_of_a_secret_is_a_secret(hiera, rest):
    found = hiera("a: <p>\nh: {i: '<p>'}\n", rest, p=PLANTED).lookup("x", SCOPE)
    assert PLANTED[:3] in "".join(json.dumps(found.value).split('", "'))
    shown = json.dumps(found.shown())
    assert PLANTED not in "".join(shown.split('", "'))
    assert MASK in shown


@pytest.mark.parametrize("merge", ["first", "unique", "hash", "deep"])
def test_a_secret_stays_one_through_every_merge(hiera, merge):
    high, low = ("['<p>']", "[1]") if merge == "unique" else ("{a: '<p>'}", "{b: 1}")
    found = hiera(f"h: {high}\n", f"h: {low}\n", p=PLANTED).lookup("h", SCOPE, merge=merge)
    assert PLANTED in json.dumps(found.value)
    assert PLANTED not in json.dumps(found.shown())


def test_no_form_of_an_explanation_shows_a_secret(hiera):
    found = hiera("a: <p>\nh: {i: ['<p>']}\n", "x: \"%{lookup('a')} %{lookup('h')}\"\n", p=PLANTED)
    for key in ("a", "h", "x"):
        explanation = found.lookup(key, SCOPE).explain()
        assert PLANTED not in json.dumps(explanation.to_dict())
        assert PLANTED not in repr(explanation)


def test_a_value_in_no_file_is_decrypted_where_it_is(pair, tmp_path):
    (tmp_path / "public.pem").write_bytes(pair[1])
    (tmp_path / "private.pem").write_bytes(pair[0])
    options = {"pkcs7_public_key": "public.pem", "pkcs7_private_key": "private.pem"}
    keys = ciphers.read_keys(options, str(tmp_path), None)
    entries = {
        "a": Node.of({"b": ciphers.encrypt(b"x", keys)}, Origin.given("test")),
        "c": Node.of(1, Origin.given("t")),
    }
    data = Decrypting(entries, lambda: keys)
    assert data["a"].plain == {"b": "x"}
    assert data["a"] is data.get("a")
    assert (data.get("c").plain, data.get("no"), data.get("no", 5)) == (1, None, 5)
