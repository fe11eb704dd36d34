"""`hiera-kafka adopt`: the data of a cluster that runs already."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.output import Output, aligned, output_option, print_json, say, show, show_exactly
from hiera_kafka.clients.answering import any_answers
from hiera_kafka.clients.zookeeper import ConnectString
from hiera_kafka.model.base import is_cluster_name
from hiera_kafka.model.endpoints import Endpoints, parse_endpoints
from hiera_kafka.model.releases import DEFAULT_VERSION
from hiera_kafka.ops.adopt.adoption import Adoption
from hiera_kafka.ops.adopt.adoption import adopt as adopt_cluster
from hiera_kafka.ops.adopt.asking import NamedHosts
from hiera_kafka.ops.adopt.matching import nobody
from hiera_kafka.ops.adopt.observing import observe
from hiera_kafka.ops.adopt.site_data import texts
from hiera_kafka.ops.adopt.writing import refuse_occupied, write_directory

_REPORT = "adoption.yaml"
_STANDARD_NAME = "kafka"
_RELEASE = re.compile(r"[0-9]+(\.[0-9]+){2}")


def _endpoints(ctx: click.Context, parameter: click.Parameter, value: str | None) -> Endpoints | None:
    try:
        return None if value is None else parse_endpoints(value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, parameter) from error


def _servers(ctx: click.Context, parameter: click.Parameter, value: str | None) -> ConnectString | None:
    try:
        return None if value is None else ConnectString.parse(value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, parameter) from error


def _ids(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, int]:
    found = {}
    for value in values:
        host, _, number = value.partition("=")
        if not host or not number.isdecimal() or not 1 <= int(number) <= 255:
            raise click.BadParameter(f"{value!r} is not HOST=N with N from 1 to 255", ctx, parameter)
        found[host] = int(number)
    return found


def _name(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_cluster_name(value):
        raise click.BadParameter(f"{value!r} is no name of a cluster: letters, digits, '.', '_', '-'", ctx, parameter)
    return value


def _version(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _RELEASE.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no release of Kafka, such as {DEFAULT_VERSION}", ctx, parameter)
    return value


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka adopt --bootstrap-server kafka1.example.org:9092 --out adopted",
        "hiera-kafka adopt --ssh --bootstrap-server kafka1.example.org:9092 --out adopted",
        "hiera-kafka adopt --zookeeper zk1.example.org:2181/kafka/main --output json",
    ],
)
@click.option(
    "--bootstrap-server",
    metavar="HOST:PORT,...",
    callback=_endpoints,
    help="Plaintext listeners of brokers, one of which must answer. Default: those that are registered in ZooKeeper.",
)
@click.option(
    "--zookeeper",
    metavar="HOST:PORT,.../PATH",
    callback=_servers,
    help="ZooKeeper servers, and the path of the cluster. Default: what the brokers are given.",
)
@click.option(
    "--name",
    metavar="NAME",
    callback=_name,
    help=f"What the cluster is called in the data. Default: the last part of its path in ZooKeeper, else "
    f"{_STANDARD_NAME}.",
)
@click.option(
    "--ensemble",
    metavar="NAME",
    callback=_name,
    default="zookeeper",
    show_default=True,
    help="What the ensemble is called in the data.",
)
@click.option(
    "--kafka-version",
    metavar="VERSION",
    callback=_version,
    help="Release of the brokers. Default: the newest known of the one they show.",
)
@click.option(
    "--myid",
    "myids",
    metavar="HOST=N",
    multiple=True,
    callback=_ids,
    help="Id of a ZooKeeper server that does not tell it; repeatable.",
)
@click.option("--ssh", is_flag=True, help="Look at the hosts, too: files, command lines and limits, over SSH.")
@click.option(
    "--become/--no-become",
    default=True,
    show_default=True,
    help="With --ssh, whether hosts are looked at as root, by sudo.",
)
@click.option(
    "--via",
    type=click.Choice(["auto", "direct", "ssh"]),
    default="auto",
    show_default=True,
    help="How brokers and ZooKeeper are reached: from here, or through their hosts over SSH. `auto` is through their "
    "hosts where --ssh is given and none of those named answers from here.",
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="New or empty directory to write to. Default: print the files.",
)
@output_option
def adopt(
    *,
    bootstrap_server: Endpoints | None,
    zookeeper: ConnectString | None,
    name: str | None,
    ensemble: str,
    kafka_version: str | None,
    myids: dict[str, int],
    ssh: bool,
    become: bool,
    via: str,
    out: Path | None,
    output: Output,
) -> None:
    """Make data of a cluster that runs already, and list what the data cannot say.

    Brokers and ZooKeeper are asked over the network, with --ssh their hosts as well; nothing is changed there. What is
    written is a repository: data, inventory, `topics.yaml` and `adoption.yaml` with every option that would not be
    what it is now.
    """
    if bootstrap_server is None and zookeeper is None:
        raise click.UsageError("give --bootstrap-server or --zookeeper")
    if out is not None:
        refuse_occupied(out)  # before a cluster is asked
    with NamedHosts(become=become) as hosts, contextlib.ExitStack() as stack:
        named = [(one.host, one.port) for one in (bootstrap_server or (zookeeper.servers if zookeeper else ()))]
        tunnel = via == "ssh" or (via == "auto" and ssh and not any_answers(named))
        url = stack.enter_context(hosts.tunnels()) if tunnel else None
        running = observe(bootstrap_server, zookeeper, myids, hosts.read if ssh else nobody, url)
    last = running.connect.chroot.rpartition("/")[2]
    found = adopt_cluster(running, name or (last if is_cluster_name(last) else _STANDARD_NAME), ensemble, kafka_version)
    files = texts({**found.files, _REPORT: found.report()})
    if out is not None:
        write_directory(files, out)
    if output is Output.JSON:
        print_json({"out": None if out is None else str(out.absolute()), "files": found.files, **found.report()})
        return
    if out is None:
        for path, text in files.items():
            show_exactly(f"# {path}\n{text}")
    _tell(found, out)


def _tell(found: Adoption, out: Path | None) -> None:
    """Print what there is to know of the data: on standard error where that itself is on standard output."""
    err = out is None
    running, names = found.running, found.names
    say(
        f"cluster {names.cluster}: {len(running.brokers)} brokers, {len(running.servers)} ZooKeeper servers, "
        f"{len(running.topics)} topics",
        err=err,
    )
    say(f"Kafka {names.version}: {found.evidence}", err=err)
    _section(f"{len(found.differences)} options differ from what the data renders", _rows(found), err=err)
    dynamic = [
        [entry["option"], _value(entry["value"]), entry["for"], ", ".join(map(str, entry["brokers"]))]
        for entry in found.dynamic
    ]
    if dynamic:
        _section(
            "set in the cluster with kafka-configs, and left there:",
            [["OPTION", "VALUE", "FOR", "BROKERS"], *dynamic],
            err=err,
        )
    changed = [[one.host, one.file, one.option, _value(one.running), _value(one.on_disk)] for one in found.changed]
    if changed:
        _section(
            "changed on disk since it was started, and not what runs:",
            [["HOST", "FILE", "OPTION", "RUNNING", "ON DISK"], *changed],
            err=err,
        )
    say("not reported:", err=err)
    for sentence in found.not_reported:
        say(f"  {sentence}", err=err)
    if out is not None:
        say(f"next: hiera-kafka render -i {out}/inventories/{names.cluster} --out rendered", err=err)


def _rows(found: Adoption) -> list[list[str]]:
    rows = [
        [
            one.host,
            one.file,
            one.option,
            "(hidden)" if one.hidden else _value(one.running),
            _value(one.rendered),
            one.reason,
        ]
        for one in found.differences
    ]
    return [["HOST", "FILE", "OPTION", "RUNNING", "RENDERED", "WHY"], *rows] if rows else []


def _value(value: Any) -> str:
    return "-" if value is None else str(value)


def _section(title: str, rows: list[list[str]], *, err: bool) -> None:
    say(title, err=err)
    if rows:
        show("\n".join(f"  {line}" for line in aligned(rows).split("\n")), err=err)
