"""Words of a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.border import Border
from hiera_kafka.lint.views.words import Words, words_of, words_within
from lib.data.control_trees import control_tree

COUNTS = {"kernel": 4, "policy": 5, "police": 1, "hosts": 2, "registry": 2, "rare": 1}


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("kernnel", "kernel"),
        ("kenrel", "kernel"),
        ("tegistry", None),  # begins otherwise
        ("rgistry", "registry"),
        ("kernels", None),  # a plural
        ("kernel", None),
        ("hots", None),  # too short to tell
        ("krnl", None),
        ("nothing", None),
    ],
)
def test_a_word_that_stands_once_is_held_against_common_ones(word: str, meant: str | None) -> None:
    assert Words(COUNTS).meant_by(word) == meant


def test_words_are_those_of_names_in_small_letters() -> None:
    assert list(words_of("my_app::DefaultPort8080_v2")) == ["app", "defaultport"]


def test_data_code_and_pages_count(tmp_path: Path) -> None:
    top = control_tree(tmp_path, {"a.yaml": "a: word\n", "b.pp": "# word\n", "README.md": "Word\n", "c.txt": "word\n"})

    assert words_within(Border([top])).counts["word"] == 3
