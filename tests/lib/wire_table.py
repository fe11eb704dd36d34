"""Makes what a host accepts, from the declarations: `wire_table.py` and `readiness/kinds.py` of `module_utils`."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

import yaml

from hiera_kafka.catalog.resources import Readiness, Section, Service
from hiera_kafka.catalog.resources.section import RESOURCES
from hiera_kafka.catalog.resources.wire import REQUIRED, Bundled, Form, Parameter, Resource, Way, bundled, parameters
from hiera_kafka.dialects.native.registry import READINESS
from hiera_kafka.model.texts import SERVICE_NAME
from lib.repository import ROOT

MODULE_UTILS = ROOT / "src/ansible_collections/hiera_kafka/core/plugins/module_utils"
TABLE = MODULE_UTILS / "wire_table.py"
KINDS = MODULE_UTILS / "readiness/kinds.py"
HEAD = '''\
"""What a bundle and the parameters of checks hold, as the control node declares it in `hiera_kafka.catalog.resources`.

Made by `pytest --regenerate tests/plugins/module_utils/test_wire_table.py`; not to be edited.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

'''
NAME = '''
"""Pattern of what a unit or program may be called."""
'''
KINDS_HEAD = '''\
"""Every kind of readiness that services declare; modules are sent to hosts with what they import by name.

Made by `pytest --regenerate tests/plugins/module_utils/readiness/test_kinds.py`; not to be edited.
"""

from __future__ import annotations

from typing import Any
'''
_PACKAGE = "ansible_collections.hiera_kafka.core.plugins.module_utils.readiness"
KIND = '''

class Kind(NamedTuple):
    """A kind of resource in a bundle.

    Attributes:
        word: What one of it is called.
        of: Its class.
        owns_path: Whether nothing else may be at its path.
        fields: Field to the form in which it is read; `bundle_format` has what reads each form.
    """

    word: str
    of: Any
    owns_path: bool
    fields: dict[str, str]
'''
TYPES = {
    Form.CONTENT: "bytes = field(repr=False)",
    Form.FILE: "File",
    Form.FLAG: "bool",
    Form.INTEGER: "int",
    Form.MAPPING: "dict[str, str]",
    Form.MODE: "int",
    Form.PATHS: "tuple[str, ...]",
    Form.TEXTS: "tuple[str, ...]",
    Form.USER_ID: "int | None",
}
"""What the host makes of a form; text of what is not here."""
OPTIONS: Mapping[Form, dict[str, Any]] = {
    Form.FLAG: {"type": "bool"},
    Form.INTEGER: {"type": "int"},
    Form.INTEGERS: {"type": "list", "elements": "int"},
    Form.MAPPING: {"type": "dict"},
    Form.NAME: {"type": "str"},
    Form.PATH: {"type": "path"},
    Form.PATHS: {"type": "list", "elements": "path"},
    Form.PROCESSES: {"type": "list", "elements": "dict"},
    Form.TEXT: {"type": "str"},
    Form.TEXTS: {"type": "list", "elements": "str"},
}
"""Form to an option of a module of Ansible."""


def kinds() -> Iterator[tuple[str, type[Resource]]]:
    """Yield every kind of resource with the field of a section that holds it; readiness as its kinds."""
    hints = get_type_hints(Section)
    for name in RESOURCES:
        kind = get_args(hints[name])[0]
        for one in READINESS if kind is Readiness else [kind]:
            yield name, one


def shipped() -> list[tuple[str, type[Resource]]]:
    """Return the kinds that bundles hold."""
    return [(name, kind) for name, kind in kinds() if kind.declared.way is Way.BUNDLE]


def forms(kind: type[Resource]) -> dict[str, Form]:
    """Return the fields of a resource in a bundle, those that rendering makes among them."""
    made = {name: mark.form for name, mark in kind.declared.made.items() if isinstance(mark, Bundled)}
    # In the order in which they are read: a service without any definition is refused for that.
    return dict(sorted({**bundled(kind), **made}.items(), key=lambda field: field[1] is not Form.FILE))


def text() -> str:
    """Return the module as it must be."""
    parts = [HEAD, f"SERVICE_NAME = {SERVICE_NAME!r}", NAME]
    for _, kind in shipped():
        lines = [f"    {name}: {TYPES.get(form, 'str')}" for name, form in forms(kind).items()]
        parts.append(f"\n\n@dataclass(frozen=True)\nclass {kind.__name__}:\n" + "\n".join(lines) + "\n")
    lines = [f"    {name}: tuple[{kind.__name__}, ...]" for name, kind in shipped()]
    parts += ["\n\n@dataclass(frozen=True)\nclass Resources:\n", "\n".join(lines), "\n", KIND, "\n\nRESOURCES = {\n"]
    for name, kind in shipped():
        fields = {field: str(form) for field, form in forms(kind).items()}
        declared = kind.declared
        parts.append(f"{name!r}: Kind({declared.word!r}, {kind.__name__}, {declared.owns == 'path'}, {fields}),\n")
    parts.append("}\n")
    return _formatted("".join(parts))


def kinds_text() -> str:
    """Return the module with the kinds of readiness as it must be."""
    imports = {kind.check.partition(".")[::2] for kind in READINESS} | {("checks", "Check")}
    lines = [f"from {_PACKAGE}.{module} import {name}\n" for module, name in sorted(imports)]
    classes = "".join(f"{kind.kind!r}: {kind.check.rpartition('.')[2]}," for kind in READINESS)
    checks = {kind.kind: {**options(kind, "ready"), **options(Service, "ready")} for kind in READINESS}
    return _formatted(
        f"{KINDS_HEAD}\n{''.join(lines)}\n"
        f"KINDS: dict[str, type[Check]] = {{{classes}}}\n\n"
        f"OPTIONS: dict[str, dict[str, Any]] = {checks!r}\n"
        '"""Kind to the options of its check."""\n'
    )


def documented(module: str) -> dict[str, Any]:
    """Return the options of a module, as its page has them."""
    source = ast.parse((TABLE.parents[1] / "modules" / "target" / f"{module}.py").read_text(encoding="utf-8"))
    (page,) = (
        ast.literal_eval(node.value)
        for node in source.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "DOCUMENTATION"
    )
    found: dict[str, Any] = yaml.safe_load(page)["options"]
    return found


def options(kind: type[Resource], module: str) -> dict[str, Any]:
    """Return what a module takes of a resource, as Ansible's argument_spec has it."""
    made = {name: mark for name, mark in kind.declared.made.items() if isinstance(mark, Parameter)}
    return {mark.name or name: _option(mark) for name, mark in {**parameters(kind, module), **made}.items()}


def _option(mark: Parameter) -> dict[str, Any]:
    option = dict(OPTIONS[mark.form])
    if mark.form is Form.PROCESSES:
        option["options"] = {
            "service": {"type": "str", "required": True},
            "record_file": {"type": "path", "required": True},
            "records": {"type": "list", "elements": "path", "default": []},
        }
    if mark.choices:
        option["choices"] = list(mark.choices)
    if mark.default is REQUIRED:
        option["required"] = True
    elif mark.default is not None:
        option["default"] = mark.default
    return option


def _formatted(source: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(TABLE), "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True, cwd=Path(ROOT))
    return done.stdout
