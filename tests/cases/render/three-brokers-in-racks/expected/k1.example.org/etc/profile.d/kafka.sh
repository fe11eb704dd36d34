# Where this host's Kafka is, for shells and for the kafka command. Managed by hiera-kafka.
export KAFKA_ZOOKEEPER_URL=zk1.example.org:2181/kafka/events
export KAFKA_BOOTSTRAP_SERVERS=k1.example.org:9092,k2.example.org:9092,k3.example.org:9092
export KAFKA_JAVA_HOME=/usr/lib/jvm/default-java
