# Where this host's Kafka is, for shells and for the kafka command. Managed by hiera-kafka.
export KAFKA_ZOOKEEPER_URL=127.0.9.1:2181/kafka/my-kafka-cluster
export KAFKA_BOOTSTRAP_SERVERS=127.0.9.1:9092
export KAFKA_JAVA_HOME=/usr/lib/jvm/java-17
