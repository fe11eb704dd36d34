"""Lookups of Wikimedia's data, beside real Puppet in the same run where both are there.

The data is read from the folder that HIERA_KAFKA_CONFORMANCE names.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure, call, process
from hiera_kafka.errors import HieraError
from hiera_kafka.hiera import MISSING, Hiera, Settings
from hiera_kafka.scope import Scope

ROOT = Path(__file__).resolve().parent.parent
ASK_PUPPET = ROOT / "tests" / "lib" / "puppet_lookup.rb"
KEY = "kafka_clusters"


def data() -> Path | None:
    """Return the directory of the production data, None when no variable names it."""
    named = os.environ.get("HIERA_KAFKA_CONFORMANCE")
    return None if named is None else Path(named).absolute() / "hiera" / "open" / "wmf" / "prod"


def figures() -> Iterator[tuple[Figure, Figure | None]]:
    """Yield each figure with that of Puppet, which it is held against."""
    tree = data()
    if tree is None:
        return
    hosts = json.loads((tree / "hosts.json").read_text(encoding="utf-8"))
    keys = json.loads((tree / "keys.json").read_text(encoding="utf-8"))
    scopes = [host["scope"] for host in hosts]
    with tempfile.TemporaryDirectory() as temporary:
        environments = Path(temporary)
        (environments / "production").symlink_to(tree)
        floors = puppet_sweeps(environments, scopes, keys)
        commands = puppet_command(environments, scopes[0])
        hiera = Hiera.load(tree / "hiera.yaml", settings=Settings(as_puppet=True))
        count = len(scopes) * len(keys)
        yield from shown(once(f"{count} lookups, no file read before", lambda: sweep([hiera], scopes, keys)), floors[0])
        yield from shown(call(f"{count} lookups, files cached", lambda: sweep([hiera], scopes, keys), 5), floors[1])
        again = call(f"{count} lookups, files read for each host", lambda: sweep(fresh(tree), scopes, keys), 1)
        yield from shown(again, floors[2])
        arguments = ["lookup", KEY, "--hiera-config", str(tree / "hiera.yaml"), "--render-as", "yaml"]
        facts = ["--facts", str(facts_file(environments, scopes[0])), "--node", scopes[0]["facts"]["fqdn"]]
        ours = process("hiera-kafka lookup", [sys.executable, "-m", "hiera_kafka", *arguments, *facts], ROOT, 5)
        yield from shown(ours, commands)


def memory() -> str | None:
    """Return a line on the memory of a process that holds the real data and has answered every question."""
    tree = data()
    if tree is None:
        return None
    script = (
        "import json, sys; from pathlib import Path; from benchmarks import hiera; "
        "tree = hiera.data(); read = lambda name: json.loads((tree / name).read_text()); "
        "h = hiera.Hiera.load(tree / 'hiera.yaml', settings=hiera.Settings(as_puppet=True)); "
        "hiera.sweep([h], [host['scope'] for host in read('hosts.json')], read('keys.json')); print(hiera.peak())"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return f"{'memory of such a process, Python included':<44} {int(done.stdout) / 1024:8.0f} MiB"


def once(name: str, function: Callable[[], object]) -> Figure:
    """Measure a call that is another one the second time."""
    before = time.process_time()
    function()
    return Figure(name, (time.process_time() - before,))


def peak() -> int:
    """Return the most memory that this process ever had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def shown(ours: Figure, puppet: Figure | None) -> Iterator[tuple[Figure, Figure | None]]:
    """Yield a figure, and Puppet's as a ratio to it."""
    yield ours, None
    if puppet is not None:
        yield puppet, ours


def sweep(hieras: Any, scopes: list[dict[str, Any]], keys: list[dict[str, Any]]) -> None:
    """Look every key up on every host; the last of `hieras` serves all hosts that are left."""
    given = iter(hieras)
    hiera = None
    for raw in scopes:
        hiera = next(given, hiera)
        scope = Scope(raw["facts"], raw.get("variables") or {}, raw.get("trusted"))
        for key in keys:
            options = key.get("options") or {}
            default = options.get("default_value", MISSING)
            try:
                hiera.lookup(key["key"], scope, merge=options.get("merge"), default=default).value  # noqa: B018
            except HieraError:
                continue  # not found is an answer too


def fresh(tree: Path) -> Iterator[Hiera]:
    """Yield a Hiera that has read nothing yet, again and again."""
    while True:
        yield Hiera.load(tree / "hiera.yaml", settings=Settings(as_puppet=True))


def puppet_sweeps(environments: Path, scopes: list[dict[str, Any]], keys: list[dict[str, Any]]) -> list[Figure | None]:
    """Return the same by Puppet within one process: at first, with files cached, and read for each host."""
    if shutil.which("puppet") is None or shutil.which("ruby") is None:
        return [None] * 3
    asked = {"directory": str(environments), "nodes": scopes, "questions": keys}
    lines = [json.dumps({**asked, "time": 4}), json.dumps({**asked, "time": 1, "fresh": True})]
    done = subprocess.run(
        ["ruby", str(ASK_PUPPET)], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True
    )
    cached, cold = (tuple(json.loads(line)["seconds"]) for line in done.stdout.splitlines())
    return [Figure("  by Puppet", seconds) for seconds in (cached[:1], cached[1:], cold)]


def facts_file(directory: Path, scope: dict[str, Any]) -> Path:
    """Write the facts of a host, its variables among them, for a command line."""
    file = directory / "facts.json"
    facts = {**scope["facts"], **(scope.get("variables") or {})}
    named = {name: facts.get(name) or "x" for name in ("hostname", "domain", "fqdn", "clientcert")}
    file.write_text(json.dumps({**facts, **named}), encoding="utf-8")
    return file


def puppet_command(environments: Path, scope: dict[str, Any]) -> Figure | None:
    """Return `puppet lookup` of one key, None where there is no Puppet."""
    if shutil.which("puppet") is None:
        return None
    command = ["puppet", "lookup", KEY, "--node", scope["facts"]["fqdn"], "--environmentpath", str(environments)]
    state = ["--confdir", str(environments / "conf"), "--vardir", str(environments / "var")]
    return process("  puppet lookup", [*command, "--facts", str(facts_file(environments, scope)), *state], ROOT, 5)
