"""What the formats of files cannot hold, found in a catalog: at its place in the data, and before anything is rendered.

`render.formats` refuses the same, by the same rules, whatever a template does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from hiera_kafka.catalog.resources import File, Plain, Section
from hiera_kafka.errors import Diagnostic
from hiera_kafka.kafka_options import OptionKind

# Control characters; halves of a character, which UTF-8 cannot write; private ones, which mark origins in a rendering.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff]")


def plain_text(data: Plain) -> str:
    """Return a value as configuration files write it: booleans in lower case, numbers in decimal."""
    if isinstance(data, bool):
        return "true" if data else "false"
    return "" if data is None else str(data)


def refused_in_line(text: str, where: str) -> Diagnostic | None:
    """Return what is said of a text that one line cannot hold; `where` is what the line is part of."""
    if _CONTROL.search(text):
        return not_representable(text, where, "it holds a line break or another control character")
    return None


def refused_in_zoo_cfg(text: str) -> Diagnostic | None:
    """Return what is said of a text that zoo.cfg cannot hold: ZooKeeper trims what it reads."""
    return not_representable(text, "zoo.cfg", "blanks at its ends are lost") if text != text.strip() else None


def not_representable(text: str, where: str, why: str) -> Diagnostic:
    """Return what is said of a value that a format cannot hold; it may be a secret, so only its length is shown."""
    return Diagnostic(
        "value-not-representable",
        f"a value of {len(text)} characters cannot be written in {where}: {why}",
        hint="change the value in the data",
    )


def check_written(sections: Iterable[Section]) -> Iterator[Diagnostic]:
    """Yield what is said of each setting that the file of it cannot hold."""
    for section in sections:
        environments = {path for service in section.services for path in service.environment_files}
        for file in section.files:
            for setting in file.settings():
                text = plain_text(setting.value.data)
                found = refused_in_line(text, "an environment file") if file.path in environments else None
                if found is None and _is_zoo_cfg(file):
                    found = refused_in_zoo_cfg(text)
                if found is not None:
                    yield replace(found, where=setting.value.origin.positions()[:1])


def _is_zoo_cfg(file: File) -> bool:
    return file.options is not None and file.options.kind == OptionKind.ZOOKEEPER
