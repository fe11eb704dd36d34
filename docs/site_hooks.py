"""Hooks of mkdocs: pages that lie beside docs/ belong to the site, and links are right in both places.

Pages are written for those who read them in the repository, where links are relative to the file. On the site a link
to a page is one within the site; one to any other file or directory of the repository leads to its address.
Forges read CommonMark, where what an item of a list holds begins below its first word; to mkdocs it begins after four
blanks.

A link to what does not exist is a warning, which `mkdocs build --strict` counts as an error; mkdocs itself checks the
links that are left, and anchors.
"""

from __future__ import annotations

import logging
import posixpath
import re
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

_LOG = logging.getLogger("mkdocs.hooks.links")

_ROOT_PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
_FOLDERS = ("examples",)
"""Folders of the repository whose pages belong to the site, besides docs/."""

_FILES: dict[str, File] = {}
"""Files of the site by their path in the repository; of the build that goes on."""

_CODE_OR_LINK = re.compile(
    r"^```.*?^```|`[^`\n]*`|\]\((?P<path>[^)#\s]*)(?P<anchor>#[^)\s]*)?\)", re.MULTILINE | re.DOTALL
)
_MARKER = re.compile(r" *(?:[-*+]|[0-9]+[.)]) +")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Give headings the anchors that forges give them, so that links with anchors are right in both places."""
    config.mdx_configs["toc"] = {**config.mdx_configs.get("toc", {}), "slugify": _anchor}
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that lie beside docs/."""
    root = _root(config)
    names = [
        *_ROOT_PAGES,
        *(str(page.relative_to(root)) for folder in _FOLDERS for page in root.glob(f"{folder}/*.md")),
    ]
    for name in names:
        place = {"README.md": "index.md"}.get(name, name if "/" in name else name.lower())
        files.append(File.generated(config, place, abs_src_path=str(root / name)))
    _FILES.clear()
    for file in files:
        if file.abs_src_path and Path(file.abs_src_path).is_relative_to(root):
            _FILES[str(Path(file.abs_src_path).relative_to(root))] = file
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - the names of a hook
    """Rewrite the links of a page."""
    root = _root(config)
    here = Path(str(page.file.abs_src_path)).relative_to(root)

    def rewritten(found: re.Match[str]) -> str:
        path, anchor = found["path"], found["anchor"] or ""
        if not path or _ADDRESS.match(path):
            return found[0]
        target = posixpath.normpath(posixpath.join(str(here.parent), path))
        to = _FILES.get(target) or _FILES.get(f"{target}/README.md")
        if to is not None:
            relative = posixpath.relpath(to.src_uri, posixpath.dirname(page.file.src_uri) or ".")
            return f"]({relative}{anchor})"
        if target.startswith("..") or not (root / target).exists():
            _LOG.warning("%s: the link to %s leads to nothing", here, path)
            return found[0]
        kind = "tree" if (root / target).is_dir() else "blob"
        return f"]({config.repo_url}/{kind}/HEAD/{target}{anchor})"

    return indented(_CODE_OR_LINK.sub(rewritten, markdown))


def indented(markdown: str) -> str:
    """Return the same text with four blanks before what an item of a list holds, for each list that it is in."""
    lines = markdown.split("\n")
    held = [0] * len(lines)  # how many items hold the line, not counting one that begins there
    column = [0] * len(lines)  # where the content of the innermost of these begins
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "list_item_open" and token.map:
            begin, end = token.map
            marker = _MARKER.match(lines[begin][column[begin] :])
            if marker is None:
                continue  # an item in a quotation
            inside = column[begin] + marker.end()
            for number in range(begin + 1, end):
                held[number] += 1
                column[number] = inside
    return "\n".join(_moved(*of_line) for of_line in zip(lines, column, held, strict=True))


def _moved(line: str, column: int, items: int) -> str:
    """Return a line that begins at a column, or before it where it lazily goes on, below that many items."""
    blanks = len(line) - len(line.lstrip(" "))
    return " " * 4 * items + line[min(column, blanks) :] if items else line


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent


def _anchor(text: str, separator: str, **_: Any) -> str:
    return _NOT_IN_ANCHORS.sub("", text.strip().lower()).replace(" ", separator)
