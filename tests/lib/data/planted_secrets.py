"""Trees with secrets planted on every way that a value can take, and all that read-only commands say of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from lib.data.project_trees import HIERA, project_tree
from lib.data.sealed import Sealed
from lib.machine.git import commit
from lib.wikimedia.hosts import BROKER, JAVA, MIRROR, TLS, facts

HOST = "k1.example.org"
NEW_MODE = 0o640


def secret(number: int) -> str:
    """Return an unmistakable text; no half of two of them is the same."""
    return f"Qx{number:02d}vRk2mPlanted{number:02d}Wz9tLb4n"


def fragments(text: str) -> list[str]:
    """Return what must not be seen of a secret: its two halves, and so the whole."""
    middle = len(text) // 2
    return [text[:middle], text[middle:]]


COUNT = 40
FRAGMENTS = [part for number in range(COUNT) for part in fragments(secret(number))]
PORT = 48613
"""A number that is planted, and that nothing else is."""

S = [secret(number) for number in range(COUNT)]
OCTAL = 7654321
NUMBERS = [str(PORT), str(OCTAL), str(int(str(OCTAL), 8)), "9_876_543", "9876543"]
"""What must not be seen of the numbers that are planted."""

WAYS = f"""\
x::password: {S[0]}
chain_1: "%{{lookup('x::password')}}"
chain_2: "%{{hiera('chain_1')}}"
chain_3: "pre-%{{site}}-%{{lookup('chain_2')}}-%{{literal('%')}}"
aliased: "%{{alias('x::password')}}"
credentials: {{user: {S[1]}, list: [{S[2]}, {{deep: {S[3]}}}]}}
aliased_hash: "%{{alias('credentials')}}"
dug: "%{{lookup('credentials.user')}}"
dug_again: "%{{lookup('aliased_hash.list.1.deep')}}"
text_of_hash: "all: %{{lookup('credentials')}}"
db: {{password: {S[4]}, name: main}}
text_of_db: "all: %{{lookup('db')}}"
aliased_db: "%{{alias('db')}}"
tokens_of_it: {{api_token: &token {S[5]}}}
by_anchor: *token
later: &later {S[6]}
reverse_password: *later
base_secret: &base {{user: {S[7]}, more: [{S[8]}]}}
merged: {{<<: *base, own: 1}}
whole: *base
outer: &outer {{inner: {{password: &pw {S[9]}}}, list: [a, *pw]}}
by_outer: *outer
flow: {{a: {{db_password: "{S[10]}", secret: '{S[10]}, "x"', "c": d}}, passwords: ['{S[11]}', {S[12]}]}}
from_flow: "%{{lookup('flow.a.db_password')}}"
from_list: "%{{lookup('flow.passwords.1')}}"
block_password: |-
  first {S[13]}
  name=second {S[14]}
from_block: "%{{lookup('block_password')}}"
folded_secret: >-
  {S[15]}
  {S[16]}
from_folded: "%{{lookup('folded_secret')}}"
plain_token: {S[17]}
  {S[18]}
from_plain: "%{{lookup('plain_token')}}"
quoted_password: "{S[19]}\\
  {S[20]}"
from_quoted: "%{{lookup('quoted_password')}}"
from_scope: "%{{db_password}} and %{{facts.a_secret}}"
from_decrypted: "%{{lookup('decrypted')}}"
from_decrypted_hash: "%{{alias('decrypted_hash')}}"
"%{{lookup('x::password')}}_key": "%{{lookup('x::password')}}"
keyed: {{"%{{lookup('x::password')}}": 1, "%{{lookup('chain_2')}} too": {{password: 2}}}}
octal_password: 0{OCTAL}
number_token: 9_876_543
dated: {{password: '2026-01-01'}}
lookup_options:
  converted_password: {{convert_to: [Array, true]}}
  sensitive: {{convert_to: Sensitive}}
  unconvertible: {{convert_to: Regexp}}
  merged_hash: {{merge: {{strategy: deep, sort_merged_arrays: true}}}}
converted_password: {S[21]}
from_converted: "%{{lookup('converted_password')}}"
sensitive: {S[22]}
plain_value: "%{{lookup('x::password')}}"
unconvertible: "(?P<%{{lookup('x::password')}}>"
merged_hash: {{list: ["%{{lookup('x::password')}}", b], low: "%{{lookup('chain_1')}}"}}
"""
KEYS = [
    line.partition(":")[0] for line in WAYS.replace("x::password", "x__password").splitlines() if line[:1].isalpha()
]
KEYS = [key.replace("x__password", "x::password") for key in KEYS if key != "lookup_options"]
OWN = """\
decrypted: {0}
decrypted_hash: {{user: '{1}', list: ['{2}']}}
merged_hash: {{list: ['{1}', a], high: '{0}'}}
profile::kafka::broker::ssl_password: {3}
"""
"""Data of one host, to be filled with what is encrypted."""
HOCON = f"""\
a {{ password = "{S[27]}" }}
credential {{ user = {S[28]} }}
hocon_reference = ${{a.password}}
hocon_chain = ${{hocon_reference}}
hocon_joined = "x"${{a.password}} y
hocon_object = ${{credential}}
hocon_list = [${{hocon_chain}}]
"""
HOCON_KEYS = ["a", *(line.partition(" =")[0] for line in HOCON.splitlines() if line.startswith("hocon"))]
JSON = {"json_password": S[29], "json": {"token": [S[30]]}, "json_reference": "%{lookup('json_password')}"}
LOWER = f"""\
# Nothing in a file shows lint that these are secrets, so no finding may point at them.
plain_value: {S[38]}  # lint: ignore[shadowed-key] what is below
sensitive: {S[39]}  # lint: ignore[shadowed-key] what is below
"""
"""Data of a level below, with other values of secrets whose keys do not show that they are."""
CLUSTERS = f"""\
zookeeper_clusters:
  zk: {{hosts: {{{HOST}: "1"}}}}
kafka_clusters:
  tokens-eqiad:
    zookeeper_cluster_name: zk
    brokers: {{{HOST}: {{id: 1}}}}
    config:
      sasl.jaas.config: {S[31]}
      ssl.key.password: "%{{lookup('plain_value')}}"
      metric.reporters: org.example.Reporter
      custom.of.broker: "%{{lookup('chain_3')}}"
kafka_zookeeper_config:
"""
_LEVELS = """\
  - {name: hocon, data_hash: hocon_data, path: more.conf}
  - {name: json, data_hash: json_data, path: more.json}
  - {name: lower, path: lower.yaml}
"""
_PLAIN = ("keyed", "x::password", "unconvertible", "octal_password", "number_token")


def option_keys() -> list[str]:
    """Return the keys whose values are put into options of the broker."""
    return [key for key in (*KEYS, *HOCON_KEYS, *JSON) if key not in _PLAIN]


def ways(directory: Path) -> Path:
    """Return the inventory file of a tree that is valid, with a commit before and after each secret was changed."""
    sealed = Sealed(directory)
    keys = option_keys()
    options = "".join(f"  custom.of.{key}: \"%{{lookup('{key}')}}\"\n" for key in keys)
    data = WAYS + CLUSTERS + options
    own = OWN.format(*(sealed.encrypted(S[number]) for number in (23, 24, 25, 26)))
    inventory = project_tree(directory, data, hosts={HOST: own})
    inventory.write_text(
        inventory.read_text().replace("scope:\n", f"scope:\n  db_password: {S[32]}\n")
        + f"nodes:\n  {HOST}: {{facts: {{a_secret: {S[33]}}}}}\n"
    )
    sealed.open_in(inventory)
    hiera = directory / "hieradata" / "hiera.yaml"
    hiera.write_text(hiera.read_text() + _LEVELS)
    (directory / "hieradata/data/more.conf").write_text(HOCON)
    (directory / "hieradata/data/lower.yaml").write_text(LOWER)
    (directory / "hieradata/data/more.json").write_text(json.dumps(JSON, indent=1))
    commit(directory, "one")
    common = directory / "hieradata/data/common.yaml"
    # What is a word of its own is seen to change; the halves stay the same.
    common.write_text(data.replace("Lb4n", "Lb4nX").replace("- {name", "- {name") + "extra_password: more\n")
    commit(directory, "two")
    return inventory


def two_files(directory: Path) -> Path:
    """Return the inventory file of a tree in which two files hold one secret each, under a harmless name."""
    data = f"""\
x::password: {S[0]}
chain: "%{{lookup('x::password')}}"
anchored: {{api_token: &token {S[1]}}}
kafka_zookeeper_config: {{custom.one: "%{{lookup('chain')}}"}}
zookeeper_clusters: {{zk: {{hosts: {{{HOST}: "1"}}}}}}
kafka_clusters:
  main-eqiad:
    zookeeper_cluster_name: zk
    brokers: {{{HOST}: {{id: 1}}}}
    config: {{metric.reporters: org.example.Reporter, custom.two: *token}}
"""
    return project_tree(directory, data)


USES = """\
x::password: {plain}
n_password: {number}
zookeeper_clusters:
  zk:
    hosts: {{k1.example.org: "1", "{text}.example.org": "2"}}
  "{text}-zk":
    hosts: {{k9.example.org: "1"}}
  wrong-{text}: {{hosts: "{text}"}}
kafka_clusters:
  {text_key}:
    zookeeper_cluster_name: zk
    brokers: {{k2.example.org: {{id: 1}}}}
  b-eqiad:
    zookeeper_cluster_name: "{text}"
    kafka_version: "{text}"
    brokers:
      k1.example.org: {{id: "{text}", rack: "{text}", port: "{text}", ssl_port: "{of_number}", "{text}": 1}}
      "{text}.example.org": {{id: 2, port: "{of_number}"}}
    config: {{num.partitions: "{text}", "{text}": 1, default.replication.factor: "{of_number}"}}
    "{text}": 1
  c-eqiad:
    zookeeper_cluster_name: zk
    kafka_version: "9.{of_number}.1"
    brokers: {{k1.example.org: {{id: 7, port: "{of_number}"}}, k3.example.org: {{id: 7}}}}
  d-eqiad:
    zookeeper_cluster_name: zk
    brokers: {{k4.example.org: {{id: "{of_number}"}}, k5.example.org: {{id: "{of_number}"}}}}
  e-eqiad: "{text}"
kafka_mirrors:
  "{text}": {{source: c-eqiad, destination: b-eqiad, topics: x}}
  c-eqiad_to_b-eqiad: {{source: "{text}", destination: "{text}", topics: "{text}[", group_id: "{text}", acks: "{text}"}}
  d-eqiad_to_c-eqiad:
    {{source: d-eqiad, destination: c-eqiad, topics: ["{text}.*"], heap: "{text}", consumer: {{max.poll.records: 1}}}}
  c-eqiad_to_d-eqiad: {{source: c-eqiad, destination: d-eqiad, topics: x, consumer: {{max.poll.records: "{text}"}}}}
  e: "{text}"
classes: ["role::kafka::{text}", role::kafka::main]
kafka_cluster_name: "{text}"
profile::kafka::broker::kafka_cluster_name: "{text}"
profile::kafka::broker::log_dirs: ["/srv/{text}", "/srv/{text}"]
profile::kafka::broker::max_heap_size: "{text}"
profile::kafka::broker::num_partitions: "{text}"
profile::kafka::broker::log_retention_hours: "{text}"
profile::kafka::broker::nofiles_ulimit: "{text}"
profile::kafka::broker::inter_broker_protocol_version: "{text}"
kafka_message_max_bytes: "{text}"
profile::zookeeper::cluster_name: "{text}"
zookeeper_cluster_name: "{text}"
profile::zookeeper::override_java_home: "{text}"
profile::zookeeper::sync_limit: "{text}"
kafka_zookeeper_config: {{tickTime: "{text}", "{text}": 1}}
profile::kafka::mirror::source_cluster_name: "{text}"
profile::kafka::mirror::destination_cluster_name: b-eqiad
profile::kafka::mirror::properties: {{whitelist: "{text}", java_opts: "{text}", "{text}": 1, heap_opts: "{text}"}}
profile::kafka::mirror::num_processes: "{text}"
"""
"""Secrets where the model wants something else; all of it is wrong at once."""
DIALECT = 'kafka_dialect: "{text}"\n'


def uses(directory: Path, *, encrypted: bool, only: str = USES) -> Path:
    """Return the inventory file of a tree whose names, addresses and options are secrets.

    Args:
        directory: Where.
        encrypted: Whether they are decrypted values of data; else they are interpolated.
        only: The data.
    """
    sealed = Sealed(directory)
    text, number = "%{lookup('x::password')}", "%{lookup('n_password')}"
    if encrypted:
        text, number = sealed.encrypted(S[34]), sealed.encrypted(str(PORT))
    # Keys are not decrypted.
    key = "\"%{lookup('x::password')}\""
    data = only.format(text=text, text_key=key, of_number=number, plain=S[34], number=PORT)
    inventory = project_tree(directory, data)
    if encrypted:
        hiera = directory / "hieradata" / "hiera.yaml"
        sealed.open_in(inventory)
        options = hiera.read_text().partition("lookup_key")[2].partition("\n    path")[0]
        hiera.write_text(HIERA.replace("path: common", f"lookup_key{options}\n    path: common"))
    commit(directory, "one")
    commit(directory, "two")
    return inventory


WIKIMEDIA = {
    "x::password": S[35],
    "profile::kafka::broker::ssl_password": f"{S[36]}\n{S[37]}=x\n{S[38]} y",
    "profile::kafka::broker::log_message_format_version": "%{lookup('x::password')}",
    "profile::kafka::broker::max_heap_size": "%{lookup('x::password')}",
    "profile::kafka::mirror::properties": {
        "whitelist": "%{lookup('x::password')}",
        "acks": "%{lookup('x::password')}",
        "compression_type": "%{lookup('x::password')}",
        "java_opts": "-D%{lookup('x::password')}",
        "producer_properties": {"custom.one": "%{lookup('x::password')}"},
    },
    "profile::kafka::mirror::ssl_password": S[39],
}
PUBLIC = {
    "profile::kafka::broker::kafka_cluster_name": "%{lookup('x::password')}",
    "profile::kafka::broker::log_dirs": ["/srv/%{lookup('x::password')}"],
    "profile::kafka::mirror::source_cluster_name": "%{lookup('x::password')}",
    "kafka_cluster_name": "%{lookup('x::password')}",
    "statsd": "%{lookup('x::password')}:8125",
    "zookeeper_clusters": {"zk": {"hosts": {"%{lookup('x::password')}": "2"}}},
    "kafka_clusters": {"%{lookup('x::password')}": {}},
    "profile::kafka::mirror::properties": {"%{lookup('x::password')}": 1},
}


def wikimedia(directory: Path, more: dict[str, object]) -> Path:
    """Return the inventory file of a broker in Wikimedia's dialect with further data."""
    node = {"role": "kafka/test/broker", "facts": facts(HOST, "bullseye")}
    lines = f"kafka_dialect: wikimedia\nnodes: {json.dumps({HOST: node})}\n"
    data = {**BROKER, **JAVA, **TLS, **MIRROR, **WIKIMEDIA, **more}
    inventory = project_tree(directory, json.dumps(data, indent=1), more=lines)
    inventory.write_text(inventory.read_text().replace("realm: labs", "realm: production"))
    commit(directory, "one")
    common = directory / "hieradata/data/common.yaml"
    common.write_text(common.read_text().replace("Lb4n", "Lb4nX"))
    commit(directory, "two")
    return inventory


Run = Callable[[list[str]], str]
"""Runs one command line, and returns all that it prints."""


def commands(inventory: Path, keys: list[str]) -> Iterator[list[str]]:
    """Yield the command lines of all read-only commands in all their forms."""
    root = inventory.parents[2]
    at = ["-i", str(inventory)]
    for form in ("text", "json"):
        given = [*at, "--output", form]
        for node in (["--node", HOST], ["--all-nodes"]):
            yield ["lookup", "--each", *keys, *node, *given]
        for key in keys:
            yield ["lookup", key, "--node", HOST, "--explain", *given]
        yield ["lookup", *keys, "--node", HOST, "--explain-options", *given]
        yield ["lookup", "--each", *keys, "--node", HOST, "--explain-origin", *given]
        yield ["catalog", HOST, *given]
        yield ["explain", HOST, *given]
        yield ["explain", HOST, "server.properties", *given]
        yield ["explain", HOST, "zoo.cfg", *given]
        yield ["explain", HOST, "/etc/default/kafka", *given]
        yield ["explain", HOST, "kafka.service", *given]
        yield ["explain", HOST, "server.properties", "no.such.option", *given]
        yield ["topology", *given]
        yield ["clients", *given]
        yield ["clients", "--function-output", *given]
        yield ["clients", "--function-output", "--node", HOST, *given]
        yield ["clients", "no-such-cluster", *given]
        yield ["inventory", *given]
        yield ["mirrors", "settings", "no-such-mirror", *given]
        yield ["mirrors", "no-such-mirror", *given]
        yield ["schema", "--output", form]
        yield ["render", "--out", str(root / f"rendered-{form}"), *given]
        yield ["diff", "HEAD~1", "HEAD", "--keep-going", *given]
    for key in keys:
        yield ["lookup", key, "--node", HOST, "--type", "Integer", *at]
    for form in ("s", "json", "yaml"):
        yield ["lookup", *keys, "--node", HOST, "--render-as", form, *at]
        for strategy in ("unique", "hash", "deep"):
            for key in keys[:4]:
                yield ["lookup", key, "--node", HOST, "--merge", strategy, "--render-as", form, *at]
    for form in ("text", "svg", "html"):
        yield ["topology", "--format", form, *at]
    for client in ("kcat", "java", "spark"):
        yield ["clients", "--for", client, *at]
    yield ["diff", "HEAD~1", "--format", "markdown", *at]
    yield ["diff", "HEAD~1", "HEAD", "--format", "markdown", "--keep-going", *at]
    for form in ("text", "json", "sarif", "junit", "github", "gitlab"):
        yield ["lint", "--format", form, "--strict", *at]
    yield ["lint", str(root / "hieradata"), "--format", "text"]
    yield ["lint", "--diff", *at]
