"""What the firewall rules of brokers are refused for."""

from __future__ import annotations

from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.errors import refuse
from hiera_kafka.dialects.wikimedia.parameters import Argument

_REALMS = ("production", "labs")


def check_source(compilation: Compilation, custom: Argument) -> None:
    """Refuse a realm for which profile::kafka::broker knows no networks that may reach a broker.

    Raises:
        WikimediaError: `explicit_fail`, or `undefined_variable` where there is no realm.
    """
    if custom.set:
        return
    realm = compilation.top_scope("realm")
    if realm.data not in _REALMS:
        raise refuse(
            "puppet-explicit-fail",
            f"profile::kafka::broker knows no networks of the realm {realm.text!r}, it knows: {', '.join(_REALMS)}",
            hint="set profile::kafka::broker::custom_ferm_srange_components",
        )
