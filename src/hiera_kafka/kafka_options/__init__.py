"""What options each version of Kafka and ZooKeeper knows, and what a value of them must be.

Tables come from the package kafkacfg, which reads Kafka's own documentation; `supplement` has what is not documented
there, with its source.
"""

from hiera_kafka.kafka_options.check import OptionProblem, check
from hiera_kafka.kafka_options.option import Option, OptionKind
from hiera_kafka.kafka_options.tables import Table, table

__all__ = ["Option", "OptionKind", "OptionProblem", "Table", "check", "table"]
