"""Compiles and renders every host, so that bad data is heard of before any host is touched."""

from __future__ import annotations

from typing import Any

from hiera_kafka import project
from hiera_kafka.bridge.plain_values import to_plain
from hiera_kafka.compiler.sections import compiler_of
from hiera_kafka.errors import Diagnostic, HieraKafkaError
from hiera_kafka.render.engine import renderer_of


def validate(inventory_file: str, base: str | None = None) -> dict[str, Any]:
    """Return the hosts that were compiled and the warnings, as text.

    Args:
        inventory_file: Absolute path.
        base: Directory that file names in warnings are shown relative to.

    Raises:
        HieraKafkaError: Every error of every host at once.
    """
    compiler = compiler_of(inventory_file)
    warnings = compiler.check()
    renderer = renderer_of(project.templates(compiler.inventory.path))
    found: dict[Diagnostic, None] = {}
    for host in compiler.hosts:
        try:
            catalog = compiler.catalog(host)
            for section in catalog.sections:
                renderer.section(section, catalog.machine)
        except HieraKafkaError as error:
            found.update(dict.fromkeys(error.diagnostics))
    if found:
        raise HieraKafkaError(found)
    plain: dict[str, Any] = to_plain({"hosts": compiler.hosts, "diagnostics": [d.render(base) for d in warnings]})
    return plain
