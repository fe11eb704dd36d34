"""Checks of Kafka clusters."""
