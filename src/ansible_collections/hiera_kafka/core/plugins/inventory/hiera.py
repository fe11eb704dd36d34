"""Hosts and groups from Hiera data."""

from __future__ import annotations

DOCUMENTATION = r"""
name: hiera
short_description: Hosts and groups from Puppet-style Hiera data
version_added: 0.1.0
description:
  - Reads C(zookeeper_clusters) and C(kafka_clusters) as Puppet would, and adds every host that they name.
  - Groups are C(zookeeper), C(kafka_broker), C(kafka_mirror), C(zookeeper_cluster_NAME) and C(kafka_cluster_NAME).
  - All groups exist, also when they are empty.
  - Data with errors is refused as a whole, with every error at its place.
  - Files outside the repository of the inventory file are read only where the variable C(HIERA_KAFKA_ALLOW_OUTSIDE) of
    the environment, or C(allow_outside) of the file C(~/.config/hiera-kafka/config.toml), names their directory.
options:
  plugin:
    description: Name of this plugin.
    required: true
    choices: [hiera_kafka.core.hiera]
  hiera_config:
    description: Path of C(hiera.yaml), relative to the inventory file.
    type: str
    required: true
  platform:
    description: C(hosts) for Debian hosts with systemd, C(local) for directories and addresses of this machine.
    type: str
    choices: [hosts, local]
    default: hosts
  state_dir:
    description:
      - Where local hosts lie, relative to the inventory file.
      - Without it, a directory of its own below C(~/.local/state/hiera-kafka/local).
    type: str
  java_home:
    description: JAVA_HOME of services.
    type: path
  environment:
    description: C($environment) in hiera.yaml and data.
    type: str
    default: production
  scope:
    description: Top-scope variables of every host, such as C(site), C(realm) and C(wmcs_project).
    type: dict
    default: {}
  nodes:
    description: Host name to what is recorded of it; keys are C(role), C(facts), C(trusted) and C(variables).
    type: dict
    default: {}
  dist:
    description: Where Kafka comes from; keys are C(source), C(url), C(sha512), C(path) and C(repository).
    type: dict
    default: {}
"""

EXAMPLES = r"""
plugin: hiera_kafka.core.hiera
hiera_config: ../../hieradata/cloudvps/hiera.yaml
scope:
  realm: labs
  site: eqiad
  wmcs_project: analytics
"""

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin
from ansible.plugins.loader import callback_loader

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.inventories import PACKAGE_MISSING, READ, UNREAD

try:
    from hiera_kafka.bridge import inventory
    from hiera_kafka.errors import HieraKafkaError
except ImportError as error:
    raise AnsibleError(PACKAGE_MISSING) from error


class InventoryModule(BaseInventoryPlugin):
    """Adds what the package found; knows nothing of the data itself."""

    NAME = "hiera_kafka.core.hiera"

    def verify_file(self, path: str) -> bool:
        return super().verify_file(path) and path.endswith(inventory.FILE_NAMES)

    def parse(self, inventory_data: Any, loader: Any, path: str, cache: bool = True) -> None:
        super().parse(inventory_data, loader, path, cache)
        # Here, since inventories are read before callbacks are loaded, and by every run that has hosts of ours.
        callback_loader.add_directory(str(Path(__file__).parents[1] / "callback"))
        base = str(Path.cwd())
        file = Path(path).resolve()
        UNREAD[file] = None
        try:
            found = inventory.entries(str(file), base)
        except HieraKafkaError as error:
            raise AnsibleParserError("\n" + error.render(base)) from error
        for group in found.groups:
            inventory_data.add_group(group)
        for host in found.hosts:
            inventory_data.add_host(host.name)
            for group in host.groups:
                inventory_data.add_host(host.name, group)
            for name, value in host.variables.items():
                inventory_data.set_variable(host.name, name, value)
        for warning in found.warnings:
            self.display.warning(warning, formatted=True)
        del UNREAD[file]
        READ[file] = None
