"""What a ZooKeeper server of this host answers, and which id it has been given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import WIDTH, one_line
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.zookeeper import four_letter_words

_ENTRIES = 1000
"""Of an answer; `mntr` has about four hundred."""
_SUMMARY = re.compile(r"zk_(?:avg|min|max|cnt|sum|p\d+)_(?P<of>.+)")
"""Five to nine entries of `mntr` that sum up one thing, of which there are about fifty."""
_LOOKING = "not currently serving requests"
_ID_BYTES = 64


def read(server: dict[str, Any]) -> dict[str, Any]:
    """Return what a server says of itself; why it does not answer is its `detail`.

    Args:
        server: `service`, its `address` and `port` on this host, and the path of its file `myid`.
    """
    found: dict[str, Any] = {
        "service": server["service"],
        "mode": None,
        "detail": "",
        "version": None,
        "values": {},
        "conf": {},
        "myid": _myid(server["myid"]),
    }
    address, port = server["address"], server["port"]
    try:
        answer = four_letter_words.ask(address, port, "srvr")
        mode = four_letter_words.mode(answer)
        if mode is None and _LOOKING in answer:
            mode = "looking"
        found.update(mode=mode, version=four_letter_words.version(answer))
        if mode is None:
            first = one_line(answer.strip().partition("\n")[0][:WIDTH])
            found["detail"] = f"{address}:{port} answers {first!r}"
            return found
        found["values"] = _plain(dict(_entries(four_letter_words.ask(address, port, "mntr"), "\t")))
        found["conf"] = dict(_entries(four_letter_words.ask(address, port, "conf"), "="))
    except OSError as error:
        found["detail"] = f"{address}:{port}: {error.strerror or error}"
    return found


def _entries(answer: str, between: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each line; a word that the whitelist lacks is answered by a sentence, which has none."""
    for line in answer.splitlines()[:_ENTRIES]:
        name, found, value = line.partition(between)
        if found:
            yield one_line(name.strip()[:WIDTH]), one_line(value.strip()[:WIDTH])


def _plain(values: Mapping[str, str]) -> dict[str, str]:
    """Return values without the summaries of measurements, which nobody looks at here."""

    def summary(name: str) -> bool:
        found = _SUMMARY.fullmatch(name)
        return found is not None and f"zk_cnt_{found['of']}" in values

    return {name: value for name, value in values.items() if not summary(name)}


def _myid(path: str) -> int | None:
    try:
        text = untrusted.read(path, _ID_BYTES).decode(errors="replace").strip()
    except (OSError, ProblemError):
        return None
    return int(text) if text.isascii() and text.isdecimal() else None
