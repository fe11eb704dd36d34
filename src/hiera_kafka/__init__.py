"""Turns Puppet-style Hiera data into running, operated ZooKeeper and Kafka clusters."""

__version__ = "0.4.0"
