"""The one program that looks at a host: a text for `python3 -`, made of the very modules that Ansible runs there.

Nothing is written on the host, and nothing of the request is in a list of processes: program and request arrive on
standard input. Which modules are needed follows from their imports, so that none can be forgotten.
"""

from __future__ import annotations

import ast
import binascii
import functools
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.project import brought
from hiera_kafka.text import one_line

DEADLINE_S = 45
"""After which the program ends on the host, whatever became of who sent it."""
SIZE_LIMIT = 16 * 1024 * 1024
"""Bytes of all that a host prints."""

_OURS = "ansible_collections.hiera_kafka.core.plugins.module_utils"
_ENTRY = f"{_OURS}.look.look"
_ONLY_FOR = {
    f"{_OURS}.look.converged": frozenset({"calls"}),
    f"{_OURS}.adoption.services": frozenset({"adoption"}),
}
"""Modules that only requests with certain keys need, to those keys; see `look.look`."""
_MARK = b"\x1ehiera-kafka-look "
"""Begins the answer, in a line of its own: JSON never holds the first character, and no login banner does."""
_SHOWN = 200

_TEXT = """\
import sys
sys.path[:] = [place for place in sys.path if place]
import binascii, json, signal, zlib
from importlib.machinery import ModuleSpec
signal.alarm({deadline})
sources, request = json.loads(zlib.decompress(binascii.a2b_base64({content!r})))
class Sources:
    def find_spec(self, name, path=None, target=None):
        if name in sources:
            return ModuleSpec(name, self)
        if any(other.startswith(name + ".") for other in sources):
            return ModuleSpec(name, self, is_package=True)
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        if module.__name__ in sources:
            exec(compile(sources[module.__name__], module.__name__, "exec"), module.__dict__)
sys.meta_path.insert(0, Sources())
from {entry} import look
sys.stdout.write("\\n" + {mark!r} + json.dumps(look(request)) + "\\n")
"""


def program(request: Mapping[str, Any]) -> bytes:
    """Return the text that makes a host answer a request.

    Args:
        request: As `module_utils/look/look.py` has it.

    Raises:
        ProjectError: `checkout-not-found`, the collection is not there.
    """
    content = json.dumps([sources(frozenset(request)), request], separators=(",", ":")).encode()
    return _TEXT.format(
        content=binascii.b2a_base64(zlib.compress(content), newline=False),
        deadline=DEADLINE_S,
        entry=_ENTRY,
        mark=_MARK.decode(),
    ).encode()


@functools.cache
def sources(keys: frozenset[str]) -> Mapping[str, str]:
    """Return each module that is needed on a host, to its text.

    Args:
        keys: Of the request.
    """
    unneeded = {module for module, only_for in _ONLY_FOR.items() if only_for.isdisjoint(keys)}
    root = brought().collections
    found: dict[str, str] = {}
    waiting = {_ENTRY}
    while waiting:
        name = waiting.pop()
        text = _file(root, name).read_text(encoding="utf-8")
        found[name] = text
        wanted = {module for module in _imported(text) if _file(root, module).is_file()}
        waiting |= wanted - found.keys() - unneeded
    return found


def answer(host: str, output: bytes) -> Any:
    """Return what a host has answered, of all that it printed, as JSON has it.

    Args:
        host: Its name, for messages.
        output: Standard output, which may begin with what a login prints.

    Raises:
        ClientError: `look-answer-invalid`: there is no answer in it, or none that is JSON.
    """
    _, mark, after = output.rpartition(_MARK)
    if not mark:
        raise ClientError(invalid(host, f"the program printed no answer, but {_first(output)}"))
    if len(output) > SIZE_LIMIT:
        raise ClientError(invalid(host, f"it has more than {SIZE_LIMIT} bytes"))
    try:
        return json.loads(after.partition(b"\n")[0])
    except (ValueError, RecursionError) as error:
        raise ClientError(invalid(host, f"it is no JSON: {one_line(str(error)[:_SHOWN])}")) from None


def invalid(host: str, what: str) -> Diagnostic:
    """Return that the answer of a host cannot be used."""
    return Diagnostic(
        "look-answer-invalid",
        f"the answer of {host} cannot be read: {what}",
        hint=f"see that `ssh {host} python3 --version` prints 3.9 or later and nothing else; then run it again",
        host=host,
    )


def _first(output: bytes) -> str:
    text = one_line(output.strip()[:_SHOWN].decode(errors="replace"))
    return repr(text) if text else "nothing at all"


def _file(root: Path, module: str) -> Path:
    return root.joinpath(*module.split(".")).with_suffix(".py")


def _imported(text: str) -> set[str]:
    """Return the modules of ours that a module imports, wherever in it; names that are none are among them."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in names if name.startswith(f"{_OURS}.")}
