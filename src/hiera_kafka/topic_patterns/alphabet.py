"""The characters of topic names, and sets of them as bits of one integer: bit n is the character n of ALPHABET."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable
from typing import Final

ALPHABET: Final = string.ascii_lowercase + string.digits + string.ascii_uppercase + "._-"
"""In the order in which names are made up: a name that is reported as an example begins with letters where it can."""
BIT: Final = {character: 1 << index for index, character in enumerate(ALPHABET)}
EVERY: Final = (1 << len(ALPHABET)) - 1
LONGEST: Final = 249
"""Characters in the longest name of a topic."""


def mask_where(holds: Callable[[str], bool]) -> int:
    """Return the set of characters for which something holds."""
    return mask_of(character for character in ALPHABET if holds(character))


def mask_of(characters: Iterable[str]) -> int:
    """Return the set of characters; those that no topic's name has are left out."""
    mask = 0
    for character in characters:
        mask |= BIT.get(character, 0)
    return mask


def mask_between(first: int, last: int) -> int:
    """Return the set of characters between two code points, both included."""
    return mask_where(lambda character: first <= ord(character) <= last)


def both_cases(mask: int) -> int:
    """Return a set with the other case of each of its letters."""
    return mask | mask_of(character.swapcase() for character in ALPHABET if mask & BIT[character])


def first_of(mask: int) -> str:
    """Return the first character of a set, which must not be empty."""
    return ALPHABET[(mask & -mask).bit_length() - 1]


DIGITS: Final = mask_of(string.digits)
LOWER: Final = mask_of(string.ascii_lowercase)
UPPER: Final = mask_of(string.ascii_uppercase)
WORD: Final = LOWER | UPPER | DIGITS | BIT["_"]

PROPERTIES: Final = {
    "Lower": LOWER,
    "Upper": UPPER,
    "ASCII": EVERY,
    "Alpha": LOWER | UPPER,
    "Digit": DIGITS,
    "Alnum": LOWER | UPPER | DIGITS,
    "Punct": mask_of("._-"),
    "Graph": EVERY,
    "Print": EVERY,
    "Blank": 0,
    "Cntrl": 0,
    "XDigit": mask_of(string.hexdigits),
    "Space": 0,
    "L": LOWER | UPPER,
    "Lu": UPPER,
    "Ll": LOWER,
    "N": DIGITS,
    "Nd": DIGITS,
}
r"""What `\p{...}` stands for, by name."""
CASED: Final = ("Lower", "Upper", "Lu", "Ll")
"""Properties that versions of Java read differently where case is ignored."""
ESCAPED: Final = {"d": DIGITS, "w": WORD, "s": 0, "h": 0, "v": 0}
r"""What `\d` and the like stand for; the capital letter is the rest."""
