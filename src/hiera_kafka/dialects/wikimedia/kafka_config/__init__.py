"""Wikimedia's functions kafka_config and kafka_cluster_name, as `docs/reference/kafka-config.md` describes them."""

from __future__ import annotations

from hiera_kafka.dialects.wikimedia.kafka_config.function import KafkaConfig, kafka_cluster_name, kafka_config

__all__ = ["KafkaConfig", "kafka_cluster_name", "kafka_config"]
