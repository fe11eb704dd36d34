"""What is known of each line: no line of any file is without an origin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hiera_kafka.cli.explain.lines import Below, ExplainedLine, lines_of, option_of, text
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Position
from hiera_kafka.hiera.lookup.levels_of_key import LevelValue
from hiera_kafka.kafka_options import Option, table
from hiera_kafka.kafka_options import OptionKind as Options
from hiera_kafka.kafka_options.names import resolve
from hiera_kafka.render.engine import RenderedFile, Renderer
from hiera_kafka.source import Kind, Origin
from lib.data.project_trees import HOST, PAGE, project_tree

ROOT = Path(__file__).resolve().parents[4]
INVENTORIES = [
    *sorted(path for path in (ROOT / "inventories").iterdir() if path.is_dir()),
    *sorted(path for path in (ROOT / "tests/cases/render").iterdir() if (path / "hiera_kafka.yml").is_file()),
]


def every_file(inventory: Path) -> Iterator[tuple[Compiler, str, RenderedFile]]:
    compiler = Compiler.load(inventory)
    renderer = Renderer(ROOT / "templates")
    for host in compiler.hosts:
        catalog = compiler.catalog(host)
        for section in catalog.sections:
            for file in renderer.section(section, catalog.machine):
                yield compiler, host, file


def test_there_are_cases() -> None:
    assert len(INVENTORIES) > 10


@pytest.mark.parametrize("inventory", INVENTORIES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_no_line_is_without_an_origin(inventory: Path) -> None:
    for compiler, host, file in every_file(inventory):
        lines = lines_of(file, below=Below(compiler.hiera, compiler.scope(host)))
        assert len(lines) == len(file.text.rstrip("\n").split("\n"))
        for line in lines:
            assert line.origins, f"{host} {file.path}:{line.number}"
            for origin in (found for whole in line.origins for found in whole.walk()):
                assert origin.position is not None or origin.rule is not None, f"{host} {file.path}:{line.number}"


@pytest.mark.parametrize("inventory", INVENTORIES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_setting_stands_in_a_line_that_knows_its_origin(inventory: Path) -> None:
    compiler = Compiler.load(inventory)
    renderer = Renderer(ROOT / "templates")
    for host in compiler.hosts:
        for file in compiler.catalog(host).files():
            by_option = {line.option: line.origins for line in lines_of(renderer.file(file))}
            for setting in file.settings():
                assert setting.value.origin in by_option[setting.name], f"{host} {file.path} {setting.name}"


def compiled(directory: Path, **levels: str) -> Compiler:
    names = "".join(f"  - {{name: {name}, path: {name}.yaml}}\n" for name in levels)
    (directory / "hiera.yaml").write_text(f"version: 5\nhierarchy:\n{names}")
    (directory / "data").mkdir()
    for name, words in levels.items():
        (directory / f"data/{name}.yaml").write_text(words)
    (directory / "hiera_kafka.yml").write_text("plugin: hiera_kafka.core.hiera\nhiera_config: hiera.yaml\n")
    return Compiler.load(directory)


CLUSTERS = """\
zookeeper_clusters: {main: {hosts: {k1.example.org: 1}}}
kafka_clusters: {events: {zookeeper_cluster_name: main, brokers: {k1.example.org: {id: 1}}}}
"""
KEY = "profile::kafka::broker::num_partitions"
PASSWORD = "profile::kafka::broker::ssl_password"


def known(name: str) -> Option | None:
    options = table(Options.BROKER, "3.9.2")
    assert options is not None
    return resolve(options, name)


def line_of(compiler: Compiler, option: str) -> ExplainedLine:
    file = next(f for f in compiler.catalog("k1.example.org").files() if f.path.endswith("server.properties"))
    rendered = Renderer(ROOT / "templates").file(file)
    lines = lines_of(rendered, known, Below(compiler.hiera, compiler.scope("k1.example.org")))
    return next(line for line in lines if line.option == option)


def test_a_line_has_the_values_that_lower_levels_would_have_given(tmp_path: Path) -> None:
    compiler = compiled(tmp_path, host=f"{KEY}: 6\n", site=f"{KEY}: 3\n", common=f"{KEY}: 1\n{CLUSTERS}")
    line = line_of(compiler, "num.partitions")
    ((_, lower),) = line.lower
    assert [(one.level, one.value) for one in lower] == [("site", 3), ("common", 1)]


def test_higher_levels_that_lost_to_nothing_are_not_reported(tmp_path: Path) -> None:
    line = line_of(compiled(tmp_path, host=f"{KEY}: 6\n", common=CLUSTERS), "num.partitions")
    assert line.lower == ()


def test_values_below_one_key_of_a_hash_are_reported_for_that_key(tmp_path: Path) -> None:
    other = CLUSTERS.replace("{id: 1}", "{id: 7}")
    line = line_of(compiled(tmp_path, site=CLUSTERS, common=other), "broker.id")
    ((_, (one,)),) = line.lower
    assert (one.level, one.value) == ("common", 7)


def test_secrets_of_lower_levels_are_masked(tmp_path: Path) -> None:
    compiler = compiled(tmp_path, host=f"{PASSWORD}: one\n", common=f"{PASSWORD}: hunter2\n{CLUSTERS}")
    line = line_of(compiler, "ssl.key.password")
    assert "hunter2" not in repr(line.lower)
    assert line.lower


def test_a_line_knows_its_option(tmp_path: Path) -> None:
    known = line_of(compiled(tmp_path, common=CLUSTERS), "num.partitions").known
    assert known is not None
    assert (known.type, known.default, known.update_mode) == ("int", "1", "read-only")


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("a.b=c", "a.b"),
        ('export A="b"', "A"),
        ("LimitNOFILE=5", "LimitNOFILE"),
        ("# a=b", None),
        ("; a=b", None),
        ("[Unit]", None),
        ("", None),
        ("if [ a = b ]; then", None),
        ("added+=(more)", None),
        ("vm.swappiness = 1", "vm.swappiness"),
    ],
)
def test_a_line_sets_an_option_or_none(line: str, option: str | None) -> None:
    assert option_of(line) == option


WIKIMEDIA = """\
kafka_dialect: wikimedia
profile::kafka::broker::kafka_cluster_name: my-kafka-cluster
profile::zookeeper::cluster_name: my-zookeeper-cluster
statsd: localhost:8125
cluster: misc
profile::java::java_packages: [{version: "8", variant: jdk}]
profile::java::hardened_tls: false
profile::java::egd_source: /dev/random
profile::java::extra_args: {}
profile::java::trust_puppet_ca: false
profile::java::enable_dbg: false
"""
FACTS = f"""\
nodes:
  {HOST}:
    facts:
      os: {{release: {{major: "11"}}, distro: {{codename: bullseye}}}}
      networking: {{fqdn: {HOST}, hostname: kafka1, ip: 172.16.0.1, ip6: "2001:db8::1"}}
"""


def test_no_line_of_the_wikimedia_dialect_is_without_an_origin_either(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, PAGE + WIKIMEDIA, more=FACTS)
    files = {file.path: lines_of(file) for _, _, file in every_file(inventory)}
    assert all(line.origins for lines in files.values() for line in lines)
    (number,) = [line for line in files["/etc/kafka/server.properties"] if line.option == "broker.id"]
    assert [origin.kind for origin in number.origins] == [Kind.DATA]


def test_options_of_the_wikimedia_dialect_are_those_of_its_kafka(tmp_path: Path) -> None:
    compiler = Compiler.load(project_tree(tmp_path, PAGE + WIKIMEDIA, more=FACTS))
    tables = {file.path: file.options for file in compiler.catalog(HOST).files() if file.options is not None}
    assert {path: (found.kind, found.version) for path, found in tables.items()} == {
        "/etc/kafka/server.properties": ("broker", "1.1.0"),
        "/etc/zookeeper/conf/zoo.cfg": ("zookeeper", ""),
    }


def test_the_text_has_origin_lower_levels_and_option_below_the_line() -> None:
    known = table(Options.BROKER, "3.9.2")
    assert known is not None
    origin = Origin(Kind.DATA, Position("data/host.yaml", 1, 8), "host", (KEY,))
    lower = ((origin, (LevelValue("common", Position("data/common.yaml", 2, 9), 1),)),)
    line = ExplainedLine(1, "num.partitions=6", "num.partitions", (origin,), lower, known.options["num.partitions"])
    assert (
        text([line], "/", meanings=True)
        == """\
1  num.partitions=6
       data/host.yaml:1:8 (level 'host')
         instead of 1 of data/common.yaml:2:9 (level 'common')
       option: int, default 1, allowed [1,...], update mode read-only
         The default number of log partitions per topic"""
    )
