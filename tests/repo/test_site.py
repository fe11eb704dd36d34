"""The site of the documentation: it builds, whole and for readers without a network, and says what the pages say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
import yaml
from docs.site_hooks import indented
from markdown_it import MarkdownIt

from lib.repository import ROOT

BUILD = [
    str(Path(sys.executable).parent / "mkdocs"),
    "build",
    "--strict",
]  # not quiet: warnings would be neither shown nor counted
PAGES = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md"), *ROOT.glob("*.md")])
COMPARED = {"a", "blockquote", "code", "em", "h1", "h2", "h3", "li", "ol", "pre", "strong", "table", "ul"}


class Elements(HTMLParser):
    """Counts elements, and keeps what readers' browsers fetch by themselves, and where links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] += 1
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        self.fetched += [given[name] for name in ("src", "data", "poster") if name in given]
        if tag == "link" and given.get("rel") != "canonical":
            self.fetched.append(given.get("href", ""))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make lint` builds it, without a network to fetch from."""
    directory = tmp_path_factory.mktemp("site")
    unreachable = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    subprocess.run([*BUILD, "-d", directory], cwd=ROOT, check=True, env={**os.environ, **unreachable})
    return directory


def built_pages(site: Path) -> Iterator[tuple[Path, Elements]]:
    for page in site.rglob("*.html"):
        yield page, Elements(page.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_every_page_is_on_the_site(site: Path) -> None:
    """Pages of docs/ keep their places; those beside it are README, which is the front page, and others."""
    assert "Edit Hiera data, get ZooKeeper and Kafka" in (site / "index.html").read_text(encoding="utf-8")
    expected = {page.relative_to(ROOT / "docs") for page in PAGES if page.is_relative_to(ROOT / "docs")}
    assert {
        str(page)
        for page in expected
        if not (site / page.with_suffix("") / "index.html").is_file()
        and not (page.name == "README.md" and (site / page.parent / "index.html").is_file())
    } == set()
    for name in ("changelog", "contributing", "security", "examples", "examples/kcat"):
        assert (site / name / "index.html").is_file()


@pytest.mark.slow
def test_readers_fetch_nothing_from_elsewhere(site: Path) -> None:
    found = [(page, target) for page, page_ in built_pages(site) for target in page_.fetched if "//" in target]
    found += [
        (style, target)
        for style in site.rglob("*.css")
        for target in re.findall(r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^)'\"\s]+)", style.read_text("utf-8"))
    ]

    assert found == []


@pytest.mark.slow
def test_links_lead_to_pages_of_the_site_or_to_files_of_the_repository(site: Path) -> None:
    address = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["repo_url"]
    seen = set()
    for page, elements in built_pages(site):
        for link in elements.links:
            if link.startswith(address):
                kind, _, path = link.removeprefix(address).removeprefix("/").partition("/HEAD/")
                path = path.partition("#")[0]
                seen.add(kind)
                assert not kind or (ROOT / path).is_dir() == (kind == "tree"), (page, link)
                assert (ROOT / path).exists(), (page, link)
            elif not re.match(r"[a-z]+:|/|#|$", link) and page.name != "404.html":
                target = (page.parent / link.partition("#")[0]).resolve()
                assert target.exists(), (page, link)
    assert {"blob", "tree"} <= seen


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[x](nowhere.md)", "the link to nowhere.md leads to nothing"),
        ("[x](../src/nowhere)", "the link to ../src/nowhere leads to nothing"),
        ("[x](#no-such-heading)", "no such anchor"),
        ("[x](../rules/usage.md#no-such-heading)", "does not contain an anchor"),
        ("[x](../../../etc/passwd)", "leads to nothing"),
    ],
)
def test_a_link_that_leads_nowhere_ends_the_build(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "docs/howto").mkdir(parents=True)
    (tmp_path / "docs/rules").mkdir()
    (tmp_path / "examples").mkdir()
    shutil.copy(ROOT / "docs/site_hooks.py", tmp_path / "docs")
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "docs/rules/usage.md"):
        (tmp_path / name).write_text("# Title\n")
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["nav"] = ["howto/a.md", "index.md", "changelog.md", "contributing.md", "security.md"]
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings))
    page = tmp_path / "docs/howto/a.md"
    page.write_text("# Title\n\n[x](../rules/usage.md#title) `[y](code)`\n")
    command = [*BUILD, "-d", str(tmp_path / "site")]
    good = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (good.returncode, "WARNING" in good.stderr) == (0, False), good.stderr

    page.write_text(f"# Title\n\n{line}\n")
    bad = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert bad.returncode != 0
    assert said in bad.stderr


LISTS = """\
1. One, which
goes on lazily.

   ```sh
   a
     b

   c
   ```

2. Two:
   - a
     - b
   - c

   | d | e |
   | - | - |
   | f | g |

10. Ten.

    > - quoted

        code
"""


def test_what_is_in_lists_stays_there() -> None:
    assert elements_of_forge(LISTS) == elements_of_site(LISTS)
    assert elements_of_site(LISTS)["pre"] == 2
    assert re.search(r"<code[^>]*>a\n  b\n\nc\n?</code>", site_html(LISTS))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_is_the_same_on_the_site_as_in_the_repository(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert elements_of_forge(text) == elements_of_site(text)


def elements_of_forge(text: str) -> dict[str, int]:
    counts = Elements(MarkdownIt("commonmark").enable("table").render(text)).counts
    return {tag: counts[tag] for tag in COMPARED}


def elements_of_site(text: str) -> dict[str, int]:
    counts = Elements(site_html(text)).counts
    return {tag: counts[tag] for tag in COMPARED}


def site_html(text: str) -> str:
    """Return what mkdocs makes of a page, with the extensions that it has by itself and ours."""
    settings = {"pymdownx.superfences": {}, "pymdownx.highlight": {"use_pygments": False}}
    extensions = ["toc", "tables", "fenced_code", *settings]
    return markdown.markdown(indented(text), extensions=extensions, extension_configs=settings)
