"""What the host does not give a service: ports, addresses, files, keys, memory, and the JVM's own words."""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.failures.symptom import (
    CORRECT,
    DIRECTORIES,
    Symptom,
    symptom,
)

_HEAP = "KAFKA_HEAP_OPTS"
_JVM = "KAFKA_OPTS KAFKA_JVM_PERFORMANCE_OPTS KAFKA_HEAP_OPTS KAFKA_JMX_OPTS KAFKA_LOG4J_OPTS"
_SERVERS = "listeners advertised.listeners clientPort"
_ADDRESSES = "listeners clientPortAddress host.name"
_FILE = r"(?P<path>/[^\n()]{1,300}?)"
_SPACE = "free space there (`df -h` and `df -i` show what is left), or give the service another directory"
_FREE = "stop what holds the port (`ss -ltnp` on the host names it), or give the service another port"
_GIVE = "give it, and what is in it, to the user of the service; or name another one in the data"
_STORE = "see whether the file is there, for the service's user to read, and has the password of the data"

SYMPTOMS: tuple[Symptom, ...] = (
    # Addresses and ports.
    symptom(
        "port-in-use",
        r"failed to bind to (?P<address>\S+): Address already in use",
        "another process has the port {address}",
        _FREE,
        _SERVERS,
    ),
    symptom(
        "port-in-use",
        r"ExportException: Port already in use: (?P<port>\d+)",
        "another process has the port {port}, which is to be that of JMX",
        _FREE,
        "KAFKA_JMX_OPTS JMX_PORT",
    ),
    symptom(
        "port-in-use",
        r"Exception while listening(?: to address /?(?P<address>\S+))?\n.*BindException: Address already in use",
        "another process has the port {address}, at which the members of the ensemble elect their leader",
        _FREE,
    ),
    symptom(
        "port-in-use",
        r"BindException: Address already in use",
        "another process has a port at which the service is to listen",
        _FREE,
        _SERVERS,
    ),
    symptom(
        "address-not-here",
        r"failed to bind to (?P<address>\S+): (?:Cannot assign requested address|Unresolved address)",
        "the host has no address {address}, at which the service is to listen",
        "listen at an address of the host (`ip address` shows them), and advertise the one that clients use",
        _ADDRESSES,
    ),
    symptom(
        "address-not-here",
        r"BindException: Cannot assign requested address",
        "the host does not have the address at which the service is to listen",
        "listen at an address of the host (`ip address` shows them)",
        _ADDRESSES,
    ),
    symptom(
        "name-unknown",
        r"No resolvable bootstrap urls given in bootstrap\.servers",
        "the host finds no address for any of the brokers in bootstrap.servers",
        "correct the names in the data, or what resolves names on the host (`getent hosts NAME`)",
        "bootstrap.servers",
        detail=r"(?:Couldn't resolve|Removing) server (?P<value>\S+) from bootstrap\.servers",
        detailed="the host finds no address for {value} of bootstrap.servers",
    ),
    # Directories and files.
    symptom(
        "disk-full",
        r"FileNotFoundException: (?P<path>/[^\n()]{1,300}) \(No space left on device\)",
        "{path} cannot be written: its file system is full",
        _SPACE,
        DIRECTORIES,
    ),
    symptom(
        "disk-full",
        r"No space left on device",
        "a file system that the service writes to is full",
        _SPACE,
        DIRECTORIES,
    ),
    # Stores of keys; before files that are missing, since these have both.
    symptom(
        "keystore-missing",
        r"Failed to load SSL keystore (?P<value>\S+) of type \w+\n(?:.*\n)*?.*"
        r"(?:NoSuchFile|FileNotFound|AccessDenied)Exception",
        "the store of keys {value} cannot be read: it is not there, or the service's user may not read it",
        _STORE,
    ),
    symptom(
        "keystore-wrong",
        r"Failed to load SSL keystore (?P<value>\S+) of type \w+\n(?:.*\n)*?.*password",
        "the password of the store of keys {value} is not the one in the data",
        _STORE,
    ),
    symptom(
        "keystore-wrong",
        r"Failed to load SSL keystore (?P<value>\S+) of type (?P<type>\w+)",
        "{value} is no store of keys of the type {type}",
        _STORE,
    ),
    symptom(
        "keystore-wrong",
        r"UnrecoverableKeyException: Cannot recover key",
        "the password of the key in the keystore is not the one in the data",
        _STORE,
        "ssl.key.password ssl.keystore.location",
    ),
    symptom(
        "keystore-missing",
        r"FileNotFoundException: (?P<value>/\S+\.(?:jks|p12|pem|keystore|truststore)) \(",
        "the store of keys {value} cannot be read: it is not there, or the service's user may not read it",
        _STORE,
    ),
    symptom(
        "not-permitted",
        r"(?:FileNotFoundException|FileSystemException|IOException): " + _FILE + r" \(Permission denied\)",
        "the user of the service may not write {path}",
        _GIVE,
        DIRECTORIES,
    ),
    symptom(
        "not-permitted",
        r"AccessDeniedException: " + _FILE + r"(?:\n|$)",
        "the user of the service may not read or write {path}",
        _GIVE,
        DIRECTORIES,
    ),
    symptom(
        "not-permitted",
        r"(?:DatadirException|IOException): (?:Unable to create|Cannot write to|Missing) data directory (?P<path>\S+)",
        "the user of the service may not write {path}",
        _GIVE,
        "dataDir",
    ),
    # Memory and the JVM.
    symptom(
        "out-of-memory",
        r"OutOfMemoryError: (?P<what>[^\n]*)",
        "the JVM has run out of memory: {what}",
        "give the service a larger heap, or see what needs so much",
        _HEAP,
    ),
    symptom(
        "heap-too-large",
        r"Native memory allocation \(mmap\) failed to map (?P<bytes>\d+) bytes",
        "the host does not give the JVM {bytes} bytes of memory",
        "give the service a smaller heap, or the host more memory",
        _HEAP,
    ),
    symptom(
        "heap-too-large",
        r"Could not reserve enough space for (?P<size>\w+) object heap",
        "the host does not give the JVM {size} of memory for the heap",
        "give the service a smaller heap, or the host more memory",
        _HEAP,
    ),
    symptom(
        "jvm-option",
        r"Initial heap size set to a larger value than the maximum heap size",
        "the heap is to begin larger (-Xms) than it may become (-Xmx)",
        CORRECT,
        _HEAP,
    ),
    symptom(
        "jvm-option",
        r"Invalid (?P<what>maximum|initial) heap size: (?P<value>\S+)",
        "Java does not take {value} as the {what} size of the heap; allowed is a number with k, m, g or t",
        CORRECT,
    ),
    symptom(
        "jvm-option",
        r"Unrecognized (?:VM )?option:? '?(?P<value>[^'\s]+)|Improperly specified VM option '(?P<other>[^'\s]+)",
        "the Java that is installed does not take the option {value}{other}",
        "leave it out, or install the Java that it was written for",
        _JVM,
    ),
    symptom(
        "jvm-option",
        r"VM option '(?P<value>\w+)' is (?P<what>\w+) and must be enabled",
        "the JVM option {value} is {what} and not enabled",
        "leave it out, or enable such options before it",
    ),
    symptom(
        "jvm-option",
        r"Error opening zip file or JAR manifest missing ?: (?P<value>\S+)",
        "the agent {value} cannot be read",
        "install it where the option names it, or leave the option out",
    ),
    symptom(
        "unknown-class",
        r"Could not find or load main class (?P<value>\S+)",
        "there is no class {value} in the release",
        "see whether the release is whole: `hiera-kafka verify` compares it",
    ),
    symptom(
        "java-too-old",
        r"UnsupportedClassVersionError: (?P<what>\S+) has been compiled by a more recent version",
        "the Java of the service is older than the release needs",
        "install the Java that the release needs, and name it in java_home",
        "JAVA_HOME",
    ),
    symptom(
        "file-missing",
        r"NoSuchFileException: (?P<path>/\S+)",
        "{path}, which the service is started with, is not there",
        "run again, which writes it",
    ),
)
