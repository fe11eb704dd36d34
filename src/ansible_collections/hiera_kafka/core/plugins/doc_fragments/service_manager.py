"""The options of target modules that say where and how services of a host run."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by `extends_documentation_fragment: hiera_kafka.core.service_manager`, or `.root` for that option alone."""

    DOCUMENTATION = r"""
options:
  service_manager:
    description: Who keeps the services of this host running.
    type: str
    choices: [systemd, supervisor]
    required: true
  root:
    description: Directory that stands for the host's C(/), empty for C(/) itself.
    type: str
    default: ''
"""

    ROOT = r"""
options:
  root:
    description: Directory that stands for the host's C(/), empty for C(/) itself.
    type: str
    default: ''
"""
