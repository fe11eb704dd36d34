"""What zoo.cfg may hold, from ZooKeeper's administrator's guide (3.8) and `QuorumPeerConfig.parseProperties`.

ZooKeeper itself has no table of options. A key that it does not parse becomes the system property `zookeeper.<key>`, in
silence. Those below SYSTEM_PROPERTIES are read as system properties.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from hiera_kafka.kafka_options.option import Option

_SOURCE = "ZooKeeper's administrator's guide 3.8"


def _options(type_: str, default: Mapping[str, str | None]) -> dict[str, Option]:
    valid = "[0,...]" if type_ in ("int", "long") else None
    return {name: Option(name, type_, value, valid, source=_SOURCE) for name, value in default.items()}


PARSED: Mapping[str, Option] = {
    **_options("string", {
        "dataDir": None, "dataLogDir": None, "clientPortAddress": None, "secureClientPortAddress": None,
        "dynamicConfigFile": None, "peerType": "participant", "oraclePath": None,
        "metricsProvider.className": "org.apache.zookeeper.metrics.impl.DefaultMetricsProvider",
        "quorum.auth.kerberos.servicePrincipal": "zkquorum/localhost",
        "quorum.auth.learner.saslLoginContext": "QuorumLearner",
        "quorum.auth.server.saslLoginContext": "QuorumServer",
        "initialConfig": None,
    }),
    **_options("int", {
        "clientPort": None, "secureClientPort": None, "observerMasterPort": None, "clientPortListenBacklog": None,
        "tickTime": "3000", "maxClientCnxns": "60", "initLimit": None, "syncLimit": None,
        "connectToLearnerMasterLimit": None, "electionAlg": "3", "autopurge.snapRetainCount": "3",
        "autopurge.purgeInterval": "0", "quorum.cnxn.threads.size": "20",
        "metricsProvider.httpPort": "7000", "multiAddress.reachabilityCheckTimeoutMs": "1000",
    }),
    "minSessionTimeout": Option("minSessionTimeout", "int", "twice tickTime", "[-1,...]", source=_SOURCE),
    "maxSessionTimeout": Option("maxSessionTimeout", "int", "twenty times tickTime", "[-1,...]", source=_SOURCE),
    **_options("long", {
        "jvm.pause.info-threshold.ms": "1000", "jvm.pause.warn-threshold.ms": "10000",
        "jvm.pause.sleep.time.ms": "500",
    }),
    **_options("boolean", {
        "localSessionsEnabled": "false", "localSessionsUpgradingEnabled": "false", "syncEnabled": "true",
        "standaloneEnabled": "true", "reconfigEnabled": "false", "quorumListenOnAllIPs": "false",
        "sslQuorum": "false", "portUnification": "false", "sslQuorumReloadCertFiles": "false",
        "quorum.auth.enableSasl": "false", "quorum.auth.learnerRequireSasl": "false",
        "quorum.auth.serverRequireSasl": "false", "jvm.pause.monitor": "false",
        "multiAddress.enabled": "false", "multiAddress.reachabilityCheckEnabled": "true",
        "metricsProvider.exportJvmInfo": "true",
    }),
}  # fmt: skip

SYSTEM_PROPERTIES: Mapping[str, Option] = {
    **_options("string", {
        "4lw.commands.whitelist": "srvr", "admin.serverAddress": "0.0.0.0",  # noqa: S104 - ZooKeeper's own default
        "admin.commandURL": "/commands", "superUser": None, "DigestAuthenticationProvider.superDigest": None,
        "X509AuthenticationProvider.superUser": None, "serverCnxnFactory": None, "watchManagerName": None,
        "snapshot.compression.method": "none", "enforce.auth.schemes": None, "audit.impl.class": None,
        "fips-mode": None, "leaderServes": "yes", "skipACL": "no", "forceSync": "yes",
        "ssl.authProvider": "x509", "clientCnxnSocket": None,
    }),
    **_options("int", {
        "admin.serverPort": "8080", "admin.idleTimeout": "30000", "snapCount": "100000",
        "commitLogCount": "500", "globalOutstandingLimit": "1000", "preAllocSize": "65536",
        "maxCnxns": "0", "cnxTimeout": "5000", "requestThrottleLimit": "0", "requestThrottleStallTime": "100",
        "nio.numSelectorThreads": None, "nio.numWorkerThreads": None, "nio.directBufferBytes": "65536",
        "commitProcessor.numWorkerThreads": None, "commitProcessor.maxCommitBatchSize": "1",
        "maxBatchSize": "1000", "flushDelay": "0", "learner.closeSocketAsync": None,
        "throttledOpWaitTime": "0", "znode.container.checkIntervalMs": "60000",
        "znode.container.maxPerMinute": "10000", "electionPortBindRetry": "3", "sessionlessCnxnTimeout": None,
        "observer.reconnectDelayMs": "0", "observer.election.DelayMs": "200", "purgeInterval": "0",
        "fastleader.minNotificationInterval": "200", "fastleader.maxNotificationInterval": "60000",
        "request.timeout": None, "netty.server.outstandingHandshake.limit": "-1",
    }),
    **_options("long", {
        "fsync.warningthresholdms": "1000", "snapSizeLimitInKb": "4194304", "txnLogSizeLimitInKb": "-1",
        "warningthresholdms": None, "maxResponseCacheSize": "400", "maxGetChildrenResponseCacheSize": "400",
        "commitProcessor.maxReadBatchSize": "-1",
    }),
    **_options("boolean", {
        "admin.enableServer": "true", "admin.portUnification": "false", "admin.forceHttps": "false",
        "snapshot.trust.empty": "false", "extendedTypesEnabled": "false", "emulate353TTLNodes": "false",
        "audit.enable": "false", "sessionRequireClientSASLAuth": "false", "enforce.auth.enabled": "false",
        "allowSaslFailedClients": "false", "digest.enabled": "true", "DigestAuthenticationProvider.enabled": "true",
        "serializeLastProcessedZxid.enabled": "true", "tcpKeepAlive": "false", "client.portUnification": "false",
        "compressTxn": "false", "learner.asyncSending": "false", "leader.closeSocketAsync": "false",
        "db.autocreate": "true", "kerberos.removeHostFromPrincipal": "false",
        "kerberos.removeRealmFromPrincipal": "false", "client.secure": "false", "superUserEnabled": None,
        "outstandingChanges.initialized": None, "forward_learner_requests_to_commit_processor_disabled": "false",
    }),
}  # fmt: skip

FAMILIES = re.compile(
    r"server\.[0-9]+|group\.[0-9]+|weight\.[0-9]+"  # membership and hierarchical quorums
    r"|authProvider\.[A-Za-z0-9]+|ssl\.[A-Za-z0-9.]+|metricsProvider\.[A-Za-z0-9.]+|netty\.[A-Za-z0-9.]+"
    r"|quorum\.auth\.[A-Za-z0-9.]+|jvm\.pause\.[a-z.-]+"
)
"""Names of which there may be any number."""

WITHOUT_PREFIX = {
    "jute.maxbuffer": "ZooKeeper reads the system property jute.maxbuffer, and zoo.cfg sets zookeeper.jute.maxbuffer",
    "readonlymode.enabled": "ZooKeeper reads the system property readonlymode.enabled, and zoo.cfg sets "
    "zookeeper.readonlymode.enabled",
}
"""Names that have no effect in zoo.cfg, and why."""
