"""What is done once, before Ansible forks a process for each task and host, so that none of them does it again."""

from __future__ import annotations

import contextlib
import gc
import importlib
from collections.abc import Iterable

from hiera_kafka import project
from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.render.engine import renderer_of

_MODULES = ("bundle", "cluster_lock", "gates", "looks", "parameters", "releases", "roll", "validate")
"""Modules of the bridge that actions import; with what they import, that takes longer than most tasks."""


def prepare(inventory_files: Iterable[str]) -> None:
    """Load what tasks use, and compile the templates of every host; says nothing of data that has errors.

    Args:
        inventory_files: Absolute paths of those that were read.
    """
    for name in _MODULES:
        importlib.import_module(f"hiera_kafka.bridge.{name}")
    for file in inventory_files:
        # The first task of every playbook compiles and renders all hosts, and reports what is wrong.
        with contextlib.suppress(HieraKafkaError):
            compiler = compiler_of(file)
            renderer = renderer_of(project.templates(compiler.inventory.path))
            for host in compiler.hosts:
                catalog = compiler.catalog(host)
                for section in catalog.sections:
                    renderer.prepare(section, catalog.machine)
    # Catalogs live as long as the run. Without this, each worker would walk over, and so copy, all of them.
    gc.freeze()
