"""profile::kafka::mirror and its processes."""
