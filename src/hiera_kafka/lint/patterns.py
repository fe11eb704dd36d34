"""Topics that several whitelists of mirrors take: names are made from each and tried on all.

That finds shared topics of patterns as people write them: prefixes, lists of names, everything but some. Two patterns
may share topics that no name made from either has; nothing is told then.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

_MOST = 64
"""Greatest number of names that are made from one pattern."""
_ANY = "\0"
"""Stands for any character while names are made."""
_CLASSES = {"d": "1", "w": "t", "s": " ", "D": "t", "W": "-", "S": "t"}
_REPEATED = re.compile(r"[*+?]|\{([0-9]*),?([0-9]*)\}")


def normalized(pattern: str) -> str:
    """Return a whitelist as MirrorMaker reads it: without blanks and quotes, commas as alternatives."""
    return re.sub(r"\s", "", pattern).strip("\"'").replace(",", "|")


def shared_topic(patterns: Sequence[str]) -> str | None:
    """Return a topic that all patterns take, None when none is found or a pattern cannot be read."""
    texts = [normalized(pattern) for pattern in patterns]
    try:
        compiled = [re.compile(text) for text in texts]
    except re.error:
        return None
    names = dict.fromkeys(name for text in texts for name in samples(text))
    return next((name for name in names if name and all(one.fullmatch(name) for one in compiled)), None)


def samples(pattern: str) -> list[str]:
    """Return some texts that a pattern may match, without looking at assertions such as `(?!...)`."""
    names, _ = _alternatives(pattern, 0)
    return _few(name.replace(_ANY, "t") for name in names)


def _alternatives(text: str, at: int) -> tuple[list[str], int]:
    """Read alternatives up to a closing parenthesis or the end."""
    found: list[str] = []
    branch = [""]
    while at < len(text) and text[at] != ")":
        if text[at] == "|":
            found += branch
            branch, at = [""], at + 1
            continue
        parts, at = _atom(text, at)
        parts, at = _repeated(text, at, parts)
        branch = [one + other for one, other in itertools.islice(itertools.product(branch, parts), _MOST)]
    return _few([*found, *branch]), at


def _atom(text: str, at: int) -> tuple[list[str], int]:
    character = text[at]
    if character == "(":
        assertion = re.match(r"\(\?(<?[=!])", text[at:])
        opened = re.match(r"\((\?(:|P?<[^>]*>|[a-zA-Z]+:))?", text[at:])
        begin = at + len((assertion or opened or re.match(r"\(", text[at:]))[0])  # type: ignore[index]  # the last matches
        inner, end = _alternatives(text, begin)
        return ([""] if assertion else inner), end + 1
    if character == "[":
        end = text.find("]", at + 2)
        return _of_class(text[at + 1 : end if end > 0 else len(text)]), (end if end > 0 else len(text)) + 1
    if character == "\\" and at + 1 < len(text):
        following = text[at + 1]
        return ([""] if following in "bBAZz" else [_CLASSES.get(following, following)]), at + 2
    if character in "^$":
        return [""], at + 1
    return ([_ANY] if character == "." else [character]), at + 1


def _repeated(text: str, at: int, parts: list[str]) -> tuple[list[str], int]:
    match = _REPEATED.match(text, at)
    if match is None:
        return parts, at
    end = match.end() + (text[match.end() : match.end() + 1] in ("?", "+"))
    if match[0] in ("*", "?"):
        return _few([*_named(parts), ""]), end
    least = int(match[1] or 0) if match[0][0] == "{" else 1
    return _few(_named(parts) if least <= 1 else [part * min(least, _MOST) for part in parts]), end


def _named(parts: list[str]) -> list[str]:
    """Return what is repeated; where it may be any character, a word that reads as a topic."""
    return ["topic", *parts] if parts == [_ANY] else parts


def _of_class(body: str) -> list[str]:
    if body.startswith("^"):
        return [next((c for c in "tx1_-." if c not in body), "~")]
    plain = re.sub(r"\\(.)", lambda match: _CLASSES.get(match[1], match[1]), body)
    return _few(plain.replace("-", "") or "-")


def _few(names: Iterable[str]) -> list[str]:
    return list(itertools.islice(dict.fromkeys(names), _MOST))
