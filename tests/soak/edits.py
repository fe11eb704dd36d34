"""Edits of a cluster's data, good ones and bad ones, and what they must end in: applied, or refused before any host."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from lab import site

Data = dict[str, Any]
Edit = Callable[[Data, Random], str]

GOOD: dict[str, tuple[Any, ...]] = {
    "num.io.threads": (4, 6, 10),
    "num.network.threads": (2, 4),
    "num.replica.fetchers": (1, 3),
    "log.retention.hours": (72, 336),
    "compression.type": ("producer", "lz4"),
    "auto.create.topics.enable": (True, False),
    "log.cleaner.threads": (1, 2),
}
"""Options of brokers to values that they take."""
BAD: tuple[tuple[str, Any], ...] = (
    ("num.io.threads", -1),
    ("num.io.threads", "many"),
    ("log.retention.hours", [1, 2]),
    ("compression.type", "rar"),
    ("broker.id", 7),
    ("log.dirs", "/srv/elsewhere"),
    ("zookeeper.connect", "elsewhere:2181"),
)
"""Options with values that no broker takes, and those that follow from the data."""
HEAPS = ("352m", "384m", "416m")


def good_option(data: Data, random: Random) -> str:
    name = random.choice(sorted(GOOD))
    value = random.choice(GOOD[name])
    _ops(data).setdefault("config", {})[name] = value
    return f"{name}: {value}"


def bad_option(data: Data, random: Random) -> str:
    name, value = random.choice(BAD)
    _ops(data).setdefault("config", {})[name] = value
    return f"{name}: {value}"


def option_removed(data: Data, random: Random) -> str:
    options = _ops(data).get("config")
    if not options:
        return "none: there is no option"
    name = random.choice(sorted(options))
    del options[name]
    return f"no {name}"


def heap(data: Data, random: Random) -> str:
    size = data["profile::kafka::broker::max_heap_size"] = random.choice(HEAPS)
    return f"a heap of {size}"


def rack(data: Data, random: Random) -> str:
    host = _broker(data, random)
    name = _ops(data)["brokers"][host]["rack"] = f"r{random.randrange(1, 9)}"
    return f"{host} in rack {name}"


def broker_id(data: Data, random: Random) -> str:
    host = _broker(data, random)
    number = _ops(data)["brokers"][host]["id"] = random.randrange(200, 300)
    return f"{host} with id {number}"


def member_id(data: Data, random: Random) -> str:
    (ensemble,) = data["zookeeper_clusters"].values()
    hosts = ensemble["hosts"]
    first, second = random.sample(sorted(hosts), 2)
    hosts[first], hosts[second] = hosts[second], hosts[first]
    return f"ids of {first} and {second} exchanged in the ensemble"


def directory_added(data: Data, random: Random) -> str:
    directories = data.setdefault("profile::kafka::broker::log_dirs", ["/srv/kafka/data"])
    added = f"/srv/kafka/data{len(directories) + 1}"
    directories.append(added)
    return f"another data directory, {added}"


def directory_replaced(data: Data, random: Random) -> str:
    data["profile::kafka::broker::log_dirs"] = [f"/srv/kafka/new{random.randrange(100)}"]
    return "other data directories"


def cluster_renamed(data: Data, random: Random) -> str:
    data["kafka_clusters"]["other"] = data["kafka_clusters"].pop("ops")
    return "another name of the cluster"


def ensemble_renamed(data: Data, random: Random) -> str:
    ((before, ensemble),) = data["zookeeper_clusters"].items()
    after = "other" if before == "ops" else "ops"
    data["zookeeper_clusters"] = {after: ensemble}
    _ops(data)["zookeeper_cluster_name"] = after
    return f"the ensemble {before} is called {after}"


def ensemble_unknown(data: Data, random: Random) -> str:
    _ops(data)["zookeeper_cluster_name"] = "nowhere"
    return "an ensemble that is not there"


def wrong_type(data: Data, random: Random) -> str:
    name = random.choice(("brokers", "config"))
    _ops(data)[name] = random.choice(("text", 7, ["a"]))
    return f"{name}: {_ops(data)[name]}"


EDITS: tuple[Edit, ...] = (
    *(good_option,) * 3,
    *(bad_option,) * 2,
    option_removed,
    heap,
    rack,
    broker_id,
    member_id,
    directory_added,
    directory_replaced,
    cluster_renamed,
    ensemble_renamed,
    ensemble_unknown,
    wrong_type,
)
"""As often as each comes."""


def edited(data: Data, random: Random) -> tuple[str, Data]:
    """Return what a random edit does, and the data with it."""
    changed = deepcopy(data)
    edit = random.choice(EDITS)
    return f"{edit.__name__.replace('_', '-')}: {edit(changed, random)}", changed


def outcome(here: site.Site, before: Data, after: Data) -> tuple[bool, str]:
    """Write data, apply it and roll what is pending, or see it refused and write back what was there.

    Returns:
        Whether it was applied, and why not.

    Raises:
        AssertionError: It came to something else: a host was touched by a run that failed, or the roll failed.
    """
    here.write(after)
    run = here.play()
    if run.returncode != 0:
        here.write(before)
        assert "error[" in run.output, run.output
        assert not any(run.changed.values()), run.output
        return False, run.output.partition("error[")[2].partition("]")[0]
    rolled = here.play(playbook="playbooks/roll_restart.yml")
    assert rolled.returncode == 0, rolled.output
    return True, "" if "Nothing is to be restarted." in rolled.output else "rolled"


def _ops(data: Data) -> Data:
    found: Data = data["kafka_clusters"]["ops"]
    return found


def _broker(data: Data, random: Random) -> str:
    return random.choice(sorted(_ops(data)["brokers"]))
