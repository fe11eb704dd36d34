"""The reference page of the command line."""

from __future__ import annotations

from pathlib import Path

from conftest import Golden
from hiera_kafka.cli.reference import reference


def test_the_page_says_what_help_says(golden: Golden) -> None:
    golden(Path(__file__).parents[3] / "docs/reference/cli.md", reference())
