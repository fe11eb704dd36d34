"""What every dialect answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.client_strings import client_strings
from hiera_kafka.dialects.base import ClientStrings
from hiera_kafka.model.endpoints import Endpoint, SecurityProtocol
from lib.data.project_trees import HOST, PAGE, project_tree


@pytest.mark.parametrize("name", ["native", "wikimedia"])
def test_each_dialect_answers_for_a_host_and_for_a_cluster(tmp_path: Path, name: str) -> None:
    # A node that no cluster lists, so that Puppet has nothing to compile.
    more = f"kafka_dialect: {name}\nnodes: {{x.example.org: {{}}}}\n"
    compiler = Compiler.load(project_tree(tmp_path, PAGE, more=more))
    (strings,) = client_strings(compiler)
    dialect = compiler.dialect

    assert dialect.name == name
    assert dialect.is_operated is (dialect.refusal(HOST) is None)
    assert dialect.mirrors("x.example.org") == ()
    assert isinstance(strings, ClientStrings)
    assert strings.bootstrap_servers == f"{HOST}:9092"
    for protocol, port in ((SecurityProtocol.PLAINTEXT, 9092), (SecurityProtocol.SSL, 9093)):
        assert dialect.endpoints(strings.cluster, protocol) == (Endpoint(HOST, port, protocol),)
    assert not dialect.has_tls(HOST)
