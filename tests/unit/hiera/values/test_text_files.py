"""Reading files as text."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError, Position
from hiera_kafka.hiera.values import text_files


def test_a_file_is_text(tree):
    assert text_files.read_text(tree({"a": "é\n"}) / "a") == "é\n"


def test_the_first_wrong_byte_is_reported_with_line_and_column():
    with pytest.raises(HieraError) as caught:
        text_files.decode(b"a\n\xc3\xa9x\xff", "/f")
    assert caught.value.diagnostics[0].id == "file-encoding"
    assert caught.value.diagnostics[0].where == (Position("/f", 2, 3),)


@pytest.mark.parametrize("name", ["missing", "."])
def test_what_cannot_be_read_is_an_error_that_names_it(tree, name):
    root = tree({"a": ""})
    with pytest.raises(HieraError, match="file-unreadable"):
        text_files.read_bytes(root / name)
