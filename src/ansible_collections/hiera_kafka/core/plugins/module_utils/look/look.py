"""One question to a host and its one answer, both JSON: for `hiera-kafka verify` over SSH, and for runs of Ansible.

A request is an object with these keys, of which the first two are always there:

    root             directory that stands for the host's `/`, "" for `/` itself
    service_manager  "systemd" or "supervisor"
    facts            what to read of the host: an object whose keys name facts
    adoption         {kind: options}: what runs of Kafka and ZooKeeper, whoever set it up; see `adoption/services.py`

Each fact has an argument, and only facts that are asked for are read:

    clock        true
    addresses    true
    listeners    true
    filesystems  paths, which need not be there
    java         {"home": JAVA_HOME, "user": who it may be run as, null for the caller}
    sysctls      names such as "vm.swappiness"
    services     [{"name", "record_file", "records": paths, "logs": paths}], `logs` only where errors are wanted
    errors       how many errors of each service's logs; 0 or missing: none
    strangers    {"names": names, "prefixes": what names begin with}: services that are ours by their name
    releases     {directory: SHA-256 of its manifest, or null for whichever}
    sections     {role: {"bundle", "digests", "key"}}, as in calls of `converged`: what a run would apply
    servers      [{"service", "address", "port", "myid": path}]: ZooKeeper servers
    data         data directories of brokers
    held         {path: content}: files that a run leaves as they are where the data wants another release

The answer has the same key `facts`, an object:

    clock        {"began", "ended": seconds since 1970, "synchronized": bool or null}
    addresses    [address]
    listeners    [[address, port, pid or null]]
    filesystems  {path: {"mount", "total_bytes", "free_bytes", "total_inodes", "free_inodes", "read_only"}}
    java         {"home", "version" or null, "detail"}
    sysctls      {name: {"value" or null, "settable"}}
    services     {name: {"state", "detail", "pid", "since", "enabled", "restarts", "loop": restarts of late
                 or 0, "limits": {name: soft or null}, "home", "java", "program", "pending": paths,
                 "errors": [{"at", "text"}], "unreadable": [words]}}
    strangers    [name]
    releases     {directory: whether it is installed}
    servers      [{"service", "mode", "detail", "version", "myid", "values": {}, "conf": {}}]
    data         {path: {"properties": {}, "detail"}}
    differs      {role: ["kind name" of each resource that a run would change]}, of `sections`
    upgrades     [{"path", "has": lines, "wants": lines}], of `held`: those that differ
    unread       {fact, or "fact item": why it could not be read}

A fact that could not be read is missing, and `unread` says why. Secrets are not read: of a process' environment two
names alone, of logs nothing that follows a word for secrets.
"""

from __future__ import annotations

from typing import Any


def look(request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a request; both as above."""
    # Imported here: a host takes longer to read what it is not asked for than to answer what it is.
    answer: dict[str, Any] = {}
    if "facts" in request:
        from ansible_collections.hiera_kafka.core.plugins.module_utils.look import facts  # noqa: PLC0415

        answer["facts"] = facts.read(request)
    if "adoption" in request:
        from ansible_collections.hiera_kafka.core.plugins.module_utils.adoption import services  # noqa: PLC0415

        answer["adoption"] = services.services(request["adoption"])
    return answer
