"""Loads inventories; itself loaded where there is one, since the compiler and the models take long to load."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.access import CLOSED
from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.inventory import Inventory, load_inventory
from hiera_kafka.compiler.local_record import Recorded, record_path
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.lint.context import InventoryView


def uses(path: str, hierarchy: str) -> bool:
    """Return whether an inventory file names a hiera.yaml; False where it is wrong, which lint of it reports.

    Args:
        path: The inventory file.
        hierarchy: Absolute path of the hiera.yaml.
    """
    try:
        return str(load_inventory(Path(path)).hiera_config) == hierarchy
    except HieraKafkaError:
        return False


def read(path: str) -> Inventory:
    """Return an inventory, which reads nothing outside its repository.

    Raises:
        HieraKafkaError: It cannot be read, or is wrong.
    """
    return load_inventory(Path(path), CLOSED)


def view(inventory: Inventory) -> InventoryView:
    """Return what rules see of an inventory.

    Raises:
        HieraKafkaError: Its hierarchy is wrong.
    """
    state = inventory.state_dir
    # Of local hosts whose record lies outside, the standard addresses are taken; None has it read.
    recorded = None if state is None or inventory.border.holds(record_path(state)) else Recorded()
    return InventoryView(Compiler(inventory, recorded))
