# Where this host's Kafka is, for shells and for the kafka command. Managed by hiera-kafka.
export KAFKA_ZOOKEEPER_URL=kafka1.analytics.eqiad1.wikimedia.cloud:2181/kafka/my-kafka-cluster
export KAFKA_BOOTSTRAP_SERVERS=kafka1.analytics.eqiad1.wikimedia.cloud:9092
export KAFKA_JAVA_HOME=/usr/lib/jvm/default-java
