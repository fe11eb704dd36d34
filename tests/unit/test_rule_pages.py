"""Pages of messages, in a clone and where the package was installed without one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hiera_kafka import rule_pages

CLONE = Path(__file__).resolve().parents[2]
PAGES = CLONE / "docs/rules"


def test_each_page_is_found_by_its_id() -> None:
    assert rule_pages.ids() == tuple(sorted(page.stem for page in PAGES.glob("*.md") if page.stem != "README"))
    for id_ in rule_pages.ids():
        page = rule_pages.find(id_)
        assert page is not None
        assert page.text.startswith(f"# {id_}\n")
        assert page.summary
        assert "\n" not in page.summary
        assert not set("[]()`*") & set(page.summary[:1])


@pytest.mark.parametrize("id_", ["", "README", "nope", "../decisions/README", "/etc/passwd", "usage.md", "usage\n"])
def test_what_is_no_id_names_no_page(id_: str) -> None:
    assert rule_pages.find(id_) is None


def test_a_page_is_told_apart_into_sections_and_its_first_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        "# made-up\n\nA **first** `word` and [a page](other.md): it\ngoes on. And more.\n\nSecond.\n\n"
        "## Bad\n\n```yaml\n## no heading\n# nor this\n```\n\n## Good\n\n[the web](https://example.org/a)\n"
    )
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/made-up.md").write_text(text)
    monkeypatch.setattr(rule_pages, "_PACKAGE", tmp_path)
    rule_pages.find.cache_clear()
    try:
        page = rule_pages.find("made-up")
    finally:
        rule_pages.find.cache_clear()

    assert page is not None
    assert page.summary == "A first word and a page: it goes on."
    assert dict(page.sections) == {
        "": "A **first** `word` and [a page](other.md): it\ngoes on. And more.\n\nSecond.",
        "Bad": "```yaml\n## no heading\n# nor this\n```",
        "Good": "[the web](https://example.org/a)",
    }
    assert page.standalone == text.replace("[a page](other.md)", "a page")


def test_checks_have_pages_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rule_pages.check_ids() == tuple(sorted(page.stem for page in (CLONE / "docs/checks").glob("*.md")))
    assert not set(rule_pages.check_ids()) & set(rule_pages.ids())
    page = rule_pages.find("hosts-answer")
    assert page is not None
    assert page.text == (CLONE / "docs/checks/hosts-answer.md").read_text()
    monkeypatch.chdir(CLONE)
    assert rule_pages.check_reference("hosts-answer") == "docs/checks/hosts-answer.md"
    monkeypatch.chdir(tmp_path)
    assert rule_pages.check_reference("hosts-answer") == "hiera-kafka rule hosts-answer"


def test_messages_refer_to_the_file_within_the_clone_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CLONE / "docs")
    assert rule_pages.reference("usage") == "docs/rules/usage.md"
    monkeypatch.chdir(tmp_path)
    assert rule_pages.reference("usage") == "hiera-kafka rule usage"
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert rule_pages.reference("usage") == "hiera-kafka rule usage"


def test_messages_of_hosts_get_the_references_of_the_control_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "error[a-b]: no\n    docs: docs/rules/a-b.md\nerror[c]: docs/rules/c.md\n    docs: docs/rules/c.md"
    monkeypatch.chdir(CLONE)
    assert rule_pages.with_references(told) == told
    monkeypatch.chdir(tmp_path)
    assert rule_pages.with_references(told) == (
        "error[a-b]: no\n    docs: hiera-kafka rule a-b\nerror[c]: docs/rules/c.md\n    docs: hiera-kafka rule c"
    )


def test_an_installed_package_brings_its_pages(tmp_path: Path) -> None:
    package = tmp_path / "site-packages/hiera_kafka"
    (package / "rules").mkdir(parents=True)
    for name in ("__init__.py", "rule_pages.py"):
        shutil.copy(CLONE / "src/hiera_kafka" / name, package)
    shutil.copy(PAGES / "usage.md", package / "rules")
    code = "from hiera_kafka import rule_pages as r; print(r.ids(), r.find('usage').id, r.reference('usage'), sep='; ')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=CLONE,
        env={"PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "('usage',); usage; hiera-kafka rule usage\n"
