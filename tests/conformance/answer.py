"""Answers the questions of the conformance corpus, in the form its score.py reads.

python tests/conformance/answer.py hiera DIR > results.jsonl    # DIR/cases.jsonl
python tests/conformance/answer.py wmf DIR > results.jsonl      # DIR/prod, DIR/cloud
"""

from __future__ import annotations

import base64
import json
import math
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import MISSING, Hiera, Settings
from hiera_kafka.hiera.failures import category_of
from hiera_kafka.hiera.ruby import OddKey, Rich, Sensitive, Symbol
from hiera_kafka.scope import Scope

_OPTIONS = {"merge", "default_value", "default_values_hash", "override", "value_type"}


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def scope_of(given: dict[str, Any]) -> Scope:
    return Scope(
        facts=given.get("facts") or {},
        variables=given.get("variables") or {},
        trusted=given.get("trusted"),
        server_facts=given.get("server_facts") or {},
        environment=given.get("environment") or "production",
    )


def lay_out(files: dict[str, Any], directory: Path, names: dict[str, str]) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = directory / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, dict):
            path.write_bytes(base64.b64decode(content["base64"]))
            continue
        text = content
        for mark, place in names.items():
            text = text.replace(mark, place)
        path.write_bytes(text.encode())


def encoded(value: Any) -> Any:
    """Return a value in the corpus's JSON form."""
    if isinstance(value, dict):
        if all(isinstance(key, str) and not key.startswith("$") for key in value):
            return {key: encoded(item) for key, item in value.items()}
        return {"$hash": [[encoded(key), encoded(item)] for key, item in value.items()]}
    if isinstance(value, list):
        return [encoded(item) for item in value]
    if isinstance(value, OddKey | Sensitive):
        inner = encoded(value.value)
        return inner if isinstance(value, OddKey) else {"$sensitive": inner}
    if isinstance(value, Rich):
        return {f"${value.kind}": value.text}
    if isinstance(value, Symbol):
        return {"$default": True} if value.name == "default" else {"$symbol": value.name}
    return encoded_scalar(value)


def encoded_scalar(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return {"$float": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}
    if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
        return {"$bytes": base64.b64encode(value.encode("utf-8", "surrogateescape")).decode()}
    return value


def question(case: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Return key and options of a case; the hash form of the first argument holds both."""
    key, options = case["key"], case.get("options") or {}
    if isinstance(key, dict) and "name" in key:
        options = {name: value for name, value in key.items() if name != "name"} | options
        key = key["name"]
    return key, options


def outcome(hiera_yaml: Path, settings: Settings, case: dict[str, Any]) -> dict[str, Any]:
    key, options = question(case)
    if not isinstance(options, dict) or set(options) - _OPTIONS:
        return {"ok": False, "error_category": "arguments"}
    for name in ("override", "default_values_hash"):
        if not isinstance(options.get(name), dict | None):
            return {"ok": False, "error_category": "arguments"}
    try:
        hiera = Hiera.load(hiera_yaml, settings=settings)
        found = hiera.lookup(
            key,
            scope_of(case["scope"]),
            merge=options.get("merge"),
            default=options.get("default_value", MISSING),
            override=options.get("override"),
            default_values=options.get("default_values_hash"),
            value_type=options.get("value_type"),
        )
    except HieraError as error:
        return {
            "ok": False,
            "error_category": category_of(error),
            "error_message": error.render(str(hiera_yaml.parent)),
        }
    return {"ok": True, "value": encoded(found.value)}


def answer_case(case: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to one case, its files laid out in a directory of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        environment = root / "environments" / (case["scope"].get("environment") or "production")
        names = {"__ENVDIR__": str(environment), "__GLOBALDIR__": str(root / "global")}
        lay_out(case["files"], environment, names)
        lay_out(case.get("global_files") or {}, root / "global", names)
        settings = Settings(
            strict=(case.get("settings") or {}).get("strict", "warning"),
            as_puppet=True,
            global_config=root / "global" / "hiera.yaml",
        )
        return {"id": case["id"], **outcome(environment / "hiera.yaml", settings, case)}


def answer_corpus(directory: Path) -> Iterator[dict[str, Any]]:
    """Yield the answer to each case of DIR/cases.jsonl."""
    for case in lines(directory / "cases.jsonl"):
        yield answer_case(case)


def answer_wmf(directory: Path) -> Iterator[dict[str, Any]]:
    """Yield the answer to each key on each host of the real data."""
    for tree in ("prod", "cloud"):
        hiera = Hiera.load(directory / tree / "hiera.yaml", settings=Settings(as_puppet=True))
        keys = json.loads((directory / tree / "keys.json").read_text(encoding="utf-8"))
        for host in json.loads((directory / tree / "hosts.json").read_text(encoding="utf-8")):
            scope = scope_of(host["scope"])
            for number, asked in enumerate(keys):
                answer: dict[str, Any] = {"tree": tree, "host": host["id"], "n": number}
                options = asked.get("options") or {}
                try:
                    found = hiera.lookup(
                        asked["key"],
                        scope,
                        merge=options.get("merge"),
                        default=options.get("default_value", MISSING),
                    )
                    yield {**answer, "ok": True, "value": encoded(found.value)}
                except HieraError as error:
                    yield {**answer, "ok": False, "error_category": category_of(error)}


def main(arguments: list[str]) -> int:
    answers = {"hiera": answer_corpus, "wmf": answer_wmf}
    if len(arguments) != 2 or arguments[0] not in answers:
        sys.stderr.write(__doc__ or "")
        return 3
    for answer in answers[arguments[0]](Path(arguments[1])):
        sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
