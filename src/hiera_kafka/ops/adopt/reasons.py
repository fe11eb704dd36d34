"""Why data cannot say what runs: the words that are shown beside each difference."""

from __future__ import annotations

import re

OF_LISTENERS = re.compile(
    r"listener\.|inter\.broker\.listener\.name$|control\.plane\.listener\.name$|security\.inter\.broker\.protocol$"
    r"|early\.start\.listeners$|sasl\.|advertised\.(host|port)|host\.name$|port$"
)
"""Options that only make sense beside the listeners that they name."""

WHITELIST = "4lw.commands.whitelist"
"""Option of zoo.cfg with the words that servers answer to whoever asks."""

_FOLLOWS = {
    "broker.id.generation.enable": "ids are in the data, so none is generated",
    "broker.rack": "follows from the rack in the cluster's metadata",
    "listeners": "follows from the broker's port: one plaintext listener on all addresses of a host",
    "advertised.listeners": "follows from the broker's name and port: one plaintext listener",
    **dict.fromkeys(
        (
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "security.inter.broker.protocol",
            "control.plane.listener.name",
            "early.start.listeners",
        ),
        "follows from the one plaintext listener, which serves clients and other brokers",
    ),
    **dict.fromkeys(
        (
            "controller.listener.names",
            "controller.quorum.bootstrap.servers",
            "controller.quorum.voters",
            "metadata.log.dir",
            "zookeeper.metadata.migration.enable",
        ),
        "the metadata of every cluster are in ZooKeeper",
    ),
    "log.dirs": "data directories of the data differ",
    "zookeeper.connect": "follows from the ensemble, whose clients' port is 2181",
    "clientPort": "clients of every ensemble have port 2181",
    "dataDir": "the data of ZooKeeper lies in /var/lib/zookeeper",
    "clientPortAddress": "ZooKeeper listens on all addresses of a host",
    "dynamicConfigFile": "the members of an ensemble are in the data, and so in zoo.cfg",
    "peerType": "the members of an ensemble are in the data, and all of them vote",
    **dict.fromkeys(("secureClientPort", "secureClientPortAddress"), "TLS of ZooKeeper cannot be described yet"),
    WHITELIST: "checks of a host ask its ZooKeeper these words, which only read",
    "dataLogDir": "leads to a directory of the system",
}

_OF_PROCESSES = {
    "-Xms": "the heap of the data does not grow: -Xms is -Xmx",
    "com.sun.management.jmxremote.port": "not opened unasked: {jmx_key} opens it, on loopback and with a login",
    "java.security.auth.login.config": "logins by SASL cannot be described yet",
    "-javaagent": "the data has no key for agents of a JVM",
    "LimitNOFILE": "the limit of ZooKeeper is fixed",
}
_JMX_KEYS = {"/etc/default/kafka": "kafka_jmx_port", "/etc/default/zookeeper": "kafka_zookeeper_jmx_port"}

OF_FILES = (
    "heap, options of the JVM, limits of open files, unit, user and logging of processes: see how each is started",
    "options of zoo.cfg that `conf` does not have, such as autopurge.* and 4lw.commands.whitelist: see the file",
)
"""What no protocol tells and files of hosts do."""

NOT_REPORTED = ("ACLs, quotas and users (SCRAM): they are in the cluster and stay there",)
"""What is not read at all."""


def owned_reason(file: str, option: str) -> str | None:
    """Return why an option that follows from the model is not what it is now; None for other options."""
    if option.startswith("server.") and file == "zoo.cfg":
        return "members speak to each other on ports 2182 and 2183"
    if file.startswith("/etc/default/") or file.endswith(".service"):
        return _OF_PROCESSES.get(option, "").format(jmx_key=_JMX_KEYS.get(file)) or None
    return _FOLLOWS.get(option)
