"""The options of target modules that wait for something in several calls."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by `extends_documentation_fragment: hiera_kafka.core.turns`."""

    DOCUMENTATION = r"""
options:
  waited:
    description: Seconds of C(timeout) that earlier calls have taken.
    type: float
    default: 0.0
  turn:
    description:
      - Seconds after which this call returns how far it is, in C(waiting) and C(so_far); without, it waits to the end.
    type: float
  so_far:
    description: What the call before has returned under this name.
    type: dict
    default: {}
"""
