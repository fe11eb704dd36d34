"""Which release of Kafka the brokers of a running cluster run."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hiera_kafka.dist.artifact import known_versions
from hiera_kafka.errors import Diagnostic, ProjectError
from hiera_kafka.ops.adopt.running import RunningBroker

_RELEASE = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


def version_of(brokers: Sequence[RunningBroker]) -> tuple[str, str]:
    """Return the release that the brokers run, as well as it can be known, and how.

    Brokers tell the range of the protocol that they speak and no release; the default of inter.broker.protocol.version
    is the first two numbers of it. Where their hosts were looked at, the jars that they run from have all of it.

    Raises:
        ProjectError: They do not tell, or not the same.
    """
    jars = {broker.host: broker.service.release for broker in brokers if broker.service and broker.service.release}
    releases = {release for release in jars.values() if _RELEASE.fullmatch(release)}
    if len(releases) == 1 and releases == set(jars.values()):
        (release,) = releases
        return release, f"the jar that brokers run from says so on {', '.join(sorted(jars))}"
    if len(releases) > 1:
        shown = ", ".join(f"{host} {release}" for host, release in sorted(jars.items()))
        raise ProjectError(
            Diagnostic(
                "broker-release-unknown",
                f"brokers run different releases of Kafka: {shown}",
                note="the jars that they run from say so",
                hint="end the upgrade that is under way, or give the release with --kafka-version",
            )
        )
    return _by_protocol(brokers, sorted(set(jars.values())))


def _by_protocol(brokers: Sequence[RunningBroker], builds: Sequence[str]) -> tuple[str, str]:
    """Return the same by the protocol; `builds` are releases of others, whose numbers are not those of Kafka."""
    defaults = {
        option.default
        for broker in brokers
        if (option := broker.options.get("inter.broker.protocol.version")) is not None and option.default
    }
    lines = {default.partition("-")[0] for default in defaults}
    if len(lines) != 1:
        raise ProjectError(
            Diagnostic(
                "broker-release-unknown",
                f"brokers run different releases of Kafka: {', '.join(sorted(lines))}"
                if lines
                else "no broker reports its release: none has a default of inter.broker.protocol.version",
                note="a broker reports the range of the protocol that it speaks, not its release",
                hint="end the upgrade that is under way, or give the release with --kafka-version",
            )
        )
    (line,) = lines
    line = ".".join(line.split(".")[:2])
    known = [version for version in known_versions() if version.startswith(f"{line}.")]
    chosen = known[-1] if known else f"{line}.0"
    jars = f" ({', '.join(builds)} is a build of somebody else)" if builds else ""
    return chosen, (
        f"the default of inter.broker.protocol.version is {', '.join(sorted(defaults))}, so this is a release "
        f"{line}.x; the last number is not reported (the jars kafka_*.jar of a broker have it) and was chosen{jars}"
    )
