"""The only importers of what talks to the world: process managers, Ansible, later Kafka and ZooKeeper."""
