"""Wikimedia's kafka_config in the scope of the host that the template is for."""

from __future__ import annotations

DOCUMENTATION = r"""
name: kafka_config
short_description: Brokers, ports and ZooKeeper of a Kafka cluster
version_added: 0.1.0
extends_documentation_fragment: [hiera_kafka.core.kafka_config]
options:
  _terms:
    description: Names or prefixes of clusters.
    required: true
"""

EXAMPLES = r"""
- name: Show where the brokers of a cluster listen
  ansible.builtin.debug:
    msg: "{{ lookup('hiera_kafka.core.kafka_config', 'my-kafka-cluster').brokers.string }}"
"""

RETURN = r"""
_list:
  description: One answer a name.
  type: list
  elements: dict
  contains:
    name:
      description: Full name of the cluster.
      type: str
    brokers:
      description:
        - C(hash) (host to its data, with both ports), C(array) (hosts, sorted), C(string) (host:port, sorted, joined by
          commas), C(ssl_array) and C(ssl_string) (the same with host:ssl_port), C(graphite) and C(size).
      type: dict
    jmx_port:
      description: Port of JMX, as text.
      type: str
    zookeeper:
      description: C(name), C(hosts) (sorted, without ports), C(chroot) and C(url) (hosts, then the chroot).
      type: dict
"""

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from hiera_kafka.bridge.kafka_config import kafka_config
from hiera_kafka.errors import HieraKafkaError


class LookupModule(LookupBase):
    """Asks the package, in the scope of `inventory_hostname`."""

    def run(self, terms: list[str], variables: dict[str, Any] | None = None, **kwargs: Any) -> list[Any]:
        self.set_options(var_options=variables, direct=kwargs)
        variables = variables or {}
        try:
            inventory_file = str(variables["hiera_kafka_inventory_file"])
        except KeyError:
            raise AnsibleLookupError("the host is not from an inventory of the plugin hiera_kafka.core.hiera") from None
        host = str(variables["inventory_hostname"])
        site = self.get_option("site")
        try:
            return [kafka_config(inventory_file, host, str(term), site) for term in terms]
        except HieraKafkaError as error:
            raise AnsibleLookupError("\n" + error.render(str(Path.cwd()))) from error
