"""Values that are written as they are and read as something else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lib.wikimedia.hosts import BROKER, JAVA, MIRROR, TLS, catalog

PASSWORD = "profile::kafka::broker::ssl_password"


def warnings(directory: Path, **mirror: Any) -> list[str]:
    data = BROKER | JAVA | TLS | MIRROR | {"profile::kafka::mirror::properties": mirror}
    found = catalog(directory, data, role="kafka/test/broker").diagnostics
    return [warning.message for warning in found if warning.id == "puppet-value-not-escaped"]


@pytest.mark.parametrize("password", ["Planted\\b", "Planted\nb", " Planted", "Planted\u0142"])
def test_java_reads_some_passwords_as_others(tmp_path: Path, password: str) -> None:
    found = catalog(tmp_path, BROKER | JAVA | TLS | {PASSWORD: password}, role="kafka/logging").diagnostics
    assert {warning.id for warning in found} == {"puppet-value-not-escaped"}
    assert len(found) == 2, "the keystore and the key"
    assert "Planted" not in "".join(warning.render() for warning in found)


@pytest.mark.parametrize("whitelist", ["it's", "50%", "${a}", "a\\sb", "a\\x41"])
def test_systemd_reads_some_patterns_as_others(tmp_path: Path, whitelist: str) -> None:
    (message,) = warnings(tmp_path, whitelist=whitelist)
    assert "whitelist" in message
    assert "systemd" in message


@pytest.mark.parametrize("whitelist", [".*", "^eqiad\\..+", "^(?!.*change-prop\\.).+$", "a b"])
def test_patterns_that_systemd_leaves_alone_are_fine(tmp_path: Path, whitelist: str) -> None:
    assert warnings(tmp_path, whitelist=whitelist) == []


def test_a_line_break_ends_a_variable(tmp_path: Path) -> None:
    (message,) = warnings(tmp_path, heap_opts="-Xmx1g\n-Xms1g")
    assert "KAFKA_HEAP_OPTS" in message
