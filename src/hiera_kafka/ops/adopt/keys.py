"""Which keys of the data stand for what runs: of a host where there is one, else of its cluster or ensemble."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hiera_kafka.dialects.native import zookeeper
from hiera_kafka.dialects.native.server_properties import HOST_KEYS, OWNED_SETTINGS
from hiera_kafka.errors import Severity
from hiera_kafka.kafka_options import OptionKind, check
from hiera_kafka.model.base import FEWEST_OPEN_FILES
from hiera_kafka.model.data_path import system_directory
from hiera_kafka.model.texts import is_path, normal_path
from hiera_kafka.ops.adopt.differences import BROKER_FILE, SERVER_FILE, OptionDifference
from hiera_kafka.ops.adopt.process_options import ENVIRONMENTS, HEAP, OPEN_FILES, UNITS, heap_size
from hiera_kafka.ops.adopt.reasons import OF_LISTENERS, WHITELIST
from hiera_kafka.ops.adopt.running import RunningBroker
from hiera_kafka.ops.adopt.site_data import SiteData

Reasons = dict[tuple[str, str], str]
"""File and option to why the data has another value."""

_ZOOKEEPER_KEYS = {
    "maxClientCnxns": "profile::zookeeper::max_client_connections",
    "syncLimit": "profile::zookeeper::sync_limit",
}
_HEAP_KEY = "profile::kafka::broker::max_heap_size"
_LIMIT_KEY = "profile::kafka::broker::nofiles_ulimit"


def use_host_keys(data: SiteData, found: Iterable[OptionDifference], reasons: Reasons) -> None:
    """Give hosts the keys that stand for options of theirs, in the form that the key takes.

    Args:
        data: Is given the keys.
        found: What differs without them.
        reasons: Is given why an option has no key.
    """
    for one in found:
        if one.hidden or one.running is None:
            continue
        if one.file == BROKER_FILE and one.option in HOST_KEYS:
            data.set_key(one.host, HOST_KEYS[one.option], _typed(_type(data, one), one.running))
        elif one.file == SERVER_FILE and one.option in _ZOOKEEPER_KEYS and one.running != "0":
            data.set_key(one.host, _ZOOKEEPER_KEYS[one.option], int(one.running))
        elif one.file == SERVER_FILE and _is_free(one, reasons):
            data.set_zookeeper_option(
                one.host, one.option, _typed("string" if "/" in one.running else "int", one.running)
            )
        elif (one.file, one.option) == (ENVIRONMENTS["broker"], HEAP):
            if (size := heap_size(one.running)) is not None:
                data.set_key(one.host, _HEAP_KEY, size)
        elif (one.file, one.option) == (UNITS["broker"], OPEN_FILES) and int(one.running) >= FEWEST_OPEN_FILES:
            data.set_key(one.host, _LIMIT_KEY, int(one.running))


def use_ensemble_keys(data: SiteData, found: Iterable[OptionDifference], reasons: Reasons) -> None:
    """Give the ensemble the heap that its members have, where one value can be chosen; arguments are as above."""
    file = ENVIRONMENTS["zookeeper"]
    if not any((one.file, one.option) == (file, HEAP) for one in found):
        return
    heaps = (server.service.heap.get("Xmx", "") for server in data.running.servers if server.service is not None)
    sizes = Counter(size for heap in heaps if (size := heap_size(heap)) is not None)
    if not sizes:
        return
    (value, most), *others = sizes.most_common(2)
    if others and others[0][1] == most:
        reasons[file, HEAP] = "differs from member to member, and zookeeper_clusters.*.heap_size is for all"
        return
    if others:
        reasons[file, HEAP] = "zookeeper_clusters.*.heap_size is for all members, and has the value of most"
    data.ensemble_heap = value


def use_config(data: SiteData, found: Iterable[OptionDifference], reasons: Reasons) -> None:
    """Give the cluster the options that no key of a host stands for, each with the value of most brokers."""
    of_brokers = [one for one in found if one.file == BROKER_FILE]
    named = any(one.option == "listeners" and _names(one.running) != _names(one.rendered) for one in of_brokers)
    for option in sorted({one.option for one in of_brokers if not one.hidden} - set(OWNED_SETTINGS)):
        if named and OF_LISTENERS.match(option):
            reasons[BROKER_FILE, option] = "belongs to listeners that the data cannot describe"
            continue
        shown = (broker for broker in data.running.brokers if not _is_hidden(broker, option))
        (value, most), *others = Counter(_in_file(broker, option) for broker in shown).most_common(2)
        if others and others[0][1] == most:
            reasons[BROKER_FILE, option] = "differs from broker to broker, and kafka_clusters.*.config is for all"
            continue
        if others:
            reasons[BROKER_FILE, option] = "kafka_clusters.*.config is for all brokers, and has the value of most"
        if value is None:
            reasons[BROKER_FILE, option] = "is not set there, and the data cannot unset it"
            continue
        problems = check(OptionKind.BROKER, data.names.version, option, value)
        refusal = next((problem for problem in problems if problem.level is Severity.ERROR), None)
        if refusal is not None:
            reasons[BROKER_FILE, option] = f"is refused in data: {refusal.message}"
            continue
        first = next(one for one in of_brokers if one.option == option)
        data.config[option] = _typed(_type(data, first), value)


def _is_free(one: OptionDifference, reasons: Reasons) -> bool:
    """Tell whether `kafka_zookeeper_config` may set an option of zoo.cfg to its present value."""
    value = one.running or ""
    if one.option in zookeeper.OWNED_SETTINGS or one.option.startswith("server."):
        return False
    if one.option == WHITELIST and not _has_all_words(value, one.rendered or ""):
        return False
    problems = check(OptionKind.ZOOKEEPER, "", one.option, value)
    refusal = next((problem for problem in problems if problem.level is Severity.ERROR), None)
    if refusal is not None:
        reasons[SERVER_FILE, one.option] = f"is refused in data: {refusal.message}"
        return False
    if one.option == "dataLogDir" and not is_path(value):
        reasons[SERVER_FILE, one.option] = "is refused in data: it is no path that ZooKeeper can be given"
        return False
    return not (value.startswith("/") and system_directory(normal_path(value)) is not None)


def _has_all_words(theirs: str, ours: str) -> bool:
    words = {word.strip() for word in theirs.split(",")}
    return "*" in words or {word.strip() for word in ours.split(",")} <= words


def _is_hidden(broker: RunningBroker, name: str) -> bool:
    option = broker.options.get(name)
    return option is not None and option.in_file and option.file is None and option.sensitive


def _names(listeners: str | None) -> set[str]:
    return {url.partition("://")[0].strip() for url in (listeners or "").split(",")}


def _in_file(broker: RunningBroker, name: str) -> str | None:
    option = broker.options.get(name)
    if option is None:
        return None
    return option.file if option.in_file else option.default


def _type(data: SiteData, one: OptionDifference) -> str:
    broker = next(broker for broker in data.running.brokers if broker.host == one.host)
    option = broker.options.get(one.option)
    return "unknown" if option is None else option.type


def _typed(type_: str, value: str) -> str | int | bool:
    """Return a value as YAML writes its type."""
    if type_ == "boolean" and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if type_ in ("int", "long", "short"):
        try:
            return int(value)
        except ValueError:
            return value
    return value
