"""A password in the data is in the one file that needs it, and nowhere else."""

from __future__ import annotations

from lab import site
from lab.conftest import Applied

HOSTS = [name.partition(".")[0] for name in site.names(3)]


def test_no_run_prints_it(applied: Applied, planted: str) -> None:
    for run in (applied.limited, applied.whole, applied.again):
        assert planted not in run.output


def test_it_is_in_the_broker_s_properties_for_the_broker_alone(applied: Applied, planted: str) -> None:
    for host in HOSTS:
        # Not as an argument, or the process list of the search would hold it.
        command = (
            "sudo grep --recursive --files-with-matches --file=- --exclude-dir=proc --exclude-dir=sys / 2>/dev/null"
        )
        found = applied.site.lab.ssh(host, command, input=planted).stdout.split()
        assert found == ["/etc/kafka/server.properties"]
        stat = applied.site.lab.run(host, "stat --format='%a %U %G' /etc/kafka/server.properties")
        assert stat == "640 root kafka\n"


def test_no_process_and_no_journal_shows_it(applied: Applied, planted: str) -> None:
    for host in HOSTS:
        everything = (
            "sudo journalctl --quiet; sudo sh -c 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ' | tr '\\0' '\\n'"
        )
        assert planted not in applied.site.lab.run(host, f"({everything}) 2>/dev/null")
