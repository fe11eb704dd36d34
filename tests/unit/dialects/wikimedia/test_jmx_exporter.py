"""The exporter's agent, directory and package."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.dialects.wikimedia import jmx_exporter
from hiera_kafka.dialects.wikimedia.parameters import Argument
from lib.wikimedia.hosts import compilation


def test_the_agent_listens_on_the_address_of_the_host(tmp_path: Path) -> None:
    made = jmx_exporter.agent(compilation(tmp_path, {}), Argument.constant(7800, "port"), "/etc/x.yaml")
    assert made.data == ("-javaagent:/usr/share/java/prometheus/jmx_prometheus_javaagent.jar=10.0.0.1:7800:/etc/x.yaml")


def test_directory_and_package_are_wanted_once(tmp_path: Path) -> None:
    made = compilation(tmp_path, {})
    assert len(jmx_exporter.directory(made)) == len(jmx_exporter.packages(made)) == 1
    assert jmx_exporter.directory(made) == jmx_exporter.packages(made) == ()
