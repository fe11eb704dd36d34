"""Compiles catalogs: reads an inventory and its Hiera data, discovers the hosts, builds models, hands out catalogs."""

from hiera_kafka.compiler.compiler import Compiler
from hiera_kafka.compiler.inventory import Inventory, load_inventory

__all__ = ["Compiler", "Inventory", "load_inventory"]
