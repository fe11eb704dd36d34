"""zoo.cfg of a ZooKeeper: its members in the order of their ids, and what the class zookeeper says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hiera_kafka.catalog.resources import Setting, SettingGroup
from hiera_kafka.catalog.values import grouped, setting
from hiera_kafka.dialects.wikimedia import ruby_calls
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.errors import refuse
from hiera_kafka.dialects.wikimedia.parameters import Argument, Arguments
from hiera_kafka.hiera.values import ruby
from hiera_kafka.source import Key

_LAST_WITHOUT_WHITELIST = 11
"""The last major release of Debian whose ZooKeeper answers four-letter words without a whitelist."""


def zoo_cfg(compilation: Compilation, conf: Arguments) -> tuple[SettingGroup, ...]:
    """Return the settings of zoo.cfg.

    Args:
        compilation: The host's.
        conf: Parameters of the class zookeeper.

    Raises:
        WikimediaError: `template_name_error` with a data_log_dir, `unsortable_ids`.
    """
    if conf["data_log_dir"].set:
        raise refuse(
            "puppet-template-name",
            "zookeeper::data_log_dir is set, and Puppet's template of zoo.cfg fails when it is",
            conf["data_log_dir"].origin.position,
            hint="remove it; the native dialect takes it as kafka_zookeeper_config.dataLogDir",
        )
    return grouped(
        ("Which commands it answers.", _whitelist(compilation)),
        ("The members of the ensemble.", _servers(conf["hosts"]) if conf["hosts"].set else ()),
        (
            "Where it listens, where its data lies, and whom it serves.",
            [
                setting("clientPort", Argument.constant(2181, "zoo.cfg: clientPort").value),
                setting("dataDir", conf["data_dir"].value),
                setting("maxClientCnxns", conf["max_client_connections"].value),
            ],
        ),
        (
            "Time, in ticks of so many milliseconds.",
            [
                setting("tickTime", conf["tick_time"].value),
                setting("initLimit", conf["init_limit"].value),
                setting("syncLimit", conf["sync_limit"].value),
            ],
        ),
    )


def _whitelist(compilation: Compilation) -> Iterator[Setting]:
    release = compilation.fact("os", "release", "major")
    leading = re.match(r"\s*(\d+)", release.text)
    if leading and int(leading[1]) > _LAST_WITHOUT_WHITELIST:
        every = Argument.derived("*", f"zoo.cfg: after Debian {_LAST_WITHOUT_WHITELIST}", release.origin)
        yield setting("4lw.commands.whitelist", every.value)


def _servers(hosts: Argument) -> Iterator[Setting]:
    """Yield a setting for each member, in the order of the ids as they are given: text as text, numbers as numbers."""
    where = hosts.origin.position
    members: dict[Any, Any] = ruby_calls.as_hash(hosts.data, "sort_by", "hosts of the ZooKeeper cluster", where)
    left = list(members.items())
    for id_ in ruby_calls.sort([member for _, member in left], "the ids of the ZooKeeper cluster", where):
        index = next(number for number, (_, member) in enumerate(left) if member is id_ or member == id_)
        name, _ = left.pop(index)
        key: Key = name if isinstance(name, str | int) else ruby.text(name)
        address = Argument.derived(
            f"{ruby.text(name)}:2182:2183",
            "member with its ports for followers and elections",
            hosts.trace.key(key),
            hosts.trace.at(key),
        )
        yield Setting(f"server.{ruby.text(id_)}", address.value)
