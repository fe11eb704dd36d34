"""Asks the hosts and clusters of an inventory: what a run of verify on the control node observes with."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.clients.zookeeper import ConnectString
from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.client_strings import client_strings
from hiera_kafka.compiler.endpoints import plaintext_endpoints
from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.look.hosts import look
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

Tell = Callable[[str], None]


class Asking:
    """Sources that ask for real.

    Attributes:
        compiler: Of the inventory.
        sessions: How the hosts are reached.
        tell: Is told what has answered, from several threads.
    """

    def __init__(self, compiler: Compiler, sessions: Sessions, tell: Tell) -> None:
        self.compiler = compiler
        self.sessions = sessions
        self.tell = tell
        self._endpoints = {one.cluster: one.endpoints for one in plaintext_endpoints(compiler)}
        self._zookeepers = {one.cluster: ConnectString.parse(one.zookeeper_connect) for one in client_strings(compiler)}

    def look(self, hosts: Sequence[str]) -> Mapping[str, HostSeen | Diagnostic]:
        """Return what each host says of itself, or why it says nothing."""
        done = 0

        def on_seen(_host: str, _seen: HostSeen | Diagnostic) -> None:
            nonlocal done
            done += 1
            self.tell(f"{done} of {len(hosts)} hosts asked")

        return look(self.compiler, hosts, self.sessions, on_seen)

    def cluster(self, name: str) -> ClusterSeen:
        """Return what the brokers of a cluster say.

        Raises:
            ClientError: None answers.
        """
        return observe_cluster(self._endpoints[name], zookeeper=self._zookeepers.get(name))

    def mirror(self, mirror: Mirror, hosts: Mapping[str, HostView]) -> health.MirrorView:
        """Return how a mirror is doing; a cluster that does not answer is named in it."""
        processes = [process_seen(one, hosts[one.host]) for one in mirror.processes if one.host in hosts]
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
    with Sessions([Reach.here(host) for host in compiler.hosts]) as sessions:
        yield Asking(compiler, sessions, tell)


def process_seen(process: MirrorProcess, view: HostView) -> Seen:
    """Return what the host of a process says of it."""
    if isinstance(view.answer, Diagnostic):
        return Seen(process, None, view.answer.message)
    service: ServiceSeen | None = view.answer.services.get(process.service)
    if service is None:
        return Seen(process, None, "the host's answer does not have it")
    return Seen(process, service.state, service.detail, service.pid, service.since)
