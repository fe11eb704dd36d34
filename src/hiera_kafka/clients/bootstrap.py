"""Connects to whichever broker answers first.

kafka-python takes one of the brokers that it is given, by chance, and waits for it as long as it may wait at all: a
host that is switched off costs the connection to a cluster that works. Here the others are tried soon after.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

from kafka.errors import IncompatibleBrokerVersion, KafkaTimeoutError
from kafka.future import Future
from kafka.net.compat import KafkaNetClient
from kafka.net.manager import KafkaConnectionManager
from kafka.net.selector import NetworkSelector

_NEXT_S = 0.25
"""How long a broker is waited for before the next one is tried as well."""
_ALL_S = 2.0
"""After which time all have been tried, however many they are."""


@contextlib.contextmanager
def opened_or_closed() -> Iterator[Callable[..., Any]]:
    """Give what makes the network part of a client, for its option `kafka_client`.

    An admin client that no broker answers leaves its thread and sockets behind; here they end with the block.
    """
    made: list[Any] = []

    def client(**configs: Any) -> Any:
        net = NetworkSelector(**configs)  # type: ignore[no-untyped-call]  # kafka-python has no types
        made.append(KafkaNetClient(net=net, manager=_Manager(net, **configs)))  # type: ignore[no-untyped-call]
        return made[-1]

    try:
        yield client
    except BaseException:
        for one in made:
            one.close()
            one._net.stop()  # noqa: SLF001 - as the admin client does it when it is closed
        raise


class _Manager(KafkaConnectionManager):
    """Connections to the brokers of a cluster, begun with the broker that answers first."""

    async def _do_bootstrap(self, deadline: float) -> bool:
        manager: Any = self  # kafka-python has no types
        brokers = manager.cluster.bootstrap_brokers()
        pause = min(_NEXT_S, _ALL_S / len(brokers))
        first: Any = Future()  # type: ignore[no-untyped-call]  # as above
        last: dict[str, Exception] = {}
        for number, broker in enumerate(brokers):
            manager.call_soon(self._try, broker.node_id, number * pause, deadline, first, last)
        try:
            await manager.wait_for(first, max(0.0, deadline - time.monotonic()) * 1000)
        except KafkaTimeoutError:
            why = "; ".join(dict.fromkeys(str(error) for error in last.values())) or "no answer"
            raise KafkaTimeoutError(f"{', '.join(manager.cluster.config['bootstrap_servers'])}: {why}") from None
        finally:
            if not first.is_done:
                first.success(None)  # whoever still tries stops
            for broker in brokers:
                manager.close(broker.node_id)
        manager.cluster.start_refresh_loop()
        return True

    async def _try(self, node: str, begin: float, deadline: float, first: Any, last: dict[str, Exception]) -> None:
        """Ask one broker for the cluster's brokers, again and again until some broker has answered."""
        manager: Any = self
        await manager._net.sleep(begin)  # noqa: SLF001 - of the class that this one extends
        while not first.is_done and (left := deadline - time.monotonic()) > 0:
            try:
                await manager.get_connection(
                    node, timeout_ms=left * 1000, refresh_metadata_on_err=False, reset_backoff_on_connect=False
                )
                await manager.cluster.refresh_metadata(node)
            except Exception as error:  # noqa: BLE001 - whatever it is, this broker did not answer; told if none does
                if isinstance(error, IncompatibleBrokerVersion) and not first.is_done:
                    first.failure(error)
                last[node] = error
            else:
                if manager.cluster.brokers() and not first.is_done:
                    first.success(None)
            if not first.is_done:
                manager.update_backoff(node)
                await manager._net.sleep(min(manager.connection_delay(node), left))  # noqa: SLF001 - as above
