"""What `hiera-kafka verify` was asked for, and how that is done once, or again and again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hiera_kafka.cli.kit.options import Workspace, find_host
from hiera_kafka.cli.kit.output import print_diagnostics
from hiera_kafka.cli.kit.way_option import WayOptions
from hiera_kafka.cli.verify.progress import Waiting
from hiera_kafka.ops.verify.asking import Asking
from hiera_kafka.ops.verify.check import Check
from hiera_kafka.ops.verify.observe import Observations
from hiera_kafka.ops.verify.report import CheckRun, Verdict
from hiera_kafka.ops.verify.run import run
from hiera_kafka.ops.verify.selection import Targets, choose_checks, choose_targets


@dataclass
class Verification:
    """What is verified; the data is read once, hosts and clusters are asked each time.

    Attributes:
        site: The inventory.
        names: Clusters, ensembles and mirrors; none are all.
        hosts: Names or first labels of hosts; none are all.
        only: Ids and patterns of checks; none are all.
        skip: Those that are left out.
        way: How brokers are reached, and where addresses of hosts are besides.
        canary: Whether records are written to all clusters, or to none; None is where the data declares a canary.
    """

    site: Workspace
    names: Sequence[str]
    hosts: Sequence[str]
    only: Sequence[str]
    skip: Sequence[str]
    way: WayOptions
    canary: bool | None

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The checks that are made.

        Raises:
            ProjectError: An id or pattern is no check's.
        """
        return choose_checks(self.only, self.skip)

    @cached_property
    def targets(self) -> Targets:
        """What is looked at; what is left out is told on standard error.

        Raises:
            HieraKafkaError: The data has errors, a name is unknown, or hosts are not operated from here.
        """
        compiler = self.site.checked()
        hosts = [find_host(compiler, host) for host in self.hosts]
        found = choose_targets(compiler, self.names, hosts)
        print_diagnostics(found.diagnostics, str(Path.cwd()))
        return found

    def verdict(self, progress: Waiting, on_run: Callable[[CheckRun, int], None] | None = None) -> Verdict:
        """Ask hosts and clusters, and return what was found.

        Args:
            progress: Is told what is waited for.
            on_run: Is given what each check found as soon as that is known, and how wide the column of ids is.

        Raises:
            HieraKafkaError: As above, or nothing is left to check.
        """
        begun = time.monotonic()
        checks = self.checks
        width = max((len(check.id) for check in checks), default=0)
        runs: list[CheckRun] = []
        # Ansible says how hosts are reached while the data is read.
        with self.way.ways(self.site, ahead=any(check.needs_hosts for check in checks)) as ways:
            targets, compiler = self.targets, self.site.compiler
            sources = Asking(compiler, ways, progress.tell)
            observed = Observations(compiler, targets, checks, sources, canary=self.canary)
            for found in run(checks, observed, targets.about):
                runs.append(found)
                if on_run is not None:
                    on_run(found, width)
        verdict = Verdict(compiler.inventory.name, tuple(runs), time.monotonic() - begun)
        verdict.require()
        return verdict
