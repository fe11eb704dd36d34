"""Pages link to what is there, and no file names a machine or a registry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib.repository import ROOT, tracked_files

PAGES = [path for path in tracked_files() if path.suffix == ".md"]
# Written in pieces, so that this file does not hold what it looks for.
UNWANTED = re.compile(
    "|".join(
        [
            r"/wor" + r"k/(main|shared|\.library)",
            r"/ro" + r"ot/\.(cache|pyenv)",
            r"deb\.deb" + r"ian\.org",
            r"py" + r"pi\.org",
            r"python" + r"hosted",
            r"repo1?\.mav" + r"en",
            r"registry\.np" + r"mjs",
        ]
    )
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]

    assert [target for target in local if not (page.parent / target).exists()] == []


def test_no_file_names_this_machine_or_a_registry() -> None:
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # compressed answers, deliberately broken data
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in UNWANTED.finditer(text)]

    assert found == []


def test_every_decision_is_in_the_list() -> None:
    decisions = ROOT / "docs" / "decisions"
    listed = re.findall(r"\(([0-9]{4}-[a-z0-9-]+\.md)\)", (decisions / "README.md").read_text(encoding="utf-8"))

    assert sorted(listed) == sorted(path.name for path in decisions.glob("[0-9]*.md"))
