"""Installs a release in its versioned directory."""

from __future__ import annotations

DOCUMENTATION = r"""
module: artifact
short_description: Internal part of hiera_kafka.core.artifact that runs on the managed node
version_added: 0.1.0
description:
  - Checks a tar by its digest, unpacks it beside the directory, checks every file, and renames it into place.
  - Without O(src) it only says whether the release is installed, so that a control node need not send it in vain.
options:
  src:
    description: Tar on the target, not compressed.
    type: path
  sha256:
    description: SHA-256 of the tar.
    type: str
  manifest_sha256:
    description: SHA-256 of the file MANIFEST.sha256 in it.
    type: str
    required: true
  path:
    description: Directory of this version.
    type: path
    required: true
  owner:
    description: User that it belongs to; unset leaves it to the user that Ansible runs as.
    type: str
  group:
    description: Group that it belongs to; unset leaves it to the user that Ansible runs as.
    type: str
extends_documentation_fragment: [hiera_kafka.core.service_manager.root, hiera_kafka.core.internal]
attributes:
  check_mode:
    support: full
    description: Reports whether it would be installed.
  diff_mode:
    support: none
    description: A release has no lines to compare.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""

EXAMPLES = r"""
# Run by the action plugin hiera_kafka.core.artifact.
"""

RETURN = r"""
installed:
  description: Whether the release was there before.
  returned: success
  type: bool
needs_src:
  description: Whether the release must be sent; never in a check run, which would not install it.
  returned: success
  type: bool
"""

from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule  # type: ignore[import-untyped]  # no types in ansible-core

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.release import Release
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import report


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "src": {"type": "path"},
            "sha256": {"type": "str", "no_log": False},
            "manifest_sha256": {"type": "str", "required": True, "no_log": False},
            "path": {"type": "path", "required": True},
            "owner": {"type": "str"},
            "group": {"type": "str"},
            "root": {"type": "str", "default": ""},
        },
        required_by={"src": "sha256"},
        supports_check_mode=True,
    )

    def work() -> dict[str, Any]:
        wanted = module.params
        release = Release(
            Path(wanted["path"]), wanted["manifest_sha256"], wanted["owner"], wanted["group"], wanted["root"]
        )
        installed = release.installed()
        install = not installed and (module.check_mode or wanted["src"] is not None)
        if install and not module.check_mode:
            release.install(Path(wanted["src"]), wanted["sha256"])
        needs_src = not installed and not install
        return {"changed": install, "installed": installed, "needs_src": needs_src}

    report(module, work)


if __name__ == "__main__":
    main()
