"""Keys that nothing looks up."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.data.linting import found, lint_tree
from lib.data.project_trees import PAGE

RULE = "unused-key"
LINE = PAGE.count("\n") + 1


@pytest.mark.parametrize("key", ["profile::kafka::broker::message_max_bytes", "kafka_something_else", "zookeeper_note"])
def test_keys_of_our_names_that_nobody_knows_are_found(tmp_path: Path, key: str) -> None:
    assert found(lint_tree(tmp_path, f"{PAGE}{key}: 1\n", select=RULE)) == [(RULE, "common.yaml", LINE)]


def test_other_keys_are_infos_in_a_tree_of_our_own_keys(tmp_path: Path) -> None:
    report = lint_tree(tmp_path, f"{PAGE}something: 1\n", select=RULE)

    assert found(report) == []
    assert found(report, RULE) == [(RULE, "common.yaml", LINE)]


def test_keys_of_other_classes_and_keys_that_values_look_up_are_not(tmp_path: Path) -> None:
    data = f"{PAGE}apache::port: 80\nkafka_note: x\nother::y: \"%{{lookup('kafka_note')}}\"\n"

    assert found(lint_tree(tmp_path, data, select=RULE), RULE) == []


def test_in_a_tree_of_other_keys_only_ours_are_judged(tmp_path: Path) -> None:
    data = PAGE + "".join(f"name{number}: 1\n" for number in range(9))

    assert found(lint_tree(tmp_path, data, select=RULE), RULE) == []


CODE = "class app (\n  Integer $port = 80, # of app::old\n  Hash[String, Any] $options = {'a' => [1, 2]},\n) { }\n"


def test_parameters_that_a_class_of_the_repository_does_not_have_are_found(tmp_path: Path) -> None:
    files = {"modules/app/manifests/init.pp": CODE}
    data = f"{PAGE}app::port: 1\napp::options: {{}}\napp::banner: x\nother::banner: x\n"
    (finding,) = lint_tree(tmp_path, data, select=RULE, files=files).findings

    assert finding.message == "nothing looks up 'app::banner', and the class app has no parameter 'banner'"


def test_what_code_names_is_looked_up(tmp_path: Path) -> None:
    files = {"modules/app/manifests/init.pp": CODE, "manifests/site.pp": "lookup('app::banner', String)"}

    assert lint_tree(tmp_path, f"{PAGE}app::banner: x\n", select=RULE, files=files).findings == ()
