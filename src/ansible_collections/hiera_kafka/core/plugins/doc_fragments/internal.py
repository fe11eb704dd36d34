"""What is said of modules that only an action plugin of the collection runs."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by `extends_documentation_fragment: hiera_kafka.core.internal`."""

    DOCUMENTATION = r"""
notes:
  - Not for use in playbooks. The action plugin of the same name, without C(target), runs it on the managed node, with
    options that follow from the data.
  - Its options change without notice.
options: {}
"""
