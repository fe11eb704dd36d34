"""One rule for a value: what the model accepts, no host refuses, and what is refused is refused at its place.

The data of whole sites is made from the types of the models, and goes the way that it goes in a run: Hiera, models,
catalogs, texts, bundles, and the code that reads bundles on hosts.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, assume, event, given, settings

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.properties import properties
from hiera_kafka import project
from hiera_kafka.catalog.resources import Section
from hiera_kafka.catalog.written_values import plain_text
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic, Severity
from hiera_kafka.render import section_content
from hiera_kafka.render.engine import renderer_of
from hiera_kafka.render.formats import parse_properties
from lib.data.model_values import sites
from lib.data.project_trees import HOST, PAGE, project_tree


def refusals(compiler: Compiler) -> list[Diagnostic]:
    """Return the errors in the data, as lint tells them."""
    return [found for found in compiler.diagnostics if found.level is Severity.ERROR]


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(sites())
def test_what_the_model_accepts_every_later_layer_accepts(data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, sort_keys=False)
    assume("%{" not in text)  # else it is no value, but a lookup
    with tempfile.TemporaryDirectory() as directory:
        inventory = project_tree(Path(directory), text)
        compiler = Compiler.load(inventory)
        refused = refusals(compiler)
        for found in refused:
            event(found.id)
            assert found.where, found.render()
            assert found.where[0].line, found.render()
        if refused:
            return
        event("accepted")
        renderer = renderer_of(project.templates(inventory))
        for host in compiler.hosts:
            catalog = compiler.catalog(host)
            for section in catalog.sections:
                if section.role != "java":  # packages, which the distribution brings
                    content = section_content.content(renderer, catalog.machine, section)
                    bundle = bundle_format.parse(json.dumps(content).encode())
                    assert bundle.host == host
                    read_back(section, bundle)


def test_a_slash_at_the_end_of_a_path_changes_nothing_on_a_host(tmp_path: Path) -> None:
    def contents(directory: Path, *, end: str) -> list[dict[str, Any]]:
        directory.mkdir()
        text = f"{PAGE}profile::kafka::broker::log_dirs: [/srv/kafka{end}, /srv/other{end}]\n"
        inventory = project_tree(directory, text, more="java_home: /opt/java\n")
        renderer, catalog = renderer_of(project.templates(inventory)), Compiler.load(inventory).catalog(HOST)
        return [section_content.content(renderer, catalog.machine, section) for section in catalog.sections]

    plain = contents(tmp_path / "plain", end="")
    assert contents(tmp_path / "slash", end="/") == contents(tmp_path / "dot", end="//.") == plain


def read_back(section: Section, bundle: bundle_format.Bundle) -> None:
    """Prove that the host's files of settings say what the catalog says, by the control node's reader and its own."""
    texts = {file.path: file.content.decode() for file in bundle.files}
    for file in section.files:
        if file.options is not None:
            said = {setting.name: plain_text(setting.value.data) for setting in file.settings()}
            assert parse_properties(texts[file.path]) == said
            plain = {name: value for name, value in said.items() if value.isascii() and value.isalnum()}
            assert plain.items() <= properties(texts[file.path]).items()
