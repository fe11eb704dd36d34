"""What ZooKeeper does not start with."""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.failures.symptom import (
    CORRECT,
    Symptom,
    symptom,
)

SYMPTOMS: tuple[Symptom, ...] = (
    # ZooKeeper.
    symptom(
        "myid-missing",
        r"IllegalArgumentException: (?:\S*/)?myid file is missing",
        "the file myid, which says which member of the ensemble this is, is not in dataDir",
        "run again, which writes it; where dataDir was moved, move its content too",
        "dataDir",
    ),
    symptom(
        "myid-wrong",
        r"serverid (?P<found>.{0,80}) is not a number",
        "the file myid has {found!r}, it must be the number of this member",
        "run again, which writes it",
        "dataDir",
    ),
    symptom(
        "myid-wrong",
        r"My id (?P<found>\d+) not in the peer list",
        "the file myid says {found}, and the ensemble has no member of that number",
        "give the host its number in the ensemble's data, then run again",
        "server.1",
    ),
    symptom(
        "no-snapshot",
        r"No snapshot found, but there are log entries",
        "dataDir has changes and no snapshot that they begin with: it was copied in part, or by ZooKeeper before 3.5",
        "bring back the snapshots; where other members have the data, move version-2 away and let this one copy it; "
        "data of ZooKeeper before 3.5 needs one start with zookeeper.snapshot.trust.empty=true",
        "dataDir",
    ),
    symptom(
        "data-unreadable",
        r"IOException: Found (?P<found>.{0,80}) in (?P<path>\S+/(?:current|accepted)Epoch)",
        "{path} has {found!r}, it must be a number",
        "where other members of the ensemble have the data, move version-2 away and let this one copy it",
        "dataDir",
    ),
    symptom(
        "file-missing",
        r"IllegalArgumentException: (?P<path>/\S+) file is missing",
        "{path}, which the service is started with, is not there",
        "run again, which writes it",
    ),
    symptom(
        "value-missing",
        r"ConfigException: Error processing \S+\n(?:.*\n)*?.*IllegalArgumentException: (?P<option>[\w.]+) is not set",
        "zoo.cfg does not say {option}",
        CORRECT,
    ),
    symptom(
        "value-invalid",
        r"ConfigException: Error processing \S+\n(?:.*\n)*?.*"
        r"NumberFormatException: For input string: \"(?P<value>[^\"\n]*)\"",
        "zoo.cfg has {value!r} where a number must be",
        CORRECT,
    ),
    symptom(
        "name-unknown",
        r"ConfigException: Error processing \S+\n(?:.*\n)*?.*UnknownHostException: (?P<value>[^\s:]+)",
        "the host finds no address for {value}",
        "correct the name in the data, or what resolves names on the host (`getent hosts NAME`)",
    ),
    symptom(
        "value-invalid",
        r"(?:\$ConfigException: |QuorumPeerConfig@\d+\] - )(?P<value>\S+) (?P<why>does not have the form \S+)",
        "zoo.cfg has {value!r} as a member, which {why}",
        CORRECT,
    ),
)
