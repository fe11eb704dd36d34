"""Options that Kafka and MirrorMaker do not start with."""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.failures.symptom import (
    CORRECT,
    Symptom,
    symptom,
)

SYMPTOMS: tuple[Symptom, ...] = (
    # Options of Kafka and MirrorMaker.
    symptom(
        "protocol-newer",
        r"Invalid value (?P<found>\S+) for configuration "
        r"(?P<option>inter\.broker\.protocol\.version|log\.message\.format\.version): Version",
        "{option} is {found}, which the release that is installed does not know: it is older",
        "take a release that knows it, or the number of the release before the upgrade",
    ),
    symptom(
        "value-invalid",
        r"Invalid value (?P<value>.{0,200}?) for configuration (?P<option>[\w.-]+)(?:: (?P<why>[^\n]*))?",
        "{option} is {value!r}: {why}",
        CORRECT,
    ),
    symptom(
        "value-missing",
        r"Missing required configuration [\"`](?P<option>[\w.-]+)[\"`]",
        "{option} is not set, and has no default",
        CORRECT,
    ),
    symptom(
        "listener-without-protocol",
        r"No security protocol defined for listener (?P<value>\S+)",
        "the listener {value} has no security protocol",
        "call it after its protocol (PLAINTEXT, SSL, SASL_SSL, SASL_PLAINTEXT), or name the protocol in "
        "listener.security.protocol.map",
        "listeners",
    ),
    symptom(
        "listener-without-protocol",
        r"Listener with name (?P<value>\S+) defined in (?P<option>[\w.]+) not found in "
        r"listener\.security\.protocol\.map",
        "{option} is {value}, which listener.security.protocol.map does not have",
        "name a listener that the broker has",
    ),
    symptom(
        "login-missing",
        r"Could not find a '(?P<name>\w+)'(?: or '[\w.]+')? entry in the JAAS configuration",
        "SASL is to be used, and no JAAS configuration has a login of the name {name}",
        "give the login in sasl.jaas.config of the listener, or the file in java.security.auth.login.config",
        "sasl.enabled.mechanisms listeners security.protocol",
    ),
    symptom(
        "value-invalid",
        r"IllegalArgumentException: requirement failed: (?P<option>[a-z][a-z.]+[a-z])(?P<why> [^\n]*)",
        "{option}{why}",
        CORRECT,
    ),
    symptom(
        "unknown-class",
        r"(?:ClassNotFoundException: |Class )(?P<value>[\w$]+(?:\.[\w$]+)+)(?: (?:cannot|could not) be found|\n|$)",
        "there is no class {value} in the release, nor in what was added to it",
        "correct its name in the data; one that is no part of Kafka needs its jar in CLASSPATH",
    ),
)
