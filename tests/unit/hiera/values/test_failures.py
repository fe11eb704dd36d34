"""Every id has a category and a page."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hiera_kafka import hiera
from hiera_kafka.errors import Diagnostic, HieraError, Position
from hiera_kafka.hiera.values import failures

SOURCES = sorted(Path(hiera.__file__).parent.rglob("*.py"))
RULES = Path(__file__).parents[4] / "docs" / "rules"


def raised():
    """Ids given as a literal to what makes an error."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"failure", "Diagnostic"} and node.args:
                for constant in ast.walk(node.args[0]):
                    if isinstance(constant, ast.Constant):
                        yield constant.value


def test_every_id_that_is_raised_has_a_category():
    assert set(raised()) - set(failures.CATEGORIES) == {"duplicate-key"}


@pytest.mark.parametrize("id_", ["duplicate-key", *failures.CATEGORIES])
def test_every_id_has_a_page(id_):
    assert (RULES / f"{id_}.md").read_text(encoding="utf-8").startswith(f"# {id_}\n")


def test_whatever_is_wrong_with_hiera_yaml_is_of_the_category_config():
    diagnostic = Diagnostic("yaml-syntax", "x")
    assert failures.category_of(HieraError(diagnostic)) == "data_parse"
    assert failures.category_of(failures.ConfigError(diagnostic)) == "config"
    assert failures.category_of(HieraError(Diagnostic("something-else", "x"))) == "other"


def test_missing_places_are_left_out():
    error = failures.failure("dig-type", "x", None, Position("/f", 1, 1), hint="h")
    assert error.diagnostics == (Diagnostic("dig-type", "x", (Position("/f", 1, 1),), hint="h"),)
