"""What workers of Ansible inherit is loaded before there are any."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from lib.data.project_trees import PAGE, project_tree

_PROGRAM = """
import gc, json, sys
from hiera_kafka.bridge import forks, inventory
file = sys.argv[1]
inventory.entries(file, "/") if sys.argv[2] == "read" else None
before = len(sys.modules)
forks.prepare([file])
loaded = len(sys.modules) - before
from hiera_kafka import project
from hiera_kafka.bridge import bundle, looks, parameters, validate
from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.render.engine import renderer_of
compiler = compiler_of(file)
environment = renderer_of(project.templates(compiler.inventory.path))._environment
cached = sorted(key[1] for key in environment.cache.keys())
print(json.dumps({"loaded": loaded, "cached": cached, "frozen": gc.get_freeze_count() > 0}))
"""


def prepared(inventory: Path, how: str = "read") -> dict[str, object]:
    """Prepare in a process of its own, whose memory is frozen in place of this one's."""
    command = [sys.executable, "-c", _PROGRAM, str(inventory), how]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_modules_of_tasks_are_loaded_and_templates_compiled(tmp_path: Path) -> None:
    found = prepared(project_tree(tmp_path, PAGE))

    assert found["loaded"] > 10  # type: ignore[operator]
    assert "etc/kafka/server.properties.j2" in found["cached"]  # type: ignore[operator]
    assert "etc/systemd/system/service.j2" in found["cached"]  # type: ignore[operator]
    assert found["frozen"] is True


def test_data_with_errors_is_left_to_the_task_that_reports_them(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, PAGE.replace('id: "1"', "id: broken"))

    assert "etc/kafka/server.properties.j2" not in prepared(inventory, "unread")["cached"]  # type: ignore[operator]
