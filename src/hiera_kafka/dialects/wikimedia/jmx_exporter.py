"""The Prometheus exporter that runs inside each JVM: its agent option, its file and its package."""

from __future__ import annotations

from hiera_kafka.catalog.resources import Directory, File
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.parameters import Argument
from hiera_kafka.source import Origin

DIRECTORY = "/etc/prometheus"
PACKAGE = "prometheus-jmx-exporter"
_AGENT = "/usr/share/java/prometheus/jmx_prometheus_javaagent.jar"


def agent(compilation: Compilation, port: Argument, file: str, *inputs: Origin) -> Argument:
    """Return the option that loads the exporter, listening on the host's IPv4 address.

    Raises:
        WikimediaError: The host has no such fact.
    """
    address = compilation.fact("networking", "ip")
    option = f"-javaagent:{_AGENT}={address.text}:{port.text}:{file}"
    return Argument.derived(option, "exporter on the host's address and port", address.origin, port.origin, *inputs)


def config(path: str, template: str) -> File:
    """Return the file that says which beans become which metrics."""
    return File(path, template, {}, "root", "root", "0444")


def directory(compilation: Compilation) -> tuple[Directory, ...]:
    """Return the directory of the files, unless another class has it already."""
    # The manifest says 0444, and Puppet lets everyone who may read a directory enter it.
    return (Directory(DIRECTORY, "root", "root", "0555"),) if compilation.claim("path", DIRECTORY) else ()


def packages(compilation: Compilation) -> tuple[str, ...]:
    """Return the package of the exporter, unless another class has it already."""
    return (PACKAGE,) if compilation.claim("package", PACKAGE) else ()
