"""Topic patterns: Java's regular expressions over the names that Kafka gives topics, and what several have in common.

A pattern is read (`parser`) into a tree (`syntax`) over sets of the 65 characters of topic names (`alphabet`), the tree
into a graph (`graph`). `matching` asks it about one name, `search` looks for the shortest name that several patterns
take. Both are exact: there is a name, there is none, or the pattern is outside what can be decided and says so.
"""

from hiera_kafka.topic_patterns.alphabet import LONGEST
from hiera_kafka.topic_patterns.errors import PatternError, TooComplexError
from hiera_kafka.topic_patterns.pattern import Form, Pattern
from hiera_kafka.topic_patterns.topics import Topics, common_topic

__all__ = ["LONGEST", "Form", "Pattern", "PatternError", "TooComplexError", "Topics", "common_topic"]
