"""profile::kafka::broker: its files, its TLS, and the tools that come with it."""
