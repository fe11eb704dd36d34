"""Kafka and ZooKeeper processes of a host, whoever started them: what they run, and what their files say."""
