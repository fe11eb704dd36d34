"""Kafka's protocol, as far as gates and readiness ask it."""
