"""Where Kafka and Java come from: one checked artifact a version in the user's cache, and a Java that can run it."""
