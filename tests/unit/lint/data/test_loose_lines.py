"""Lines of texts that cannot be parsed, those that may hold a secret masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.hiera.values.secret_names import MASK
from hiera_kafka.lint.data.loose_lines import loose_lines

SECRET = "planted"


def shown(text: str) -> list[str]:
    return loose_lines(text.split("\n"))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("a: 1\npassword: planted\nb: 2", [1]),
        ("a: 1\n  db_password: planted\n  b: 2", [1]),
        ("password: |\n  planted\n\n    planted\nb: 2", [0, 1, 3]),
        ("passwords:\n- planted\n- planted\nb: 2", [0, 1, 2]),
        ("passwords:\n# why\n- planted\nb: 2", [0, 2]),
        ("credentials:\n  user: planted\n  list:\n    - planted\nb: 2", [0, 1, 2, 3]),
        ("credentials:\n\tuser: planted\nb: 2", [0, 1]),
        ("a:\n  - token: planted\n    more: planted\n  - b: 2", [1, 2, 3]),
        ('a: 1\npassword: "planted\nplanted: x\nb: 2', [1, 2, 3]),
        ("a: 1\npasswords: [planted,\nplanted]\nb: 2", [1, 2, 3]),
        ("password: don't\nb: planted", [0, 1]),
        ("# don't show the password\nb: 2", [0]),
        ("a: &one planted\nb: 2\npassword: *one", [0, 2]),
        ("a: &one\n  user: planted\nb: 2\npasswords:\n  - *one\nc: 3", [0, 1, 3, 4]),
        ("url: http://me:planted@host/\nb: 2", [0]),
        ("a: |\n  -----BEGIN RSA PRIVATE KEY-----\n  planted\n  -----END RSA PRIVATE KEY-----\nb: 2", [1, 2, 3]),
        ("password: x\n---\nb: 2", [0]),
        ("a: [1\nb: 2", []),
    ],
)
def test_lines_that_may_hold_secrets_are_masked(text: str, masked: list[int]) -> None:
    lines = text.split("\n")

    found = loose_lines(lines)

    assert [number for number, line in enumerate(found) if line == MASK] == masked
    assert [line for line in found if line != MASK] == [x for n, x in enumerate(lines) if n not in masked]
    assert SECRET not in "\n".join(found)


@given(
    st.lists(
        st.sampled_from(["a: 1", "  b: 2", "- c", "# d", "", "    e", "f: [g", "h: 'i", "--- ", "j: &k l"]), max_size=8
    ),
    st.integers(0, 4),
    st.lists(st.sampled_from(["  planted", "   - planted", "     x: planted", ""]), max_size=4),
    st.lists(st.sampled_from(["a: 1", "  b: 2", "- c", "# d", ""]), max_size=4),
)
def test_what_stands_below_a_secrets_name_is_never_shown(
    before: list[str], column: int, below: list[str], after: list[str]
) -> None:
    given_lines = [*before, " " * column + "a_password: planted", *(" " * column + line for line in below), *after]

    found = loose_lines(given_lines)

    assert SECRET not in "\n".join(found)
    assert len(found) == len(given_lines)
