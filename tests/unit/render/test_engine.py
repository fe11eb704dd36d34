"""Files become text; every line knows what it rests on, and no setting is lost or changed on the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hiera_kafka import project
from hiera_kafka.catalog.resources import File, Setting, SettingGroup, Value
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import RenderError
from hiera_kafka.render.engine import RenderedFile, Renderer
from hiera_kafka.source import Origin, OriginKind
from lib.data.project_trees import HOST, PAGE, project_tree

TEMPLATES = project.find(Path(__file__)).templates


def file_of(setting: Setting, template: str = "settings.j2") -> File:
    return File("/etc/x.properties", template, {"groups": (SettingGroup("t", (setting,)),)}, "root", "root")


def line_of(file: RenderedFile, name: str) -> tuple[Origin, ...]:
    """Return the origins of the line that sets an option."""
    lines = file.text.splitlines()
    return file.origins[next(number for number, line in enumerate(lines) if line.startswith(f"{name}="))]


@pytest.fixture
def page(tmp_path: Path) -> dict[str, RenderedFile]:
    """Every file of the page's host, with a few settings of its own, by path."""
    data = PAGE.replace("    brokers:", "    config: {log.roll.hours: 24}\n    brokers:")
    own = "profile::kafka::broker::num_io_threads: 8\n"
    compiler = Compiler.load(project_tree(tmp_path, data, hosts={HOST: own}))
    renderer = Renderer(TEMPLATES)
    catalog = compiler.catalog(HOST)
    return {file.path: file for section in catalog.sections for file in renderer.section(section, catalog.machine)}


@pytest.mark.parametrize(
    ("path", "option", "place"),
    [
        ("/etc/kafka/server.properties", "broker.id", "common.yaml:13:13"),
        ("/etc/kafka/server.properties", "num.io.threads", f"hosts/{HOST}.yaml:1:41"),
        ("/etc/kafka/server.properties", "log.roll.hours", "common.yaml:10:30"),
        ("/etc/kafka/server.properties", "advertised.listeners", "common.yaml:12:7"),
        ("/etc/kafka/server.properties", "zookeeper.connect", "common.yaml:5:7"),
        ("/etc/kafka/server.properties", "min.insync.replicas", "common.yaml:12:7"),
        ("/etc/zookeeper/conf/zoo.cfg", "server.1", f"common.yaml:5:{len(HOST) + 9}"),
        ("/etc/profile.d/kafka.sh", "export KAFKA_ZOOKEEPER_URL", "common.yaml:5:7"),
    ],
)
def test_a_line_names_the_place_in_the_data_it_rests_on(
    page: dict[str, RenderedFile], tmp_path: Path, path: str, option: str, place: str
) -> None:
    places = [position for origin in line_of(page[path], option) for position in origin.positions()]
    assert places[0].text(str(tmp_path / "hieradata" / "data")) == place


def test_a_derived_line_names_everything_it_was_computed_from(page: dict[str, RenderedFile]) -> None:
    origin = line_of(page["/etc/kafka/server.properties"], "zookeeper.connect")[0]
    assert origin.kind is OriginKind.DERIVED
    assert [p.line for p in origin.positions()] == [5, 9]


def test_a_default_names_the_rule_it_comes_from(page: dict[str, RenderedFile]) -> None:
    origin = line_of(page["/etc/kafka/server.properties"], "unclean.leader.election.enable")[0]
    assert (origin.kind, origin.rule) == (OriginKind.DEFAULT, "Kafka defaults: never lose acknowledged data")


def test_every_line_of_every_file_has_an_origin(page: dict[str, RenderedFile]) -> None:
    for file in page.values():
        assert len(file.origins) == len(file.text.splitlines())
        assert all(file.origins)


def test_a_line_of_the_template_alone_names_the_template(page: dict[str, RenderedFile]) -> None:
    origin = page["/etc/kafka/server.properties"].origins[0][0]
    assert origin.kind is OriginKind.TEMPLATE
    assert origin.position is not None
    assert origin.position.file == str(TEMPLATES / "etc/kafka/server.properties.j2")


def test_no_mark_of_an_origin_is_left_in_a_text(page: dict[str, RenderedFile]) -> None:
    assert not [file.path for file in page.values() if "\ue000" in file.text or "\ue001" in file.text]


def test_a_file_does_not_show_its_text_by_accident(page: dict[str, RenderedFile]) -> None:
    assert "broker.id" not in repr(page["/etc/kafka/server.properties"])


def test_a_template_that_loses_a_setting_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.j2").write_text("# nothing\n")
    with pytest.raises(RenderError, match="gives other values of: port"):
        Renderer(tmp_path).file(file_of(Setting("port", Value(1, Origin.default("x")))))


def test_a_template_that_does_not_parse_is_an_error_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "settings.j2").write_text("one\n{% if %}\n")
    with pytest.raises(RenderError, match=r"settings\.j2:2:1: error\[template-error\]"):
        Renderer(tmp_path).file(file_of(Setting("port", Value(1, Origin.default("x")))))


def test_a_template_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"nowhere\.j2"):
        Renderer(tmp_path).file(file_of(Setting("port", Value(1, Origin.default("x"))), "nowhere.j2"))


def test_a_service_below_an_umbrella_starts_and_stops_with_it(tmp_path: Path) -> None:
    compiler = Compiler.load(project_tree(tmp_path, PAGE))
    catalog = compiler.catalog(HOST)
    section = catalog.section("kafka_broker")
    assert section is not None
    (alone,) = section.services
    below = Renderer(TEMPLATES).definition(replace(alone, umbrella="kafka-mirror"), catalog.machine).text
    assert "\nPartOf=kafka-mirror.service\n" in below
    assert "\nAfter=kafka-mirror.service\n" in below
    assert below.endswith("\n[Install]\nWantedBy=kafka-mirror.service multi-user.target\n")
    text = Renderer(TEMPLATES).definition(alone, catalog.machine).text
    assert "PartOf" not in text
    assert text.endswith("\n[Install]\nWantedBy=multi-user.target\n")


def test_a_template_that_cannot_be_compiled_is_left_for_rendering_to_say_so(tmp_path: Path) -> None:
    compiler = Compiler.load(project_tree(tmp_path / "site", PAGE))
    catalog = compiler.catalog(HOST)
    (tmp_path / "templates/etc/kafka").mkdir(parents=True)
    (tmp_path / "templates/etc/kafka/server.properties.j2").write_text("{% if %}\n")
    renderer = Renderer(tmp_path / "templates")

    for section in catalog.sections:
        renderer.prepare(section, catalog.machine)

    with pytest.raises(RenderError, match="template-error"):
        renderer.section(catalog.sections[-1], catalog.machine)
