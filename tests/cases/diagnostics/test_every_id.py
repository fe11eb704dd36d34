"""Every message has a page that explains it, and a test that names it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src" / "hiera_kafka"
RULES = ROOT / "docs" / "rules"
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
MAKERS = {"Diagnostic", "Finding", "OptionProblem", "PydanticCustomError", "failure", "refuse", "warn"}
"""Calls whose first argument is the id of a message."""
TESTED_HERE = ("kafka_options", "model", "catalog", "render", "compiler", "bridge", "ops", "clients", "dialects")


def ids_of(file: Path) -> Iterator[str]:
    """Yield each id that a module gives to a message; `f"empty-{what}"` gives one for each value in the module."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            first = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "id"), None)
            if name in MAKERS and isinstance(first, ast.Constant) and KEBAB.fullmatch(str(first.value)):
                yield str(first.value)


COMPUTED = ["empty-hosts", "empty-brokers", "duplicate-broker-id", "duplicate-myid"]
"""Ids that model.clusters puts together."""
IDS = sorted({id_ for file in SOURCE.rglob("*.py") for id_ in ids_of(file)} | set(COMPUTED))
OURS = sorted(
    {id_ for part in TESTED_HERE for file in (SOURCE / part).rglob("*.py") for id_ in ids_of(file)} | set(COMPUTED)
)


def test_the_scan_finds_the_ids() -> None:
    assert {"wrong-type", "rack-not-string", "yaml-tab", "tls-not-served"} <= set(IDS)


@pytest.mark.parametrize("id_", IDS)
def test_every_message_has_a_page_that_begins_with_its_id(id_: str) -> None:
    page = RULES / f"{id_}.md"
    assert page.is_file(), f"write docs/rules/{id_}.md"
    assert page.read_text(encoding="utf-8").startswith(f"# {id_}\n")


def test_every_page_is_of_a_message_that_can_occur() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    pages = {page.stem for page in RULES.glob("*.md")} - {"README"}
    assert not {id_ for id_ in pages if f'"{id_}"' not in text} - set(COMPUTED)


def test_the_index_lists_every_page(golden: Callable[[Path, str], None]) -> None:
    pages = sorted(page.stem for page in RULES.glob("*.md") if page.stem != "README")
    head = "# Messages\n\nEvery message that hiera-kafka says about data, hosts and machines has an id and a page.\n\n"
    golden(RULES / "README.md", head + "".join(f"- [{page}]({page}.md)\n" for page in pages))


@pytest.mark.parametrize("id_", OURS)
def test_every_message_of_these_parts_is_named_by_a_case_or_a_test(id_: str) -> None:
    golden = [path.read_text(encoding="utf-8") for path in Path(__file__).parents[1].glob("*/*/expected.txt")]
    tests = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    assert any(f"[{id_}]" in text for text in golden) or any(id_ in text for text in tests)
