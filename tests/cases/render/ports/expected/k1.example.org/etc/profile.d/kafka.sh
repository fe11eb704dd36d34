# Where this host's Kafka is, for shells and for the kafka command. Managed by hiera-kafka.
export KAFKA_ZOOKEEPER_URL=127.0.9.4:2181/kafka/events
export KAFKA_BOOTSTRAP_SERVERS=127.0.9.1:9192,127.0.9.2:9092,127.0.9.3:9292
export KAFKA_JAVA_HOME=/usr/lib/jvm/java-17
