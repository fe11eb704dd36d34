"""Answers the questions of the conformance corpora, in the form that their own comparers read.

python tests/conformance/answer.py hiera DIR > results.jsonl                  # DIR/cases.jsonl
python tests/conformance/answer.py wmf DIR > results.jsonl                    # DIR/prod, DIR/cloud
python tests/conformance/answer.py rows FILE --data HIERADATA > rows.jsonl    # calls of kafka_config, one a line
python tests/conformance/answer.py hosts DIR --data HIERADATA --out ROOT      # a record DIR/HOST.json a host

The last writes the files of each host below ROOT/HOST, with their modes; of a host that Puppet would refuse, the
category of the refusal into ROOT/HOST.error.
"""

from __future__ import annotations

import argparse
import base64
import itertools
import json
import math
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hiera_kafka import project
from hiera_kafka.cli.render import write
from hiera_kafka.dialects.wikimedia.compile import compile_host
from hiera_kafka.dialects.wikimedia.errors import WikimediaError, refuse
from hiera_kafka.dialects.wikimedia.kafka_config import kafka_cluster_name, kafka_config
from hiera_kafka.dialects.wikimedia.sites import Host, NodeList
from hiera_kafka.errors import HieraError, HieraKafkaError
from hiera_kafka.hiera import MISSING, Hiera, Settings
from hiera_kafka.hiera.values.failures import category_of
from hiera_kafka.hiera.values.ruby import OddKey, Rich, Sensitive, Symbol
from hiera_kafka.render.engine import Renderer
from hiera_kafka.scope import Scope

SECONDS = 30
"""What one question may take."""

MEMORY = 4 * 2**30
"""Bytes of address space of the whole run."""

LIKE_PUPPET: dict[str, Any] = {"allow_outside": (Path("/"),), "hocon_environment": True}
"""What lets data reach as far as with Puppet, which has no border; the cases are ours."""

_OPTIONS = {"merge", "default_value", "default_values_hash", "override", "value_type"}


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON object of each line; a line that is none is reported on standard error."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except (ValueError, RecursionError) as error:
                sys.stderr.write(f"{path}:{number}: skipped: {error}\n")
                continue
            if isinstance(found, dict) and "id" in found:
                yield found
            else:
                sys.stderr.write(f"{path}:{number}: skipped: no object with an id\n")


def guarded(asked: dict[str, Any], answer: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return an answer with the fields that name its question; whatever goes wrong is an answer, too."""

    def too_long(signum: int, frame: object) -> None:
        raise TimeoutError(f"no answer within {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(SECONDS)
    try:
        found = answer()
        json.dumps(found)
    except Exception as error:  # noqa: BLE001 - the questions are not ours; one must not end the run
        found = {"ok": False, "error_category": "internal", "error_message": f"{type(error).__name__}: {error}"}
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return {**asked, **found}


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
        if not path.resolve().is_relative_to(directory.resolve()):
            raise ValueError(f"{name} lies outside the directory of the question")
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
    try:
        hiera = Hiera.load(hiera_yaml, settings=settings)
    except HieraError as error:
        return failed(error)
    return asked_of(hiera, scope_of(case["scope"]), case)


def asked_of(hiera: Hiera, scope: Scope, case: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a question with `key` and perhaps `options`."""
    key, options = question(case)
    if not isinstance(options, dict) or set(options) - _OPTIONS:
        return {"ok": False, "error_category": "arguments"}
    for name in ("override", "default_values_hash"):
        if not isinstance(options.get(name), dict | None):
            return {"ok": False, "error_category": "arguments"}
    try:
        found = hiera.lookup(
            key,
            scope,
            merge=options.get("merge"),
            default=options.get("default_value", MISSING),
            override=options.get("override"),
            default_values=options.get("default_values_hash"),
            value_type=options.get("value_type"),
        )
    except HieraError as error:
        return failed(error)
    return {"ok": True, "value": encoded(found.value)}


def failed(error: HieraError) -> dict[str, Any]:
    return {"ok": False, "error_category": category_of(error), "error_message": error.render()}


def answer_case(case: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to one case, its files laid out in a directory of its own."""
    return guarded({"id": case["id"]}, lambda: answered(case))


def answered(case: dict[str, Any]) -> dict[str, Any]:
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
            **LIKE_PUPPET,
        )
        return outcome(environment / "hiera.yaml", settings, case)


def answer_corpus(directory: Path) -> Iterator[dict[str, Any]]:
    """Yield the answer to each case of DIR/cases.jsonl."""
    for case in lines(directory / "cases.jsonl"):
        yield answer_case(case)


def answer_wmf(directory: Path) -> Iterator[dict[str, Any]]:
    """Yield the answer to each key on each host of the real data."""
    for tree in ("prod", "cloud"):
        if not (directory / tree / "hosts.json").is_file():
            sys.stderr.write(f"{directory / tree}: skipped: no hosts.json\n")
            continue
        hiera = Hiera.load(directory / tree / "hiera.yaml", settings=Settings(as_puppet=True, **LIKE_PUPPET))
        keys = json.loads((directory / tree / "keys.json").read_text(encoding="utf-8"))
        for host in json.loads((directory / tree / "hosts.json").read_text(encoding="utf-8")):
            scope = scope_of(host["scope"])
            for number, asked in enumerate(keys):
                name = {"tree": tree, "host": host["id"], "n": number}
                yield guarded(name, lambda asked=asked, hiera=hiera, scope=scope: asked_of(hiera, scope, asked))


def wikimedia_category(error: HieraKafkaError) -> str:
    """Return the category of an error as Wikimedia's records name it."""
    if isinstance(error, WikimediaError):
        return error.category
    return category_of(error) if isinstance(error, HieraError) else "other"


def call(host: Host, function: str, arguments: list[Any]) -> Any:
    """Return what one of Wikimedia's functions answers on a host; like Puppet it ignores a third argument."""
    if not arguments:
        raise refuse("puppet-arity", f"{function} takes a name and, if need be, a site; it was given nothing")
    view = (host.find, host.scope)
    if function == "kafka_cluster_name":
        return kafka_cluster_name(*view, *arguments[:2], strict=host.strict)
    return kafka_config(*view, *arguments[:2], strict=host.strict).value


def judged(data: Path, work: Callable[[], Any]) -> dict[str, Any]:
    """Return the result of a piece of work on Wikimedia's data, or the category of the error."""

    def result() -> dict[str, Any]:
        try:
            return {"result": work()}
        except HieraKafkaError as error:
            return {"error": {"category": wikimedia_category(error), "message": error.render(str(data))}}

    found = guarded({}, result)
    if "ok" in found:  # what guarded makes of a bug of ours
        return {"error": {"category": found["error_category"], "message": found["error_message"]}}
    return found


def answer_rows(file: Path, data: Path) -> Iterator[dict[str, Any]]:
    """Yield the result, or the category of the error, of each call."""
    site = NodeList.load(data)
    for row in lines(file):

        def answer(row: dict[str, Any] = row) -> Any:
            host = site.host(row["host"]).with_variables(row["scope"], role=row["role"])
            return call(host, row["function"], row["args"])

        yield {"id": row["id"], **judged(data, answer)}


def write_hosts(directory: Path, data: Path, out: Path) -> None:
    """Write the files, or the category of the refusal, of each host that the directory has a record of."""
    site = NodeList.load(data)
    renderer = Renderer(project.find(Path(__file__).parent).templates)
    out.mkdir(parents=True, exist_ok=True)
    for name in sorted(record.stem for record in directory.glob("*.json")):
        found = judged(data, lambda name=name: write_host(site, name, renderer, out / name))
        if "error" in found:
            (out / f"{name}.error").write_text(f"{found['error']['category']}\n", encoding="utf-8")
            sys.stderr.write(f"{name}: {found['error']['message']}\n")


def write_host(site: NodeList, name: str, renderer: Renderer, root: Path) -> None:
    """Write the files of one host; all are rendered before the first is written."""
    catalog = compile_host(site, name)
    sections = [renderer.section(section, catalog.machine) for section in catalog.sections]
    root.mkdir(exist_ok=True)
    for file in itertools.chain.from_iterable(sections):
        write(root / file.path.lstrip("/"), file)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    modes = parser.add_subparsers(dest="mode", required=True)
    for mode in ("hiera", "wmf"):
        modes.add_parser(mode).add_argument("directory", type=Path)
    rows = modes.add_parser("rows")
    rows.add_argument("file", type=Path)
    hosts = modes.add_parser("hosts")
    hosts.add_argument("directory", type=Path)
    hosts.add_argument("--out", type=Path, required=True)
    for mode in (rows, hosts):
        mode.add_argument("--data", type=Path, required=True)
    given = parser.parse_args(arguments)
    if given.mode == "hosts":
        write_hosts(given.directory, given.data, given.out)
        return 0
    if given.mode == "rows":
        answers = answer_rows(given.file, given.data)
    else:
        answers = {"hiera": answer_corpus, "wmf": answer_wmf}[given.mode](given.directory)
    for answer in answers:
        sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
    return 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    raise SystemExit(main(sys.argv[1:]))
