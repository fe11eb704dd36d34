"""Wikimedia's functions kafka_config and kafka_cluster_name."""
