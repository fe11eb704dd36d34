"""Plants faults in good data: each is one slip that people make, with the rule that must report it and its lines.

Nothing here knows how lint finds them: the texts are edited as an editor would.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lib.repository import ROOT

Files = dict[str, str]
Place = tuple[str, int]

CLUSTER = re.compile(r"^  ([a-z0-9-]+):$")
COMMON = {"local": "project.yaml", "three": "project.yaml", "multi-dc": "common.yaml", "wikimedia": "common.yaml"}
"""Good data, by inventory: the file that holds the clusters."""


@dataclass(frozen=True)
class Site:
    """Good data, or data with a fault.

    Attributes:
        name: Inventory that it was made from.
        files: Name, below the directory of the data, to text; the inventory file is `inventory`.
    """

    name: str
    files: Files = field(repr=False)

    @property
    def common(self) -> str:
        """Name of the file that holds the clusters."""
        return COMMON[self.name]

    @property
    def lines(self) -> list[str]:
        """Lines of that file."""
        return self.files[self.common].split("\n")

    def with_lines(self, lines: list[str]) -> Site:
        """Return the site with other lines in that file."""
        return self.with_file(self.common, "\n".join(lines))

    def with_file(self, name: str, text: str) -> Site:
        """Return the site with another text in a file."""
        return replace(self, files={**self.files, name: text})

    def appended(self, *lines: str, file: str | None = None) -> tuple[Site, Place]:
        """Return the site with lines at the end of a file, and the place of the last."""
        name = file or self.common
        text = self.files.get(name, "---\n")
        text += "" if text.endswith("\n") else "\n"
        text += "".join(f"{line}\n" for line in lines)
        return self.with_file(name, text), (name, text.count("\n"))

    def section(self, table: str) -> dict[str, range]:
        """Return name and lines of each entry of a table, counted from 0."""
        lines = self.lines
        begin = lines.index(f"{table}:")
        end = next((i for i in range(begin + 1, len(lines)) if re.match(r"\S", lines[i])), len(lines))
        heads = [i for i in range(begin, end) if CLUSTER.match(lines[i])]
        return {lines[i][2:-1]: range(i, j) for i, j in zip(heads, [*heads[1:], end], strict=True)}

    def members(self, entry: range) -> list[int]:
        """Return the line of each host of an entry."""
        lines = self.lines
        return [i for i in entry if re.match(r"      [a-z0-9.-]+:", lines[i])]


@dataclass(frozen=True)
class Fault:
    """A planted fault.

    Attributes:
        rule: Id that must be told.
        site: Data with the fault.
        places: Files and lines of which one must be named.
        before: Data that was committed before, where that matters.
        warns: Whether it must be a warning or an error.
    """

    rule: str
    site: Site
    places: frozenset[Place]
    before: Site | None = None
    warns: bool = True


def good(name: str) -> Site:
    """Return one of the good sites."""
    data = ROOT / "hieradata" / name
    files = {str(path.relative_to(data)): path.read_text("utf-8") for path in data.rglob("*.yaml")}
    inventory = (ROOT / "inventories" / name / "hiera_kafka.yml").read_text("utf-8")
    return Site(name, {**files, "inventory": inventory})


def mirror_lines(source: str, destination: str, topics: str) -> list[str]:
    """Return the keys of a mirror; the last line is the whitelist."""
    prefix = "profile::kafka::mirror::"
    return [
        f"{prefix}source_cluster_name: {source}",
        f"{prefix}destination_cluster_name: {destination}",
        f"{prefix}properties:",
        f"  whitelist: '{topics}'",
    ]


Plant = Callable[[random.Random], Fault]
_NAMES = ("local", "three", "wikimedia")


def _site(chance: random.Random, *names: str) -> Site:
    return good(chance.choice(names or _NAMES))


def _fault(rule: str, site: Site, *places: Place, before: Site | None = None, warns: bool = True) -> Fault:
    return Fault(rule, site, frozenset(places), before, warns)


def _production(site: Site) -> Site:
    return site.appended("kafka_environment: production")[0]


def _entry(chance: random.Random, site: Site, table: str, least: int = 1) -> tuple[str, range]:
    fitting = {name: entry for name, entry in site.section(table).items() if len(site.members(entry)) >= least}
    name = chance.choice(sorted(fitting))
    return name, fitting[name]


def even_ensemble(chance: random.Random) -> Fault:
    site = _site(chance)
    _, entry = _entry(chance, site, "zookeeper_clusters")
    lines, members = site.lines, site.members(entry)
    if len(members) > 1 and chance.random() < 0.5:
        del lines[chance.choice(members)]
    else:
        lines.insert(members[-1] + 1, f'      zk{chance.randint(1, 9)}.example.org: "77"')
    return _fault("even-ensemble", site.with_lines(lines), (site.common, members[0]))


def one_node_ensemble(chance: random.Random) -> Fault:
    site = _site(chance)
    _, entry = _entry(chance, site, "zookeeper_clusters")
    members = site.members(entry)
    kept = chance.choice(members)
    lines = [line for i, line in enumerate(site.lines) if i == kept or i not in members]
    return _fault("one-node-ensemble", _production(site.with_lines(lines)), (site.common, members[0]))


def myid_changed(chance: random.Random) -> Fault:
    site = _site(chance)
    _, entry = _entry(chance, site, "zookeeper_clusters")
    at, lines = chance.choice(site.members(entry)), site.lines
    lines[at] = re.sub(r'"\d+"', f'"{chance.randint(100, 255)}"', lines[at])
    return _fault("myid-changed", site.with_lines(lines), (site.common, at + 1), before=site)


def broker_id_changed(chance: random.Random) -> Fault:
    site = _site(chance)
    _, entry = _entry(chance, site, "kafka_clusters")
    lines = site.lines
    at = chance.choice([i for i in entry if re.search(r"\bid: ", lines[i])])
    lines[at] = re.sub(r'id: "?\d+"?', f"id: {chance.randint(5000, 9999)}", lines[at])
    return _fault("broker-id-changed", site.with_lines(lines), (site.common, at + 1), before=site)


def _configured(chance: random.Random, site: Site, entry: range, *options: str) -> tuple[Site, Place]:
    """Return the site with options in the config of a cluster, and the place of the last of them."""
    lines = site.lines
    lines[entry[0] + 1 : entry[0] + 1] = ["    config:", *(f"      {option}" for option in options)]
    return site.with_lines(lines), (site.common, entry[0] + 2 + len(options))


def replication_factor(chance: random.Random) -> Fault:
    site = _site(chance)
    _, entry = _entry(chance, site, "kafka_clusters")
    option = chance.choice(["default", "offsets.topic", "transaction.state.log"])
    factor = len(site.members(entry)) + chance.randint(1, 3)
    made, place = _configured(chance, site, entry, f"{option}.replication.factor: {factor}")
    return _fault("replication-factor", made, place)


def replication_factor_of_one(chance: random.Random) -> Fault:
    site = _site(chance, "three", "wikimedia")
    _, entry = _entry(chance, site, "kafka_clusters", 2)
    option = chance.choice(["default", "offsets.topic", "transaction.state.log"])
    made, place = _configured(chance, site, entry, f"{option}.replication.factor: 1")
    return _fault("replication-factor", made, place)


def min_insync_replicas(chance: random.Random) -> Fault:
    site = _site(chance, "three", "wikimedia")
    _, entry = _entry(chance, site, "kafka_clusters", 3)
    option = chance.choice(["min.insync.replicas", "transaction.state.log.min.isr"])
    made, place = _configured(chance, site, entry, f"{option}: {chance.choice([1, 3, 4, 9])}")
    return _fault("min-insync-replicas", made, place)


def rack_missing(chance: random.Random) -> Fault:
    site = _site(chance, "three", "wikimedia")
    _, entry = _entry(chance, site, "kafka_clusters", 3)
    lines = site.lines
    at = chance.choice(site.members(entry))
    if "rack" in lines[at]:
        lines[at] = re.sub(r", rack: \w+", "", lines[at])
    else:
        del lines[at + 2]
    return _fault("rack-missing", site.with_lines(lines), (site.common, at + 1))


def racks_unbalanced(chance: random.Random) -> Fault:
    site = _site(chance, "three", "wikimedia")
    _, entry = _entry(chance, site, "kafka_clusters", 3)
    lines = site.lines
    racks = [i for i in entry if "rack: " in lines[i]]
    crowd = chance.sample(racks, 2 if len(racks) == 3 else len(racks) - 2)
    for at in crowd:
        lines[at] = re.sub(r"rack: \w+", "rack: Q", lines[at])
    return _fault("racks-unbalanced", site.with_lines(lines), *((site.common, at + 1) for at in crowd))


def heap_above_memory(chance: random.Random) -> Fault:
    site = _site(chance)
    _, entry = _entry(chance, site, "kafka_clusters")
    host = site.lines[chance.choice(site.members(entry))].split(":")[0].strip()
    memory = chance.choice(["{memorysize_mb: '3950.25'}", "{memory: {system: {total_bytes: 4294967296}}}"])
    text = site.files["inventory"]
    if f"  {host}: {{" in text:
        text = text.replace(f"  {host}: {{", f"  {host}: {{facts: {memory}, ")
    else:
        text += f"nodes:\n  {host}: {{facts: {memory}}}\n"
    made, place = site.appended(
        f"profile::kafka::broker::max_heap_size: {chance.choice(['6g', '12g', '3000m'])}", file=f"hosts/{host}.yaml"
    )
    return _fault("heap-above-memory", made.with_file("inventory", text), place)


def _reported(rule: str, line: str) -> Plant:
    def plant(chance: random.Random) -> Fault:
        made, place = _production(_site(chance)).appended(line)
        return _fault(rule, made, place)

    return plant


def message_size_chain(chance: random.Random) -> Fault:
    site = _site(chance)
    _, entry = _entry(chance, site, "kafka_clusters")
    option = chance.choice(
        ["message.max.bytes: 8388608", "replica.fetch.max.bytes: 102400", "socket.request.max.bytes: 512000"]
    )
    made, place = _configured(chance, site, entry, option)
    return _fault("message-size-chain", made, place)


def message_size_of_a_mirror(chance: random.Random) -> Fault:
    # The file ends within the producer's properties.
    form = chance.choice(["    max.request.size: {}", "  consumer_properties: {{max.partition.fetch.bytes: {}}}"])
    line = form.format(chance.choice([4000000, 1048576]))
    made, place = good("wikimedia").appended(line, file="roles/kafka_jumbo.yaml")
    return _fault("message-size-chain", made, place)


def message_size_mismatch(chance: random.Random) -> Fault:
    file, size = chance.choice(
        [
            ("roles/kafka_main/eqiad.yaml", 8388608),
            ("roles/kafka_main/codfw.yaml", 5242880),
            ("roles/kafka_jumbo.yaml", 1048576),
        ]
    )
    made, place = good("wikimedia").appended(f"kafka_message_max_bytes: {size}", file=file)
    return _fault("message-size-mismatch", made, place)


def shared_chroot(chance: random.Random) -> Fault:
    site = good("wikimedia")
    clusters = ["main-eqiad", "jumbo-eqiad", "logging-eqiad"]
    name, other = chance.sample(clusters, 2)
    hosts = ",".join(f"conf100{i}.eqiad.wmnet:2181" for i in (7, 8, 9))
    made, place = _configured(
        chance, site, site.section("kafka_clusters")[name], f"zookeeper.connect: {hosts}/kafka/{other}"
    )
    return _fault("shared-chroot", made, place)


def host_in_two_clusters(chance: random.Random) -> Fault:
    site = good("wikimedia")
    table = chance.choice(["kafka_clusters", "zookeeper_clusters"])
    one, other = chance.sample(sorted(site.section(table)), 2)
    lines = site.lines
    line = lines[chance.choice(site.members(site.section(table)[one]))]
    line = re.sub(r'id: \d+|"\d+"', lambda found: "id: 9999" if "id" in found[0] else '"199"', line)
    at = site.members(site.section(table)[other])[-1] + 1
    lines.insert(at, line)
    return _fault("host-in-two-clusters", site.with_lines(lines), (site.common, at + 1))


def port_collision(chance: random.Random) -> Fault:
    site = _site(chance)
    _, entry = _entry(chance, site, "kafka_clusters")
    lines = site.lines
    at = chance.choice([i for i in entry if re.search(r"\bid: ", lines[i])])
    port = chance.choice(["port: 9093", "ssl_port: 9092"])
    if "{" in lines[at]:
        lines[at] = lines[at].replace("}", f", {port}}}")
    else:
        at += 1
        lines.insert(at, f"        {port}")
    return _fault("port-collision", site.with_lines(lines), (site.common, at + 1))


def port_of_a_mirror(chance: random.Random) -> Fault:
    rule, line = chance.choice(
        [
            ("two-owners", "profile::kafka:mirror:jmx_base_port: 9092"),
            ("port-collision", "profile::kafka::mirror:jmx_exporter_base_port: 9092"),
        ]
    )
    made, place = good("wikimedia").appended(line, file="roles/kafka_jumbo.yaml")
    return _fault(rule, made, place)


def mirror_loop(chance: random.Random) -> Fault:
    site = good("wikimedia")
    at, topics = chance.choice([("eqiad", r"^codfw\..+"), ("codfw", r"^eqiad\..+")])
    name = f"roles/kafka_main/{at}.yaml"
    wrong = chance.choice([".*", ".+", r"^(eqiad|codfw)\..+", r"^[a-z]+\..*", r"^eqiad\..+,^codfw\..+"])
    before, after = site.files[name].split(topics)
    place = name, before.count("\n") + 1
    return _fault("mirror-loop", site.with_file(name, f"{before}'{wrong}'{after}"), place)


def mirror_prefix_overlap(chance: random.Random) -> Fault:
    site = good("wikimedia")
    host = f"kafka-jumbo10{chance.randint(10, 18)}.eqiad.wmnet"
    topics = chance.choice([".*", r"^codfw\..+", r"^eqiad\.mediawiki\..+", "(logs|events)"])
    made, place = site.appended(*mirror_lines("main-codfw", "jumbo-eqiad", topics), file=f"hosts/{host}.yaml")
    return _fault("mirror-prefix-overlap", made, place)


def mirror_unknown_cluster(chance: random.Random) -> Fault:
    site = good("wikimedia")
    name, line = chance.choice(
        [
            (name, line)
            for name, text in site.files.items()
            for line, words in enumerate(text.split("\n"), 1)
            if re.match(r"profile::kafka::mirror::(source|destination)_cluster_name:", words)
        ]
    )
    lines = site.files[name].split("\n")
    lines[line - 1] = re.sub(
        r": \S+$", lambda found: chance.choice([f"{found[0]}2", f"{found[0][:-1]}"]), lines[line - 1]
    )
    return _fault("mirror-unknown-cluster", site.with_file(name, "\n".join(lines)), (name, line))


def _option(rule: str, *options: str, warns: bool = True) -> Plant:
    def plant(chance: random.Random) -> Fault:
        site = _site(chance)
        _, entry = _entry(chance, site, "kafka_clusters")
        made, place = _configured(chance, site, entry, chance.choice(options))
        return _fault(rule, made, place, warns=warns)

    return plant


def unknown_zoo_cfg_key(chance: random.Random) -> Fault:
    key = chance.choice(["snapCuont", "tickTme", "maxClientConns", "autopurge.interval", "whatever"])
    made, place = _site(chance, "local", "three").appended("kafka_zookeeper_config:", f"  {key}: 5")
    return _fault("option-unknown", made, place)


def duplicate_broker_id(chance: random.Random) -> Fault:
    site = _site(chance, "three", "wikimedia")
    _, entry = _entry(chance, site, "kafka_clusters", 2)
    lines = site.lines
    one, other = chance.sample([i for i in entry if re.search(r"\bid: ", lines[i])], 2)
    number = re.search(r"id: (\d+)", lines[one])
    assert number is not None
    lines[other] = re.sub(r"id: \d+", number[0], lines[other])
    return _fault("duplicate-broker-id", site.with_lines(lines), (site.common, one + 1), (site.common, other + 1))


def duplicate_myid(chance: random.Random) -> Fault:
    site = _site(chance, "three", "wikimedia")
    _, entry = _entry(chance, site, "zookeeper_clusters", 2)
    lines = site.lines
    one, other = chance.sample(site.members(entry), 2)
    lines[other] = lines[other].split(":")[0] + ":" + lines[one].split(":")[1]
    return _fault("duplicate-myid", site.with_lines(lines), (site.common, one + 1), (site.common, other + 1))


def myid_out_of_range(chance: random.Random) -> Fault:
    site = _site(chance)
    _, entry = _entry(chance, site, "zookeeper_clusters")
    at, lines = chance.choice(site.members(entry)), site.lines
    lines[at] = re.sub(r'"\d+"', f'"{chance.choice([0, 256, 1001, -1])}"', lines[at])
    return _fault("out-of-range", site.with_lines(lines), (site.common, at + 1))


def unknown_key(chance: random.Random) -> Fault:
    site = _site(chance)
    _, entry = _entry(chance, site, "kafka_clusters")
    lines = site.lines
    lines.insert(
        entry[0] + 1, f"    {chance.choice(['brokrs: {}', 'kafka_verison: 3.9.2', 'configs: {}', 'topic: x'])}"
    )
    return _fault("unknown-key", site.with_lines(lines), (site.common, entry[0] + 2))


def unknown_zookeeper_cluster(chance: random.Random) -> Fault:
    site = _site(chance)
    _, entry = _entry(chance, site, "kafka_clusters")
    lines = site.lines
    lines[entry[0] + 1] += chance.choice(["x", "-2", "eqiad"])
    return _fault("unknown-zookeeper-cluster", site.with_lines(lines), (site.common, entry[0] + 2))


def two_owners(chance: random.Random) -> Fault:
    if chance.random() < 0.5:
        made, place = _site(chance).appended("kafka_jmx_port: 9092")
        return _fault("two-owners", made, place)
    site = _site(chance, "local", "three")  # where ZooKeeper is on the brokers' hosts
    _, entry = _entry(chance, site, "kafka_clusters")
    lines = site.lines
    at = chance.choice([i for i in entry if re.search(r"\bid: ", lines[i])])
    if "{" in lines[at]:
        lines[at] = lines[at].replace("}", ", port: 2181}")
    else:
        at += 1
        lines.insert(at, "        port: 2181")
    return _fault("two-owners", site.with_lines(lines), (site.common, at + 1))


def data_path(chance: random.Random) -> Fault:
    wrong = chance.choice(["/etc", "/srv", "/usr/local/kafka", "/var/lib", "/home/kafka"])
    made, place = _site(chance, "local", "three").appended(f"profile::kafka::broker::log_dirs: [{wrong}]")
    return _fault("data-path-system", made, place)


def data_paths_in_one_another(chance: random.Random) -> Fault:
    wrong = chance.choice(["/srv/a, /srv/a/b", "/srv/a/b, /srv/a", "/var/log/kafka/data", "/opt/kafka/data"])
    made, place = _site(chance, "local", "three").appended(f"profile::kafka::broker::log_dirs: [{wrong}]")
    return _fault("data-path-overlap", made, place)


PLANTS: dict[str, Plant] = {
    plant.__name__: plant
    for plant in (
        even_ensemble,
        one_node_ensemble,
        myid_changed,
        broker_id_changed,
        replication_factor,
        replication_factor_of_one,
        min_insync_replicas,
        rack_missing,
        racks_unbalanced,
        heap_above_memory,
        message_size_chain,
        message_size_of_a_mirror,
        message_size_mismatch,
        shared_chroot,
        host_in_two_clusters,
        port_collision,
        port_of_a_mirror,
        mirror_loop,
        mirror_prefix_overlap,
        mirror_unknown_cluster,
        unknown_zoo_cfg_key,
        duplicate_broker_id,
        duplicate_myid,
        myid_out_of_range,
        unknown_key,
        unknown_zookeeper_cluster,
        two_owners,
        data_path,
        data_paths_in_one_another,
    )
}
_BROKER = "profile::kafka::broker::"
PLANTS["listener_without_tls"] = _reported("listener-without-tls", f"{_BROKER}plaintext: true")
PLANTS["acls_off"] = _reported("acls-off", f"{_BROKER}auth_acls_enabled: false")
PLANTS["acls_open"] = _reported("acls-open", f"{_BROKER}auth_acls_enabled: true")
PLANTS["option_unknown"] = _option("option-unknown", "num.partitons: 3", "log.retention.hour: 5", "brokr.rack: a")
PLANTS["option_wrong_type"] = _option(
    "option-wrong-type", "num.partitions: many", "delete.topic.enable: 5", "log.retention.hours: 1.5"
)
PLANTS["option_out_of_range"] = _option(
    "option-out-of-range", "num.partitions: 0", "num.io.threads: -1", "compression.type: best", "log.segment.bytes: 1"
)
PLANTS["option_removed"] = _option("option-removed", "advertised.host.name: a", "port: 9092", "host.name: a")
PLANTS["option_removed_next"] = _option(
    "option-removed-next", "zookeeper.session.timeout.ms: 18000", "zookeeper.max.in.flight.requests: 10", warns=False
)
