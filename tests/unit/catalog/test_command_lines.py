"""What the data may not put on the command line of a JVM."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hiera_kafka.catalog.resources import Section
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import HieraKafkaError
from lib.data.project_trees import project_tree
from lib.data.sealed import Sealed

Sections = Callable[..., dict[str, Section]]
PLANTED = "Planted"
DATA = """\
zookeeper_clusters: {z: {hosts: {z1: 1}}}
kafka_clusters:
  a: {zookeeper_cluster_name: z, brokers: {a1: {id: 1}}}
  b: {zookeeper_cluster_name: z, brokers: {b1: {id: 1}}}
"""
OWN = "kafka_mirrors: {a_to_b: {source: a, destination: b, topics: x, processes: 2, java_opts: '%s'}}\n"
THEIRS = """\
profile::kafka::mirror::source_cluster_name: a
profile::kafka::mirror::destination_cluster_name: b
profile::kafka::mirror::properties:
  java_opts: '%s'
"""
FORMS = pytest.mark.parametrize("form", [OWN, THEIRS], ids=["own", "wikimedia"])


def refused(sections: Sections, form: str, options: str) -> str:
    with pytest.raises(HieraKafkaError) as raised:
        sections(DATA, "b1", own=form % options)
    (found,) = raised.value.diagnostics
    assert found.where[0].line == (1 if form == OWN else 4)
    assert PLANTED not in raised.value.render()
    return f"{found.id}: {found.message}"


@FORMS
@pytest.mark.parametrize(
    "options",
    [
        f"-Djavax.net.ssl.keyStorePassword={PLANTED}",
        f"-Djavax.net.ssl.trustStorePassword={PLANTED} -Dx=y",
        f"-Xss1m -Dsome.password={PLANTED}",
        f"-Dclient.secret={PLANTED}",
        f"-DaccessToken={PLANTED}",
        f"-javaagent:/opt/agent.jar=port=1,password={PLANTED}",
        f"-Durl=http://host/?token={PLANTED}",
    ],
)
def test_a_secret_by_its_name_is_refused_and_not_shown(sections: Sections, form: str, options: str) -> None:
    assert refused(sections, form, options).startswith("jvm-option-secret: an option of the JVM sets ")


@FORMS
@pytest.mark.parametrize(
    "options",
    [
        "-Dcom.sun.management.jmxremote.port=9999 -Dx=y",
        "-Dcom.sun.management.config.file=/srv/x",
        "-XX:+ManagementServer",
        "-agentlib:jdwp=transport=dt_socket,server=y,address=127.0.0.1:5005",
        "-Xrunjdwp:transport=dt_socket,server=y",
        "-agentpath:/usr/lib/jvm/default-java/lib/libjdwp.so=server=y",
    ],
)
def test_a_port_without_a_login_is_refused(sections: Sections, form: str, options: str) -> None:
    assert refused(sections, form, options).startswith("jvm-option-open: the option ")


@FORMS
@pytest.mark.parametrize(
    "options",
    [
        "-Dx=y -Xss1m -XX:+UseSerialGC",
        "-Djavax.net.ssl.keyStore=/etc/ssl/kafka.p12",
        "-Djava.security.auth.login.config=/etc/kafka/jaas.conf",
        "-Dpassword.file=/etc/kafka/password",
        "-javaagent:/opt/token-agent.jar=9100:/etc/agent.yaml",
        "-Xlog:gc*:file=/var/log/kafka/gc.log",
    ],
)
def test_other_options_are_taken(sections: Sections, form: str, options: str) -> None:
    found = {
        setting.value.data
        for file in sections(DATA, "b1", own=form % options)["kafka_mirror"].files
        for setting in file.settings()
        if setting.name == "KAFKA_OPTS"
    }
    assert found == {options}


def test_options_that_are_encrypted_are_refused_whatever_they_are(tmp_path: Path) -> None:
    sealed = Sealed(tmp_path)
    inventory = project_tree(tmp_path, DATA, hosts={"b1": THEIRS % sealed.encrypted(f"-Dx={PLANTED}")})
    sealed.open_in(inventory)

    (problem,) = Compiler.load(inventory).diagnostics

    assert (problem.id, problem.where[0].line) == ("jvm-option-secret", 4)
    assert PLANTED not in problem.render()
