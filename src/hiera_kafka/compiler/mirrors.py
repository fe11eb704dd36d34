"""The mirrors that a host runs, in one form for both forms of the data and both dialects."""

from __future__ import annotations

from hiera_kafka.compiler.compiler import Compiler
from hiera_kafka.dialects.wikimedia.mirror.mirror import ROLE
from hiera_kafka.model.mirror.described import described_mirror
from hiera_kafka.model.mirror.mirror import Mirror


def mirrors_on(compiler: Compiler, host: str) -> tuple[Mirror, ...]:
    """Return the mirrors that a host runs.

    In Wikimedia's dialect the classes of a host decide whether it has one, whatever else its data describes; in the
    native dialect the data alone does.

    Raises:
        HieraError: A lookup failed.
    """
    model = compiler.models.get(host)
    if model is not None:
        return tuple(node.mirror for node in model.mirrors)
    catalog = compiler.catalogs.get(host)
    if catalog is None or all(section.role != ROLE for section in catalog.sections):
        return ()
    scope = compiler.scope(host)
    found = described_mirror(lambda key: compiler.hiera.find(key, scope), scope)
    return () if found is None else (found,)
