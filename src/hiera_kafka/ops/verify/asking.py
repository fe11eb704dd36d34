"""Asks the hosts and clusters of an inventory: what a run of verify on the control node observes with."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from hiera_kafka import project
from hiera_kafka.clients.zookeeper import ConnectString
from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.client_strings import client_strings
from hiera_kafka.compiler.endpoints import plaintext_endpoints
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.ops.look.answers import Exchange, host_seen
from hiera_kafka.ops.look.program import answer, program
from hiera_kafka.ops.look.request import everything
from hiera_kafka.ops.look.seen import HostSeen, ServiceSeen
from hiera_kafka.ops.mirrors import health
from hiera_kafka.ops.mirrors.hosts import Seen
from hiera_kafka.ops.mirrors.inventory import Mirror, MirrorProcess, mirrors
from hiera_kafka.ops.verify.canary import run as canary
from hiera_kafka.ops.verify.canary.target import CanaryTarget
from hiera_kafka.ops.verify.observe_clusters import observe_cluster
from hiera_kafka.ops.verify.views.canary_seen import CanarySeen
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.render.engine import Renderer

Tell = Callable[[str], None]


class Asking:
    """Sources that ask for real.

    Attributes:
        compiler: Of the inventory.
        tell: Is told what has answered, from several threads.
    """

    def __init__(self, compiler: Compiler, tell: Tell) -> None:
        self.compiler = compiler
        self.tell = tell
        self._endpoints = {one.cluster: one.endpoints for one in plaintext_endpoints(compiler)}
        self._zookeepers = {one.cluster: ConnectString.parse(one.zookeeper_connect) for one in client_strings(compiler)}

    def look(self, hosts: Sequence[str]) -> Mapping[str, HostSeen | Diagnostic]:
        """Return what each host says of itself, or why it says nothing."""
        renderer = Renderer(project.templates(self.compiler.inventory.path))
        catalogs = self.compiler.catalogs
        services = {one.name for found in catalogs.values() for part in found.sections for one in part.services}
        with ThreadPoolExecutor(16) as pool:
            texts = {host: program(everything(catalogs[host], renderer, services)) for host in hosts}
            return dict(zip(hosts, pool.map(_look_here, hosts, texts.values()), strict=True))

    def cluster(self, name: str) -> ClusterSeen:
        """Return what the brokers of a cluster say.

        Raises:
            ClientError: None answers.
        """
        return observe_cluster(self._endpoints[name], zookeeper=self._zookeepers.get(name))

    def mirror(self, mirror: Mirror, hosts: Mapping[str, HostView]) -> health.MirrorView:
        """Return how a mirror is doing; a cluster that does not answer is named in it."""
        processes = [_process(one, hosts[one.host]) for one in mirror.processes if one.host in hosts]
        with health.Clusters() as clusters:
            return health.look(clusters, mirror, processes, health.Limits(), time.time_ns() // 1_000_000)

    def canary(self, clusters: Sequence[str]) -> CanarySeen:
        """Write records to clusters, and return what became of them there and through mirrors."""
        address = self.compiler.platform.address
        targets = [CanaryTarget(name, self.compiler.clusters.kafka[name], address) for name in clusters]
        return canary.run(targets, mirrors(self.compiler), tell=self.tell)


@contextlib.contextmanager
def asking(compiler: Compiler, tell: Tell) -> Iterator[Asking]:
    """Give what asks the hosts and clusters of an inventory.

    Args:
        compiler: Of the inventory.
        tell: Is told what has answered, from several threads.

    Raises:
        HieraKafkaError: The data has errors.
    """
    yield Asking(compiler, tell)


def _look_here(host: str, text: bytes) -> HostSeen | Diagnostic:
    sent = time.time()
    done = subprocess.run([sys.executable, "-I", "-"], input=text, capture_output=True, check=False, timeout=60)
    try:
        return host_seen(host, answer(host, done.stdout), Exchange(sent, time.time()))
    except ClientError as error:
        return error.diagnostics[0]


def _process(process: MirrorProcess, view: HostView) -> Seen:
    """Return what the host of a process says of it."""
    if isinstance(view.answer, Diagnostic):
        return Seen(process, None, view.answer.message)
    service: ServiceSeen | None = view.answer.services.get(process.service)
    if service is None:
        return Seen(process, None, "the host's answer does not have it")
    return Seen(process, service.state, service.detail, service.pid, service.since)
