"""What options each version of Kafka and ZooKeeper knows, and what a value of them must be.

Tables come from the package kafkacfg, which reads Kafka's own documentation; `supplement` has what is not documented
there, with its source.
"""

from hiera_kafka.kafka_options.check import Finding, check
from hiera_kafka.kafka_options.option import Kind, Option
from hiera_kafka.kafka_options.tables import Table, table

__all__ = ["Finding", "Kind", "Option", "Table", "check", "table"]
