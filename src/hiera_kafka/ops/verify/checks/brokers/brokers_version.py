"""Releases of Kafka that brokers speak."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.model.releases import line_of
from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import ClusterView


class BrokersVersion(ClusterCheck):
    """Brokers run the release of the data, as far as their protocol tells: the first two numbers."""

    id = "brokers-version"
    title = "brokers are of the release of the data"
    order = 325
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result a broker of the data."""
        wanted = line_of(view.model.model.kafka_version)
        expected = f"Kafka {_text(wanted)}"
        origin = view.model.origin("kafka_version")
        for broker in view.brokers:
            found = view.seen.releases.get(broker.id)
            if found is None:
                yield self.unknown(
                    broker.subject,
                    expected=expected,
                    observed=view.seen.why_silent(broker.id, "its release"),
                    origin=origin,
                    hosts=(broker.host,),
                )
                continue
            right = found[:2] == wanted
            report = self.ok if right else self.critical
            yield report(
                broker.subject,
                expected=expected,
                observed=f"Kafka {_text(found)}",
                origin=origin,
                hint=None if right else "see upgrade-pending: a release that the data asks for is not taken by itself",
                hosts=(broker.host,),
            )


def _text(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))
