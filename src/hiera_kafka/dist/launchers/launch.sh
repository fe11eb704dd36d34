# Sourced by every command of this directory, with these set:
#   self  this command's path, links followed     bin   its directory
#   kind  which defaults fit                      main  the class to start
# and the arguments of the class in "$@". Ends by becoming Java, so that whoever started the command owns the JVM.

home=${bin%/*}
name=${self##*/}

# Options are split into words below, and a * in one of them is no file name.
set -f

case $kind in
  broker | zookeeper | connect)
    if [ $# -lt 1 ]; then
      printf 'usage: %s FILE.properties [argument ...]\n' "$name" >&2
      exit 1
    fi
    if [ "$1" = -daemon ]; then
      printf '%s: -daemon is refused: a process manager (systemd, supervisor) keeps this process, and must see it\n' \
        "$name" >&2
      exit 3
    fi
    ;;
esac

case $kind in
  broker) heap='-Xmx1g -Xms1g' log4j=log4j.properties ;;
  zookeeper) heap='-Xmx512m -Xms512m' log4j=log4j.properties ;;
  connect) heap='-Xms256m -Xmx2g' log4j=log4j.properties ;;
  load | console) heap=-Xmx512m log4j=tools-log4j.properties ;;
  *) heap=-Xmx256m log4j=tools-log4j.properties ;;
esac
case $kind in
  tool | console) performance='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' ;;
  *)
    performance='-XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35'
    performance="$performance -XX:+ExplicitGCInvokesConcurrent"
    ;;
esac
heap=${KAFKA_HEAP_OPTS:-$heap}
performance=${KAFKA_JVM_PERFORMANCE_OPTS:-$performance -Djava.awt.headless=true}

# A tool that is started in the environment of a broker must not want the broker's JMX port for itself.
jmx=${KAFKA_JMX_OPTS:-}
case $kind in
  tool | console | load) ;;
  *)
    if [ -n "${JMX_PORT:-}" ]; then
      if [ -z "$jmx" ]; then
        # Nobody has to log in, so nobody but this host may reach it.
        jmx='-Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false'
        jmx="$jmx -Dcom.sun.management.jmxremote.host=127.0.0.1 -Djava.rmi.server.hostname=127.0.0.1"
      fi
      jmx="$jmx -Dcom.sun.management.jmxremote.port=$JMX_PORT"
    fi
    ;;
esac

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
else
  java=java
fi
if ! command -v "$java" >/dev/null; then
  printf '%s: no Java at %s; set JAVA_HOME to a Java 11 or later, or install default-jre-headless\n' \
    "$name" "$java" >&2
  exit 127
fi

# From the last argument to the first, so that paths with spaces stay whole.
set -- "$main" "$@"
# shellcheck disable=SC2086 # options are words
set -- ${KAFKA_OPTS:-} "$@"
set -- -cp "${CLASSPATH:+$CLASSPATH:}$home/libs/*" "$@"
if [ -n "${LOG_DIR:-}" ]; then
  set -- "-Dkafka.logs.dir=$LOG_DIR" "$@"
fi
if [ -n "${KAFKA_LOG4J_OPTS:-}" ]; then
  # shellcheck disable=SC2086 # options are words
  set -- $KAFKA_LOG4J_OPTS "$@"
else
  set -- "-Dlog4j.configuration=file:$home/config/$log4j" "$@"
fi
# shellcheck disable=SC2086 # options are words
exec "$java" $heap $performance ${KAFKA_GC_LOG_OPTS:-} $jmx "$@"
