"""What MirrorMaker ends with, beside options that are wrong."""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.failures.symptom import (
    CORRECT,
    Symptom,
    symptom,
)

_LARGE = "raise max.request.size of the mirror's producer, and max.message.bytes of the topic where it is copied to"

SYMPTOMS: tuple[Symptom, ...] = (
    symptom(
        "record-too-large",
        r"sending message to topic (?P<topic>\S+) (?:.*\n)*?.*RecordTooLargeException: The message is "
        r"(?P<size>\d+) bytes when serialized which is larger than (?P<limit>\d+)",
        "a record of the topic {topic} has {size} bytes, and max.request.size lets {limit} pass",
        _LARGE,
        "max.request.size",
    ),
    symptom(
        "record-too-large",
        r"sending message to topic (?P<topic>\S+) (?:.*\n)*?.*RecordTooLargeException: The message is "
        r"(?P<size>\d+) bytes",
        "a record of the topic {topic} has {size} bytes, more than max.request.size lets pass",
        _LARGE,
        "max.request.size",
    ),
    symptom(
        "record-too-large",
        r"RecordTooLargeException: (?P<why>[^\n]*)",
        "a record is too large: {why}",
        _LARGE,
        "max.request.size",
    ),
    symptom(
        "group-missing",
        r"InvalidGroupIdException",
        "the consumer has no group",
        "give it group.id",
        "group.id",
    ),
    symptom(
        "value-invalid",
        r"RuntimeException: (?P<value>.{1,200}) is an invalid regex",
        "the list of topics is {value!r}, which is no regular expression of Java",
        CORRECT,
    ),
    symptom(
        "kafka-unreachable",
        r"Failed to connect to and describe Kafka cluster",
        "no broker of the cluster that it is to copy to answers",
        "see whether its brokers run and whether this host reaches them, with the protocol and login of the data",
        "bootstrap.servers",
        detail=r"Connection to node -?\d+ \((?P<host>[^/)]*)/?(?P<address>[^)]*)\) could not be established",
        detailed="no broker of the cluster that it is to copy to answers at {host}{address}",
    ),
)
