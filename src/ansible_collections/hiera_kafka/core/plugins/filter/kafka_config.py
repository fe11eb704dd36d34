"""Wikimedia's kafka_config as a filter, in the scope of the host that the template is for."""

from __future__ import annotations

DOCUMENTATION = r"""
name: kafka_config
short_description: Brokers, ports and ZooKeeper of a Kafka cluster
version_added: 0.1.0
extends_documentation_fragment: [hiera_kafka.core.kafka_config]
positional: site
options:
  _input:
    description: Name or prefix of a cluster.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show where the brokers of a cluster listen
  ansible.builtin.debug:
    msg: "{{ ('my-kafka-cluster' | hiera_kafka.core.kafka_config).brokers.string }}"
"""

RETURN = r"""
_value:
  description: The answer.
  type: dict
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

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleFilterError
from jinja2 import pass_context
from jinja2.runtime import Context

from hiera_kafka.bridge.kafka_config import kafka_config
from hiera_kafka.errors import HieraKafkaError


@pass_context
def of_host(context: Context, name: str, site: str | None = None) -> Any:
    """Ask the package, in the scope of `inventory_hostname`."""
    try:
        inventory_file = str(context["hiera_kafka_inventory_file"])
    except KeyError:
        raise AnsibleFilterError("the host is not from an inventory of the plugin hiera_kafka.core.hiera") from None
    try:
        return kafka_config(inventory_file, str(context["inventory_hostname"]), str(name), site)
    except HieraKafkaError as error:
        raise AnsibleFilterError("\n" + error.render(str(Path.cwd()))) from error


class FilterModule:
    """Names the filter."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"kafka_config": of_host}
