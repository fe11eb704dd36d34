"""Settings for clients, each form as a golden text; tests/local/test_examples.py uses them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import RenderError
from hiera_kafka.model.endpoints import SYSTEM_CA, ClusterEndpoints, SecurityProtocol, parse_endpoints
from hiera_kafka.render.client_settings import CLIENTS, client_settings, client_text
from hiera_kafka.render.formats import parse_properties

CASES = Path(__file__).resolve().parents[2] / "cases" / "clients"
HOSTS = ("kafka-main1001.eqiad.wmnet", "kafka-main1002.eqiad.wmnet")
PLAIN = ClusterEndpoints("main-eqiad", parse_endpoints(",".join(f"{host}:9092" for host in HOSTS)))
TLS = ClusterEndpoints("main-eqiad", parse_endpoints(",".join(f"{host}:9093" for host in HOSTS), SecurityProtocol.SSL))
names = (
    st.text(min_size=1)
    .map(lambda text: "".join(filter(str.isprintable, text)))
    .filter(lambda text: text.strip() == text != "")
)
PYTHON = ["confluent-kafka", "kafka-python", "spark"]


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("endpoint", [PLAIN, TLS], ids=["plaintext", "tls"])
def test_each_form_is_the_golden_one(
    client: str, endpoint: ClusterEndpoints, golden: Callable[[Path, str], None]
) -> None:
    protocol = "tls" if endpoint.tls else "plaintext"

    golden(CASES / f"{client}.{protocol}.txt", f"{client_text(endpoint, client)}\n")


@pytest.mark.parametrize("client", CLIENTS)
def test_authorities_are_named_for_tls_only(client: str) -> None:
    assert SYSTEM_CA not in client_text(PLAIN, client)
    assert SYSTEM_CA in client_text(TLS, client)
    assert "/own.pem" in client_text(replace(TLS, ca="/own.pem"), client)


@pytest.mark.parametrize("client", PYTHON)
@given(ca=names)
def test_python_reads_back_any_name_of_a_file(client: str, ca: str) -> None:
    (assignment,) = ast.parse(client_text(replace(TLS, ca=ca), client)).body
    assert isinstance(assignment, ast.Assign)

    assert ast.literal_eval(assignment.value) == client_settings(replace(TLS, ca=ca), client)


@given(ca=names)
def test_java_reads_back_any_name_of_a_file(ca: str) -> None:
    assert parse_properties(client_text(replace(TLS, ca=ca), "java")) == client_settings(replace(TLS, ca=ca), "java")


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("ca", ["", "/a\nmodule(load=...)", " /a", "/a\x00", "\ud800"])
def test_what_a_line_cannot_hold_is_refused(client: str, ca: str) -> None:
    with pytest.raises(RenderError, match="value-not-representable"):
        client_text(replace(TLS, ca=ca), client)


def test_quotes_do_not_end_a_text_of_rsyslog() -> None:
    assert r'"ssl.ca.location=/a\"b\\c\$d"' in client_text(replace(TLS, ca='/a"b\\c$d'), "rsyslog")
