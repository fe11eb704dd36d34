"""Hosts that do not answer: what all other checks of a host rest on."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.check import HostCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.host import HostView

_EXPECTED = "an answer"


class HostsAnswer(HostCheck):
    """Every host of the data can be reached, and says what it is asked."""

    id = "hosts-answer"
    title = "hosts answer"
    order = 10
    of_silence = True

    def check(self, view: HostView) -> Iterator[Result]:
        """Return one result; the time is that of the question and its answer."""
        answer = view.answer
        if isinstance(answer, Diagnostic):
            yield self.critical(
                view.host,
                expected=_EXPECTED,
                observed=f"none: {answer.message}",
                where=answer.where,
                hint=answer.hint,
                hosts=(view.host,),
            )
        else:
            yield self.ok(
                view.host,
                expected=_EXPECTED,
                observed=f"an answer after {answer.took_s:.1f} s",
                hosts=(view.host,),
                value=round(answer.took_s, 3),
                unit="s",
            )
