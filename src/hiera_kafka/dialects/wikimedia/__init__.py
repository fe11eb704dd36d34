"""What Wikimedia's Puppet makes of Wikimedia's data: its function kafka_config, its classes, and what it refuses."""
