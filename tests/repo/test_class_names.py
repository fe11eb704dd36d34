"""Names of public classes: a reader who meets one must know which it is."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]

MOST = 2
"""Public classes of one name: a thing, and its counterpart on targets, which share no code with the package."""

GIVEN_BY_ANSIBLE = {"ActionModule", "InventoryModule", "LookupModule", "ModuleDocFragment"}
"""Names that Ansible loads plugins by."""

LEFT = {"Directory", "Link", "Lock", "Plan", "Request", "Verdict", "Way"}
"""Names still to be made different; this only shrinks."""


def test_no_name_is_that_of_many_classes() -> None:
    modules: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                modules[node.name].append(str(path.relative_to(ROOT)))
    many = {name: where for name, where in modules.items() if len(where) > MOST and name not in GIVEN_BY_ANSIBLE}

    assert {name: where for name, where in many.items() if name not in LEFT} == {}
    assert many.keys() == LEFT, "a name that is no longer shared leaves the list"
