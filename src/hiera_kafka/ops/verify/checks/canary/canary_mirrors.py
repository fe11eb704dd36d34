"""Records through mirrors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.canary.mirrors import PATIENCE_S
from hiera_kafka.ops.verify.check import MirrorCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.canary_seen import MirrorCanary, TripSeen, asked_for
from hiera_kafka.ops.verify.views.mirror import MirrorView


class CanaryMirrors(MirrorCheck):
    """A record in each partition at the source of a mirror comes to its destination, byte for byte."""

    id = "canary-mirrors"
    title = "records go through each mirror"
    order = 470
    canary = True
    needs_hosts = False

    def check(self, view: MirrorView) -> Iterator[Result]:
        """Return one result of a mirror; the value is how long the slowest record took."""
        mirror, canary = view.mirror, asked_for(view.canary)
        expected = f"records of {mirror.source} are in {mirror.destination} within {PATIENCE_S:.0f} s"
        about: dict[str, Any] = {"expected": expected, "hosts": mirror.hosts}
        if isinstance(canary, Diagnostic):
            yield self.unknown(mirror.name, observed=canary.message, hint=canary.hint, **about)
        elif canary.left_out is not None:
            # The data leaves it out, so it asks for no such record.
            yield self.unknown(
                mirror.name,
                observed=f"not mirrored: the mirror leaves topic {canary.topic} out ({canary.left_out})",
                hint=f"name the topic as the mirror takes it (kafka_clusters.{mirror.source}.canary.topic), "
                "or add it to the mirror's topics",
                asked=False,
                **about,
            )
        else:
            yield self._of_trips(mirror.name, canary, about)

    def _of_trips(self, name: str, canary: MirrorCanary, about: dict[str, Any]) -> Result:
        lost = [trip for trip in canary.trips if not trip.arrived]
        latencies = [trip.latency_ms for trip in canary.trips if trip.latency_ms is not None]
        if not lost and latencies:
            slowest = max(latencies)
            count = f"{len(latencies)} record{'s' if len(latencies) != 1 else ''} of topic {canary.topic}"
            observed = f"{count} read, the slowest after {slowest:.0f} ms"
            return self.ok(name, observed=observed, value=round(slowest, 1), unit="ms", **about)
        if not canary.trips:
            return self.unknown(name, observed=f"no partition of topic {canary.topic} has a leader", **about)
        observed = f"{len(latencies)} of {len(canary.trips)} records of topic {canary.topic} read; {_reasons(lost)}"
        if any(trip.tried for trip in lost):
            hint = f"`hiera-kafka mirrors {name}` says how the mirror is"
            return self.critical(name, observed=observed, hint=hint, **about)
        return self.unknown(name, observed=observed, **about)


def _reasons(lost: list[TripSeen]) -> str:
    places: dict[str, list[str]] = {}
    for trip in lost:
        places.setdefault(trip.problem or "", []).append(str(trip.partition))
    return "; ".join(
        why if numbers == ["None"] else f"partition{'s' if len(numbers) != 1 else ''} {', '.join(numbers)}: {why}"
        for why, numbers in places.items()
    )
