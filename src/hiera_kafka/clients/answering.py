"""Whether anything listens where clients are to connect, found out without a word of any protocol."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Iterable

PATIENCE_S = 1.0
"""How long that may take."""


def any_answers(places: Iterable[tuple[str, int]], patience_s: float = PATIENCE_S) -> bool:
    """Tell whether a connection to any place comes about; all are tried at once.

    Args:
        places: Name or address, and port, of each.
        patience_s: After so many seconds the answer is no. A name server that is silent is waited for no longer.
    """
    answers: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def attempt(place: tuple[str, int]) -> None:
        try:
            socket.create_connection((place[0].strip("[]"), place[1]), patience_s).close()
        except OSError:
            answers.put(False)
        else:
            answers.put(True)

    tried = tuple(places)
    for place in tried:
        threading.Thread(target=attempt, args=(place,), daemon=True).start()
    end = time.monotonic() + patience_s
    with contextlib.suppress(queue.Empty):
        return any(answers.get(timeout=max(0.0, end - time.monotonic())) for _ in tried)
    return False
