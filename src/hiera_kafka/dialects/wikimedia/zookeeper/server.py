"""profile::zookeeper::server: what a ZooKeeper of Wikimedia's gets."""

from __future__ import annotations

from typing import Any

from hiera_kafka.catalog.resources import (
    Absent,
    Directory,
    File,
    Line,
    Link,
    Options,
    Owned,
    Section,
    Setting,
    Unit,
)
from hiera_kafka.catalog.values import setting
from hiera_kafka.dialects.wikimedia import java, jmx_exporter, ruby_calls
from hiera_kafka.dialects.wikimedia.classes import (
    PROFILE_ZOOKEEPER_FIREWALL,
    PROFILE_ZOOKEEPER_MONITORING,
    PROFILE_ZOOKEEPER_SERVER,
    ZOOKEEPER,
    ZOOKEEPER_SERVER,
)
from hiera_kafka.dialects.wikimedia.compilation import Compilation
from hiera_kafka.dialects.wikimedia.errors import refuse
from hiera_kafka.dialects.wikimedia.parameters import Argument, Arguments
from hiera_kafka.dialects.wikimedia.zookeeper.zoo_cfg import zoo_cfg
from hiera_kafka.errors import nearest
from hiera_kafka.hiera.values import ruby

ROLE = "zookeeper"
_CONF = "/etc/zookeeper/conf"
_MYID = f"{_CONF}/myid"
_EXPORTER = "/etc/prometheus/jvm_zookeeper_jmx_exporter.yaml"
_EXPORTER_PORT = 12181
_TABLE = "profile::zookeeper::server"
_CLEANUP = "zookeeper-cleanup"


def server(compilation: Compilation) -> None:
    """Declare profile::zookeeper::server.

    Raises:
        WikimediaError: What Puppet refuses, in the order in which it comes upon it.
    """
    if compilation.declared(PROFILE_ZOOKEEPER_SERVER.name):
        return
    given = compilation.include(PROFILE_ZOOKEEPER_SERVER)
    java.include(compilation)
    compilation.include(PROFILE_ZOOKEEPER_MONITORING)
    home = _java_home(compilation, given)
    conf = compilation.declare(
        ZOOKEEPER,
        {
            "hosts": _hosts(given),
            "sync_limit": given["sync_limit"],
            "max_client_connections": given["max_client_connections"],
        },
    )
    settings = zoo_cfg(compilation, conf)
    port = Argument.constant(_EXPORTER_PORT, f"{PROFILE_ZOOKEEPER_MONITORING.name}: port of the exporter")
    agent = jmx_exporter.agent(compilation, port, _EXPORTER)
    options = Argument.derived(f"-Xms1g -Xmx1g {agent.text}", f"{_TABLE}: heap and exporter", agent.origin)
    parameters = compilation.declare(
        ZOOKEEPER_SERVER,
        {
            "cleanup_script_args": Argument.constant("-n 10", f"{_TABLE}: snapshots kept"),
            "java_opts": options,
            "java_home": home,
        },
    )
    data = conf["data_dir"].text
    myid = _myid(compilation, conf["hosts"])
    cleans = parameters["cleanup_timer_deploy"].data is True
    compilation.sections.append(
        Section(
            ROLE,
            given["cluster_name"].text,
            packages=("zookeeper", "zookeeperd", *jmx_exporter.packages(compilation)),
            directories=(
                Directory(data, "zookeeper", "zookeeper"),
                *jmx_exporter.directory(compilation),
                *([Directory(f"/var/log/{_CLEANUP}", "zookeeper", "root")] if cleans else []),
            ),
            files=(
                _file("wikimedia/etc/zookeeper/conf/zoo.cfg.j2", options=Options("zookeeper"), groups=settings),
                *([_file("wikimedia/etc/zookeeper/conf/myid.j2", myid=myid.value)] if myid.data is not None else []),
                _file("wikimedia/etc/default/zookeeper.j2", exports=_environment(parameters), quoted=("JAVA_OPTS",)),
                _file("wikimedia/etc/zookeeper/conf/log4j.properties.j2"),
                _file("wikimedia/etc/prometheus/jvm_zookeeper_jmx_exporter.yaml.j2", mode="0444"),
                *(_cleanup_files(parameters) if cleans else ()),
            ),
            owned=() if myid.data is not None else (Owned(_MYID, "root", "root"),),
            lines=_lines(compilation),
            links=(Link(f"{data}/myid", _MYID),),
            absent=() if cleans else _no_cleanup(),
            units=(
                Unit("zookeeper", enabled=None),
                Unit(f"{_CLEANUP}.timer", running=cleans, enabled=cleans),
            ),
        )
    )


def allow(compilation: Compilation) -> None:
    """Declare profile::zookeeper::firewall, as far as its parameters go.

    Raises:
        WikimediaError: `missing_hiera_key` without `profile::zookeeper::firewall::access`.
    """
    compilation.include(PROFILE_ZOOKEEPER_FIREWALL)


def _java_home(compilation: Compilation, given: Arguments) -> Argument:
    home = given["override_java_home"]
    if home.data is None:
        home = java.java_home(compilation)
    if compilation.fact("os", "distro", "codename").data == "buster" and "11" not in home.text:
        raise refuse(
            "puppet-explicit-fail",
            f"ZooKeeper on Debian buster needs Java 11, and JAVA_HOME is {home.text!r}",
            home.origin.position,
            hint="set profile::zookeeper::override_java_home",
        )
    return home


def _hosts(given: Arguments) -> Argument:
    clusters, name = given["clusters"], given["cluster_name"]
    ensemble = clusters.data.get(name.data)
    if ensemble is None:
        near = nearest(name.text, [str(key) for key in clusters.data])
        raise refuse(
            "puppet-undef-index",
            f"zookeeper_clusters has no cluster {name.text!r}, it has: {', '.join(map(str, clusters.data)) or 'none'}",
            name.origin.position,
            clusters.origin.position,
            hint=f"did you mean {near!r}?" if near else None,
            note="Puppet says: Operator '[]' is not applicable to an Undef Value",
        )
    members = ruby_calls.index(ensemble, "hosts", f"ZooKeeper cluster {name.text!r}", name.origin.position)
    return Argument(members, clusters.trace.sub(name.data, "hosts"))


def _myid(compilation: Compilation, hosts: Argument) -> Argument:
    fqdn = compilation.fact("fqdn").text
    members = ruby_calls.as_hash(hosts.data, "[]", "hosts of the ZooKeeper cluster", hosts.origin.position)
    if members.get(fqdn) is None:
        known = ", ".join(map(ruby.text, members)) or "none"
        compilation.warn(
            "myid-without-content",
            f"{fqdn} is no member of its ZooKeeper cluster, whose members are: {known}",
            hosts.origin,
            note="Puppet makes a myid without content of that, and ZooKeeper does not start with it",
            hint="add the host to the cluster, or take the class off the host",
        )
        return Argument(None, hosts.trace)
    myid = hosts.at(fqdn)
    if not isinstance(myid.data, str):
        compilation.warn(
            "myid-not-text",
            f"the id of {fqdn} is {ruby.described(myid.data)}, and Puppet's agent takes only text as content of a file",
            myid.origin,
            note="the agent fails with: no implicit conversion of Integer into String",
            hint=f"write it in quotes: '{myid.text}'",
        )
    return myid


def _environment(parameters: Arguments) -> tuple[Setting, ...]:
    port, options, home = parameters["jmx_port"], parameters["java_opts"], parameters["java_home"]
    if port.set:
        local = Argument.derived(False, "zookeeper::server: JMX is remote", port.origin)
        remote = "-Dcom.sun.management.jmxremote"
        flags = f"{options.text} {remote}.port={port.text} {remote}.ssl=false {remote}.authenticate=false"
        found = {
            "JMXLOCALONLY": local,
            "JAVA_OPTS": Argument.derived(flags, "java_opts and JMX", options.origin, port.origin),
        }
    else:
        off = Argument.derived(True, "zookeeper::server: no JMX port", port.origin)
        found = {"JMXDISABLE": off, "JAVA_OPTS": options}
    if home.set:
        found["JAVA"] = Argument.derived(f"{home.text}/bin/java", "JVM of JAVA_HOME", home.origin)
    return tuple(setting(name, argument.value) for name, argument in found.items())


def _lines(compilation: Compilation) -> tuple[Line, ...]:
    """Return the line that gives ZooKeeper of Debian bookworm its log4j again."""
    if compilation.fact("os", "distro", "codename").data != "bookworm":
        return ()
    jars = ("zookeeper.jar", "slf4j-log4j12.jar", "log4j-1.2.jar")
    classpath = ":".join((_CONF, *(f"/usr/share/java/{jar}" for jar in jars)))
    return (Line(f"{_CONF}/environment", "CLASSPATH=", f'CLASSPATH="{classpath}"'),)


def _cleanup_files(parameters: Arguments) -> tuple[File, ...]:
    script, arguments = parameters["cleanup_script"], parameters["cleanup_script_args"]
    command = Argument.derived(
        f"{script.text} {arguments.text}", "zookeeper::server: cleanup script", script.origin, arguments.origin
    )
    return (
        _file("wikimedia/lib/systemd/system/zookeeper-cleanup.service.j2", mode="0444", command=command.value),
        _file("wikimedia/lib/systemd/system/zookeeper-cleanup.timer.j2", mode="0444"),
        _file("wikimedia/etc/rsyslog.d/40-zookeeper-cleanup.conf.j2", mode="0444"),
        _file("wikimedia/etc/logrotate.d/zookeeper-cleanup.j2", mode="0444"),
    )


def _no_cleanup() -> tuple[Absent, ...]:
    return (
        Absent(f"/lib/systemd/system/{_CLEANUP}.service"),
        Absent(f"/lib/systemd/system/{_CLEANUP}.timer"),
        Absent(f"/etc/rsyslog.d/40-{_CLEANUP}.conf"),
        Absent(f"/etc/logrotate.d/{_CLEANUP}"),
        Absent(f"/var/log/{_CLEANUP}"),
    )


def _file(template: str, mode: str | None = None, options: Options | None = None, **context: Any) -> File:
    """Return a file of root's, at the path of its template."""
    path = template.removeprefix("wikimedia").removesuffix(".j2")
    return File(path, template, context, "root", "root", mode, verbatim=True, options=options)
