"""Whether a value of the data is a secret in plain text, by the last part of its key and by its form.

Two questions have two answers. What is reported must be true: the last part of the key names a secret and the value
can be one, or the value has the form of one. What is masked in excerpts is anything that may be a secret, so a value
below a secret's name is masked unless its form, or the last part of its key, says that it is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hiera_kafka.hiera.merging.lookup_options import KEY as OPTIONS
from hiera_kafka.hiera.values.node import MARK
from hiera_kafka.hiera.values.secret_names import is_secret_path
from hiera_kafka.lint.data import secret_forms as forms
from hiera_kafka.lint.data import secret_kinds as kinds
from hiera_kafka.lint.data import secret_texts as texts
from hiera_kafka.lint.data.secret_kinds import Named
from hiera_kafka.source import Key

_PIN = re.compile(r"\d{4,8}")
_PAIR = re.compile(r"[\w.@-]{1,64}:([^\s:/][^\s:]{3,})")
_RESOURCE = re.compile(
    r"[a-z]+(?:[-.][a-z0-9]+)*-(?:secrets?|tls|certs?|creds|credentials|token|key|auth|registry|pull)(?:-[a-z0-9]+)*"
)
"""The name of a secret, as Kubernetes and its like refer to one."""
_SHORTEST_NUMBER = {Named.PASSWORD: 3, Named.SECRET: 6}
"""Digits from which a number may be a password, or a token; fewer count something."""


def secret_of(path: Sequence[Key | None], value: object, *, named: str | None = None) -> str | None:
    """Return what the secret in a value is called, None when it holds none; for findings, which must be true.

    Args:
        path: Keys and indexes that lead to the value.
        value: The value, as YAML or JSON read it.
        named: The name that stands beside the value, where name and value are keys of one hash.
    """
    # Options name secrets, and hold types; a private key has a rule of its own.
    if path[:1] == (OPTIONS,) or isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if forms.is_absent(text) or "PRIVATE KEY" in text:
        return None
    name = str(next((part for part in reversed(path) if isinstance(part, str)), "the value"))
    what = None
    if forms.is_decrypted(text):
        what = f"the value of {name!r}, decrypted,"
    elif forms.is_encrypted(text):
        what = None
    elif MARK not in text and _is_named_secret(_parts(path), text, number=not isinstance(value, str), named=named):
        what = repr(named) if named and kinds.is_bare(name) else repr(name)
    elif texts.holds_token(text):
        what = f"a token in the value of {name!r}"
    elif texts.holds_password(text):
        what = f"a password in the value of {name!r}"
    return what


def may_be_secret(path: Sequence[Key | None], text: str, *, marked: bool = False) -> bool:
    """Return whether a value is to be masked: in doubt it is.

    Args:
        path: Keys and indexes that lead to the value.
        text: Its text.
        marked: Whether it is known to be a secret from elsewhere, such as another key that shares it through an alias.
    """
    text = text.strip()
    if forms.is_absent(text) or forms.is_interpolation(text):
        return False
    if forms.is_decrypted(text) or "PRIVATE KEY" in text or texts.holds_token(text) or texts.may_hold_password(text):
        return True
    if forms.is_encrypted(text):
        return not text.endswith("]")  # one that is cut off shows nothing either, but what follows it may
    leaf = next(reversed(_parts(path)), "")
    if texts.holds_block(text) and not kinds.is_public(leaf):
        return True
    if marked or is_secret_path([part for part in path if part is not None]):
        return _may_be_named_secret(path, leaf, text, marked=marked)
    return not forms.is_public(text) and secret_of(path, text) is not None


def _may_be_named_secret(path: Sequence[Key | None], leaf: str, text: str, *, marked: bool) -> bool:
    """Return whether a value that stands below a secret's name may be the secret."""
    if forms.is_path(text) or forms.is_stand_in(text) or text in path[:-1]:
        return False
    if marked or kinds.kind_of(leaf) in {Named.PASSWORD, Named.SECRET}:
        return True
    return not forms.is_harmless(text) and (forms.is_random(text) or not kinds.is_attribute(leaf))


def _is_named_secret(parts: Sequence[str], text: str, *, number: bool, named: str | None) -> bool:
    """Return whether a value is the secret that its key names."""
    leaf = next(reversed(parts), "")
    around = parts[-2] if len(parts) > 1 else ""
    if kinds.says_nothing(leaf, around):
        return False
    if kinds.is_bare(leaf) and " " not in text:
        leaf, around = named or around or leaf, ""
    kind = kinds.kind_of(leaf)
    pin = kinds.is_pin(leaf) and _PIN.fullmatch(text) is not None
    if number:
        return pin or len(text.lstrip("-")) >= _SHORTEST_NUMBER.get(kind, len(text) + 1)
    if forms.is_harmless(text) or forms.is_hash(text):
        return False
    community = leaf == "community" and any("snmp" in part.lower() for part in parts)
    if kind is Named.PASSWORD or pin or community:
        return True
    if kind is Named.SECRET:
        return " " not in text and (kinds.words_of(leaf) != "secret" or not _RESOURCE.fullmatch(text))
    if kinds.is_holder(around) and not kinds.is_attribute(leaf):
        return kinds.kind_of(around) is Named.PASSWORD or forms.is_guarded(text) or forms.is_random(text)
    if kinds.is_pair(leaf) and (pair := _PAIR.fullmatch(text)):
        return not pair.group(1).isdigit() and not forms.is_harmless(pair.group(1))
    return kind is Named.MAYBE and forms.is_random(text)


def _parts(path: Sequence[Key | None]) -> list[str]:
    """Return the names of a key path, those of a lookup key one by one."""
    return [
        part for key in path if isinstance(key, str) for part in (key.split("::") if "::" in key else (key,)) if part
    ]
