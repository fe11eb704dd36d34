"""What ZooKeeper is asked."""
