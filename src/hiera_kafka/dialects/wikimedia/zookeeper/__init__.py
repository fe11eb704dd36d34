"""profile::zookeeper::server and its zoo.cfg."""
