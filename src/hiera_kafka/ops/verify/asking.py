"""Asks the hosts and clusters of an inventory: what a run of verify on the control node observes with."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from hiera_kafka.clients.zookeeper import ConnectString
from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.client_strings import client_strings
from hiera_kafka.compiler.endpoints import plaintext_endpoints
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.model.endpoints import Endpoints
from hiera_kafka.ops.look.hosts import look
from hiera_kafka.ops.look.seen import HostSeen
from hiera_kafka.ops.mirrors import health
from hiera_kafka.ops.mirrors.inventory import Mirror
from hiera_kafka.ops.mirrors.inventory import mirrors as mirrors_of
from hiera_kafka.ops.reach.ways import Ways
from hiera_kafka.ops.verify.canary import run as canary
from hiera_kafka.ops.verify.canary.target import canary_targets
from hiera_kafka.ops.verify.observe_clusters import observe_cluster
from hiera_kafka.ops.verify.views.canary_seen import CanarySeen
from hiera_kafka.ops.verify.views.cluster_seen import ClusterSeen

Tell = Callable[[str], None]


class Asking:
    """Sources that ask for real.

    Attributes:
        compiler: Of the inventory.
        ways: How hosts and brokers are reached.
        tell: Is told what has answered, from several threads.
    """

    def __init__(self, compiler: Compiler, ways: Ways, tell: Tell = lambda _text: None) -> None:
        """Ask nothing yet.

        Args:
            compiler: See above.
            ways: See above.
            tell: See above.

        Raises:
            HieraKafkaError: The data has errors.
        """
        self.compiler = compiler
        self.ways = ways
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

        return look(self.compiler, hosts, self.ways.sessions(), on_seen)

    def cluster(self, name: str) -> ClusterSeen:
        """Return what the brokers of a cluster say.

        Raises:
            ClientError: None answers.
        """
        endpoints = self._endpoints[name]
        with self.ways.explained(endpoints):
            return observe_cluster(endpoints, self.ways.via(endpoints), self._zookeepers.get(name))

    def mirror(self, mirror: Mirror) -> health.MirrorView:
        """Return what the clusters of a mirror say of it; one that does not answer is named there."""
        with health.Clusters(self.ways) as clusters:

            def opened(servers: Endpoints) -> None:
                with contextlib.suppress(ClientError):  # told by the question below
                    clusters.get(servers)

            # One that does not answer is not waited for before the other is asked.
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(opened, {mirror.source_servers, mirror.destination_servers}))
            return health.look(clusters, mirror, (), health.Limits(), time.time_ns() // 1_000_000)

    def canary(self, clusters: Sequence[str], mirrors: Sequence[str]) -> CanarySeen:
        """Write records to clusters, and return what became of them there and through mirrors of these names."""
        targets = canary_targets(self.compiler, clusters)
        return canary.run(targets, mirrors_of(self.compiler), self.ways.via, self.tell, mirrors)
