"""What a broker, its data and its cluster say of each other."""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.failures.symptom import (
    DIRECTORIES,
    Symptom,
    symptom,
)

_OF_CLUSTER = "give it the ensemble and chroot of its data; only where it may go, move the directory away"
_OF_BROKER = "give it the id of its data; only where it may go, move the directory away"
_REGISTERED = (
    "where the broker was killed, run again when its old session is over (zookeeper.session.timeout.ms); else give "
    "each broker an id of its own"
)

SYMPTOMS: tuple[Symptom, ...] = (
    # What the data directory and the cluster say of each other.
    symptom(
        "cluster-id",
        r"Invalid cluster\.id in: (?P<path>\S+)\. Expected (?P<own>[\w-]+), but read (?P<found>[\w-]+)",
        "{path} is of the cluster {found}, and the ZooKeeper path of the broker has the cluster {own}",
        _OF_CLUSTER,
        "zookeeper.connect",
    ),
    symptom(
        "cluster-id",
        r"The Cluster ID (?P<own>\S+) doesn't match stored clusterId Some\((?P<found>[^)\s]+)\) in meta\.properties",
        "meta.properties is of the cluster {found}, and the ZooKeeper path of the broker has the cluster {own}",
        _OF_CLUSTER,
        "zookeeper.connect",
    ),
    symptom(
        "broker-id",
        r"Stored node id (?P<found>-?\d+) doesn't match previous node id (?P<own>-?\d+) in (?P<path>\S+?)\.(?:\s|$)",
        "{path} is of the broker {found}, and the data gives this one the id {own}",
        _OF_BROKER,
        "broker.id",
    ),
    symptom(
        "broker-id",
        r"Configured broker\.id (?P<own>-?\d+) doesn't match stored broker\.id (?P<found>[^\s]+) in meta\.properties",
        "meta.properties is of the broker {found}, and the data gives this one the id {own}",
        _OF_BROKER,
        "broker.id",
    ),
    symptom(
        "directory-locked",
        r"Failed to acquire lock on file \.lock in (?P<value>\S+)\. A Kafka instance",
        "another process has the data directory {value} open",
        "end that process, which may be a broker that was started by hand; `fuser -v` on the file .lock names it",
        DIRECTORIES,
    ),
    symptom(
        "disk-emptied",
        r"start-service: (?P<value>\S+) has no data of this broker any more",
        "the data directory {value} has no data of this broker any more",
        "bring the disk back; or run the playbook, which starts the broker where other replicas are in sync",
        DIRECTORIES,
    ),
    # What a broker says of itself to the cluster.
    symptom(
        "registered-already",
        r"NodeExists",
        "ZooKeeper has the broker registered already: by its own session of before, or by another with its id",
        _REGISTERED,
        "broker.id",
        detail=r"creating ephemeral at /brokers/ids/(?P<id>\d+), node already exists and owner '(?P<owner>\w+)'",
        detailed="ZooKeeper has the broker {id} registered already, by the session {owner}: its own of before, or "
        "another broker's with its id",
    ),
    symptom(
        "registered-already",
        r"A broker is already registered on the path /brokers/ids/(?P<id>\d+)",
        "ZooKeeper has the broker {id} registered already: by its own session of before, or by another with its id",
        _REGISTERED,
        "broker.id",
    ),
    symptom(
        "listener-of-another",
        r"Configured end points (?P<value>\S+) in advertised listeners are already registered by broker (?P<other>\d+)",
        "broker {other} has registered {value}, which this one advertises too",
        "advertise an address and port of its own",
        "advertised.listeners listeners",
    ),
    # ZooKeeper from the side of a broker.
    symptom(
        "zookeeper-unreachable",
        r"ZooKeeperClientTimeoutException|ZkTimeoutException|Timed out waiting for connection while in state",
        "no ZooKeeper answers the broker",
        "see whether the ensemble runs and has a quorum, and whether zookeeper.connect names it",
        "zookeeper.connect",
        detail=r"Unable to open socket to (?P<server>\S+)/<unresolved>|"
        r"for server (?:[^\s/]*/)?(?P<address>\S+?),? (?:Closing|unexpected error)",
        detailed="no ZooKeeper answers the broker at {server}{address}",
    ),
)
