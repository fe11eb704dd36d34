"""The page of each message and of each check: where it lies, what it says, and how a message refers to it.

The pages are `docs/rules/<id>.md` and, of checks, `docs/checks/<id>.md` of a clone; a wheel brings them as
`hiera_kafka/rules` and `hiera_kafka/checks`. Messages refer to the file where the reader is in the clone that the
package runs from, and to `hiera-kafka rule <id>` everywhere else.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CLONE = Path(__file__).resolve().parents[2]
_RULES, _CHECKS = "rules", "checks"

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REFERENCE = re.compile(rf"^( +docs: )docs/({_RULES}|{_CHECKS})/({_NAME.pattern})\.md$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_RELATIVE_LINK = re.compile(r"\[([^\]\n]+)\]\((?![a-z][a-z0-9+.-]*:)[^)\s]*\)")
_MARKED = re.compile(r"`([^`]*)`|\*\*([^*]+)\*\*")
_SENTENCE = re.compile(r"^.*?\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class RulePage:
    """What is said of one message or check.

    Attributes:
        id: Kebab-case, the title as well.
        summary: The first sentence, as plain text of one line.
        text: The whole page, in Markdown.
        sections: Text below each heading of the second level, in order; what stands above the first has the name "".
    """

    id: str
    summary: str
    text: str
    sections: Mapping[str, str]

    @property
    def standalone(self) -> str:
        """The page for readers who have no other pages: links to those are their texts alone."""
        return _RELATIVE_LINK.sub(r"\1", self.text)


def ids() -> tuple[str, ...]:
    """Return the ids of all messages, sorted; none where the package came without its pages."""
    return _ids_in(_RULES)


def check_ids() -> tuple[str, ...]:
    """Return the ids of all checks that have a page, sorted; none of them is that of a message too."""
    return _ids_in(_CHECKS)


@functools.cache
def find(id_: str) -> RulePage | None:
    """Return the page of a message or check, None where there is none of that name.

    Args:
        id_: Any text; it names a file only where it is an id.
    """
    if not _NAME.fullmatch(id_):
        return None
    files = (_directory(kind) / f"{id_}.md" for kind in (_RULES, _CHECKS))
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        return None
    text = file.read_text(encoding="utf-8")
    sections = _sections(text)
    return RulePage(id_, _summary(sections[""]), text, sections)


def reference(id_: str) -> str:
    """Return where the reader of a message finds its page: a file of the clone, or a command."""
    return _reference(_RULES, id_)


def check_reference(id_: str) -> str:
    """Return the same for the page of a check."""
    return _reference(_CHECKS, id_)


def with_references(text: str) -> str:
    """Return messages that were written on another host with the references that the reader here needs."""
    return _REFERENCE.sub(lambda found: f"{found[1]}{_reference(found[2], found[3])}", text)


def _ids_in(kind: str) -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in _directory(kind).glob("*.md") if _NAME.fullmatch(file.stem)))


def _directory(kind: str) -> Path:
    brought = _PACKAGE / kind
    return brought if brought.is_dir() else _CLONE / "docs" / kind


def _reference(kind: str, id_: str) -> str:
    return f"docs/{kind}/{id_}.md" if _in_clone() else f"hiera-kafka rule {id_}"


def _in_clone() -> bool:
    try:
        here = Path.cwd()
    except FileNotFoundError:  # somebody removed it; the message is told all the same
        return False
    return (here == _CLONE or _CLONE in here.parents) and (_CLONE / "docs" / _RULES).is_dir()


def _sections(text: str) -> dict[str, str]:
    """Return the text below each heading; a line in a block of code is none."""
    found: dict[str, list[str]] = {"": []}
    name, in_code = "", False
    for line in text.splitlines():
        if _FENCE.match(line):
            in_code = not in_code
        if not in_code and line.startswith("## "):
            name = line.removeprefix("## ").strip()
            found[name] = []
        elif in_code or not line.startswith("# "):
            found[name].append(line)
    return {name: "\n".join(lines).strip() for name, lines in found.items()}


def _summary(text: str) -> str:
    paragraph = " ".join(text.split("\n\n", maxsplit=1)[0].split())
    plain = _MARKED.sub(r"\1\2", _RELATIVE_LINK.sub(r"\1", paragraph))
    sentence = _SENTENCE.match(plain)
    return sentence[0] if sentence else plain
