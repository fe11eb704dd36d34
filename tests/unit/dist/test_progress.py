"""Progress."""

from __future__ import annotations

from hiera_kafka.dist.progress import silent


def test_silence_prints_nothing(capfd):
    silent.say("x")
    silent.start("x", None)
    silent.advance(1)
    assert capfd.readouterr() == ("", "")
