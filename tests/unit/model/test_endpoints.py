"""Where clients connect."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hiera_kafka.model.endpoints import ClusterEndpoints, Endpoint, SecurityProtocol, parse_endpoints


@pytest.mark.parametrize(
    ("text", "expected"),
    [("b", Endpoint("b", 9092)), (" b:1 ", Endpoint("b", 1)), ("[::1]:9093", Endpoint("[::1]", 9093))],
)
def test_text_stands_for_an_endpoint(text: str, expected: Endpoint) -> None:
    assert Endpoint.parse(text) == expected


@pytest.mark.parametrize("text", ["", "b:", ":1", "b:x", "b:0", "b:65536", "a:1,,b:1", "b:²"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not HOST:PORT"):
        parse_endpoints(text)


def test_clients_of_a_cluster_speak_tls_where_its_endpoints_do() -> None:
    plain = ClusterEndpoints("c", parse_endpoints("a:1,b:2"))
    tls = ClusterEndpoints("c", parse_endpoints("a:1,b:2", SecurityProtocol.SSL))

    assert (plain.tls, plain.servers, plain.bootstrap_servers) == (False, ("a:1", "b:2"), "a:1,b:2")
    assert (tls.tls, tls.bootstrap_servers) == (True, "a:1,b:2")


def test_commands_that_need_no_model_do_not_wait_for_one() -> None:
    code = "import sys, hiera_kafka.model.endpoints; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
