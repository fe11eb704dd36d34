"""Calls of kafka_config and kafka_cluster_name, one directory a case: data, call, and the whole answer or refusal.

The answers follow from what Ruby does with such data; where a record of real Puppet has the case, they agree with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.dialects.wikimedia.kafka_config import kafka_cluster_name, kafka_config
from hiera_kafka.dialects.wikimedia.sites import Host
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.hiera import Hiera, Settings
from hiera_kafka.scope import Scope

HERE = Path(__file__).parent
CASES = sorted(path for path in HERE.iterdir() if (path / "call.json").is_file())
FQDN = "kafka1.example.org"
HIERA = 'version: 5\ndefaults: {datadir: ".", data_hash: yaml_data}\nhierarchy: [{name: only, path: data.yaml}]\n'


def outcome(case: Path, tmp_path: Path) -> str:
    call = json.loads((case / "call.json").read_text(encoding="utf-8"))
    (tmp_path / "hiera.yaml").write_text(HIERA)
    (tmp_path / "data.yaml").write_bytes((case / "data.yaml").read_bytes())
    strict = call.get("strict", True)
    settings = Settings(strict="error" if strict else "warning")
    scope = Scope.of_host(FQDN, variables=call["variables"])
    host = Host(FQDN, scope, Hiera.load(tmp_path / "hiera.yaml", settings=settings), strict)
    function = call.get("function", "kafka_config")
    try:
        if function == "kafka_cluster_name":
            return json.dumps(kafka_cluster_name(host.find, host.scope, *call["args"], strict=strict)) + "\n"
        value = kafka_config(host.find, host.scope, *call["args"], strict=strict).value
        return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
    except HieraKafkaError as error:
        category = error.category if isinstance(error, WikimediaError) else "none of Puppet's functions"
        return f"{category}\n{error.render(str(tmp_path))}\n"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_call_is_answered_or_refused_as_puppet_does(
    case: Path, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(case / "expected.txt", outcome(case, tmp_path))
