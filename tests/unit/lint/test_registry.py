"""All rules."""

from __future__ import annotations

import re

import pytest

from hiera_kafka.errors import Severity
from hiera_kafka.lint.registry import ClustersRule, FileRule, NodeRule, Rule, TreeRule, all_rules
from lib.repository import ROOT

RULES = list(all_rules().values())
IDS = [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_rule_is_named_as_its_file(rule: Rule) -> None:
    package = "cluster_rules" if isinstance(rule, NodeRule | ClustersRule) else "rules"

    assert type(rule).__module__ == f"hiera_kafka.lint.{package}.{rule.id.replace('-', '_')}"


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_rule_has_a_level_a_kind_and_one_sentence(rule: Rule) -> None:
    assert isinstance(rule.level, Severity)
    assert isinstance(rule, FileRule | TreeRule | NodeRule | ClustersRule)
    assert rule.summary.endswith(".")
    assert "\n" not in rule.summary


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_rule_explains_itself_and_how_to_silence_it(rule: Rule) -> None:
    page = (ROOT / "docs" / "rules" / f"{rule.id}.md").read_text(encoding="utf-8")

    assert page.startswith(f"# {rule.id}\n")
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == ["Bad", "Good", "How to silence it"]
    assert f"lint: ignore[{rule.id}]" in page


def test_every_file_of_a_rule_holds_one() -> None:
    files = {path.stem for path in (ROOT / "src/hiera_kafka/lint").glob("*rules/*.py")} - {"__init__"}

    assert files == {id_.replace("-", "_") for id_ in IDS}
