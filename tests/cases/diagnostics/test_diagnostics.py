"""Bad input, one directory a case: all that the user sees is in its expected.txt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hiera_kafka.bridge.validate import validate
from hiera_kafka.compiler.inventory import find_inventory_file
from hiera_kafka.errors import HieraKafkaError

HERE = Path(__file__).parent
ROOT = str(HERE.parents[2])
CASES = sorted(path for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__")


def outcome(case: Path) -> str:
    """Return all messages about the case's data, and last, where nothing stops a run, its hosts."""
    base = str(case)
    try:
        found = validate(str(find_inventory_file(case)), base)
    except HieraKafkaError as error:
        return f"{error.render(base)}\n".replace(base, "CASE").replace(ROOT, "CHECKOUT")
    return "".join(f"{line}\n" for line in [*found["diagnostics"], f"valid: {', '.join(found['hosts'])}"])


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_problem_of_the_data_is_reported_at_its_place(case: Path, golden: Callable[[Path, str], None]) -> None:
    golden(case / "expected.txt", outcome(case))
