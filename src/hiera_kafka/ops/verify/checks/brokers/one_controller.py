"""The controller, which decides who leads what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import ClusterView
from hiera_kafka.ops.verify.wording import count


class OneController(ClusterCheck):
    """All brokers name one controller, and that is one of them."""

    id = "one-controller"
    title = "there is one controller"
    order = 335
    needs_hosts = False

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result."""
        naming: defaultdict[int | None, list[int]] = defaultdict(list)
        for broker, controller in sorted(view.seen.controllers.items()):
            naming[controller].append(broker)
        asked = count(len(view.seen.controllers), "broker")
        expected = f"one controller, named by {asked}"
        named = [controller for controller in naming if controller is not None]
        if len(naming) == 1 and len(named) == 1 and named[0] in view.seen.members:
            yield self.ok(
                view.name,
                expected=expected,
                observed=f"broker {named[0]}, named by {asked}",
                hosts=view.hosts_of(named),
            )
            return
        parts = [
            f"{'none' if controller is None else controller} named by {' and '.join(map(str, brokers))}"
            for controller, brokers in naming.items()
        ]
        gone = [controller for controller in named if controller not in view.seen.members]
        parts += [f"{controller} is not registered" for controller in gone]
        yield self.critical(
            view.name,
            expected=expected,
            observed="; ".join(parts) or "no broker said",
            hint="until there is one, no leader is elected: see controller.log of the brokers, and ZooKeeper",
            hosts=view.model.model.brokers,
        )
