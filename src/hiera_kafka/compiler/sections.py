"""Compilers by inventory file, and sections of catalogs, as plugins of Ansible ask for them.

Compilers are kept for the process: worker processes of Ansible inherit what the parent has read.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

from hiera_kafka.access import Access
from hiera_kafka.catalog.resources import Catalog, Section
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import CatalogError, Diagnostic


@functools.cache
def compiler_of(inventory_file: str) -> Compiler:
    """Return the compiler of an inventory file, made once a process; variables and user say what lies beyond it.

    Args:
        inventory_file: Absolute path.

    Raises:
        HieraKafkaError: The inventory file or hiera.yaml is missing or wrong, or leads out of the repository.
    """
    return Compiler.load(Path(inventory_file), Access.of_caller(os.environ))


def section_of(inventory_file: str, host: str, role: str) -> tuple[Catalog, Section]:
    """Return a host's catalog and the section of one role in it.

    Raises:
        HieraKafkaError: The data has errors, or the host does not have the role.
    """
    compiler = compiler_of(inventory_file)
    compiler.model(host)  # refuses hosts that are only compiled
    catalog = compiler.catalog(host)
    section = catalog.section(role)
    if section is None:
        roles = ", ".join(s.role for s in catalog.sections) or "none"
        raise CatalogError(
            Diagnostic(
                "role-not-of-host",
                f"the data gives {host} no role {role}, it has: {roles}",
                hint=f"run the role on hosts of the group {role}",
            )
        )
    return catalog, section
