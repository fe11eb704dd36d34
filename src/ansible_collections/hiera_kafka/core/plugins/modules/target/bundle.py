"""Applies one section of a host's catalog."""

from __future__ import annotations

DOCUMENTATION = r"""
module: bundle
short_description: Internal part of hiera_kafka.core.bundle that runs on the managed node
version_added: 0.1.0
description:
  - Applies a bundle, and removes its file when it ends.
options:
  path:
    description: Gzip file on the target with the bundle, as JSON, of mode 0600.
    type: path
    required: true
  digest:
    description: SHA-256 of that file.
    type: str
    required: true
  section:
    description: Name of the section that the bundle must hold.
    type: str
    required: true
  take_over:
    description:
      - Directories that belong to another user and may be taken over with what is in them, path to the present owner.
      - The action takes them from the extra variable C(hiera_kafka_take_over) alone, so that no data can name one.
    type: dict
    default: {}
extends_documentation_fragment: [hiera_kafka.core.internal]
attributes:
  check_mode:
    support: full
    description: Reports exactly what a run would do.
  diff_mode:
    support: full
    description: Shows every change; what may be secret is masked.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
# Run by the action plugin hiera_kafka.core.bundle.
"""

RETURN = r"""
# What hiera_kafka.core.bundle returns.
"""

import contextlib
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.application import Application
from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import one_line
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import report
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.factory import manager_for


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "path": {"type": "path", "required": True},
            "digest": {"type": "str", "required": True},
            "section": {"type": "str", "required": True},
            "take_over": {"type": "dict", "default": {}},
        },
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        path = module.params["path"]
        try:
            bundle = bundle_format.read(path, digest=module.params["digest"], section=module.params["section"])
        finally:
            # It may hold secrets, and nothing needs it once it has been read; a check run has sent it too.
            with contextlib.suppress(FileNotFoundError):
                Path(path).unlink()
        manager = manager_for(bundle.service_manager, bundle.root)
        take_over = {str(path): str(owner) for path, owner in module.params["take_over"].items()}
        application = Application(bundle, manager, take_over)
        result = application.run(check=module.check_mode)
        for text in application.warnings:
            module.warn(one_line(text))
        return result

    report(module, work)


if __name__ == "__main__":
    main()
