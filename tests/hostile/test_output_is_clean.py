"""Text of strangers in every place of the data: no command hands a terminal or a CI runner anything to obey."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import diffs
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.files import Found
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.waiting import last_lines
from hiera_kafka.cli import main
from hiera_kafka.cli.main import run
from lib.data.project_trees import HIERA, HOST, PAGE, project_tree
from lib.machine.git import commit
from lib.repository import ROOT

FORGED = "no-findings-in-1-file"
"""Begins a line where a line break of data stands raw."""
CHARACTERS = "\x1b]0;title\x07\x1b[31m\x9b2J\x85\x7f\r\u202e\u2066\u061c\u200f\u2028\u2029"
BAD = (
    f"::error title=a::first\n{FORGED}\n::set-output name=a::b\r::add-mask::a\u2028::error::c\x85::warning::d "
    f"##vso[task.setvariable variable=x]y ##[error]z {CHARACTERS}\n \u00a0::debug::e"
)
SHORT = f"::error::a\n{FORGED}\n::error::b\x1b]0;t\x07\u202e##[error]"
"""Fits into the name of a file."""
PATHS = f"""\
version: 5
hierarchy:
  - name: {json.dumps(BAD)}
    paths: [{json.dumps(SHORT + ".yaml")}, common.yaml]
  - name: missing
    path: {json.dumps("missing" + SHORT)}
"""
ANNOTATION = re.compile(r"::(error|warning|notice) [^:]*title=[a-z0-9-]+::")


def quoted(value: object) -> str:
    """Return a value as YAML in one line that holds nothing but ASCII."""
    return json.dumps(value).replace("\x7f", "\\x7f")


def page(old: str, new: str, more: str = "") -> str:
    assert old in PAGE
    return f"{PAGE.replace(old, new)}{more}"


VALUE = f"{quoted('note')}: {quoted(BAD)}\ndeep: {quoted({'a': [BAD, {BAD: BAD}], 'b': {BAD: 1}})}\n"
PRINTED = "::error::a ##vso[task.setvariable variable=x]y ##[error]z é 漢"
"""What data that is accepted may hold everywhere."""
ACCEPTED = page(
    "    brokers:",
    f"    config: {quoted({'ssl.principal.mapping.rules': PRINTED, 'ssl.protocol': BAD})}\n    brokers:",
    VALUE,
).replace('id: "1"', f'id: "1"\n        rack: {quoted(PRINTED)}')
FILES = {
    "accepted": ACCEPTED,
    "rack": page('id: "1"', f'id: "1"\n        rack: {quoted(BAD)}', VALUE),
    "settings": page("    brokers:", f"    config: {quoted({'group.id': BAD, BAD: 1})}\n    brokers:", VALUE),
    "keys": page("kafka_clusters:", f"{quoted(BAD)}: {quoted({BAD: {BAD: 1}})}\nkafka_clusters:"),
    "cluster": page("my-kafka-cluster:", f"? {quoted(BAD)}\n  :"),
    "ensemble": PAGE.replace("my-zookeeper-cluster:", f"? {quoted(BAD)}\n  :").replace(
        ": my-zookeeper-cluster", f": {quoted(BAD)}"
    ),
    "host": PAGE.replace(f"{HOST}:", f"? {quoted(BAD)}\n      :"),
    "types": page('id: "1"', f"id: {quoted(BAD)}\n        port: {quoted(BAD)}\n        {quoted(BAD)}: {quoted(BAD)}"),
    "version": page("    brokers:", f"    kafka_version: {quoted(BAD)}\n    brokers:"),
    "options": f"{PAGE}lookup_options: {quoted({BAD: {'merge': BAD}, '^(' + BAD: {'merge': 'deep'}})}\n{VALUE}",
    "interpolation": f"{PAGE}note: {quoted('%{' + BAD + '}')}\ndeep: {quoted('%{lookup(' + repr(BAD) + ')}')}\n",
    "raw": f"{PAGE}# \u202e ::error::a ##[error]\nnote: yes # \u2066 ##vso[a]b\ndeep: [\u202e, 'a: b \u061c'\n",
    "duplicate": f"{PAGE}{quoted(BAD)}: 1\n{quoted(BAD)}: 2\nnote: !{'x'} {quoted(BAD)}\n",
    "mirrors": f"{PAGE}kafka_mirrors: {quoted({BAD: {'source': BAD, 'destination': BAD, 'topics': BAD}})}\n",
}
TREES = [*FILES, "paths", "broken path", "inventory", "nodes", "site", "bytes in a name", "json"]


@pytest.fixture(params=TREES)
def tree(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An inventory file whose data, or what is around it, is made to be obeyed."""
    name, more = request.param, ""
    if name == "inventory":
        more = f"{quoted(BAD)}: 1\ndist: {quoted({'source': BAD})}\n"
    elif name == "nodes":
        more = f"nodes: {quoted({BAD: {'variables': {BAD: BAD}}, HOST: {'facts': {BAD: BAD}, 'role': BAD}})}\n"
    made = project_tree(tmp_path, FILES.get(name, f"{PAGE}{VALUE}"), more=more)
    if name == "site":
        made.write_text(made.read_text().replace("site: eqiad", f"site: {quoted(BAD)}"))
    data = tmp_path / "hieradata/data"
    if name in {"paths", "broken path"}:
        (tmp_path / "hieradata/hiera.yaml").write_text(PATHS)
        (data / f"{SHORT}.yaml").write_text(f"note: {quoted(BAD)}\n" if name == "paths" else f"note: [{quoted(BAD)}\n")
    if name == "bytes in a name":
        Path(os.fsdecode(os.fsencode(data) + b"/\xff\x1b\n::error::a.yaml")).write_text("a: yes\n")
    if name == "json":
        (tmp_path / "hieradata/hiera.yaml").write_text(
            HIERA.replace("path: common.yaml", "path: common.yaml\n  - {name: j, path: j.json, data_hash: json_data}")
        )
        (data / "j.json").write_text(json.dumps({BAD: "\ud800", "surrogate": f"\udc9b{BAD}"}))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HIERA_KAFKA_INVENTORY", raising=False)
    return made


def commands(host: str) -> Iterator[list[str]]:
    """Yield the command lines that read, in all of their forms."""
    for form in ("text", "json"):
        output = ["--output", form]
        yield ["inventory", *output]
        yield ["catalog", host, *output]
        yield ["explain", host, *output]
        yield from (["explain", host, file, *output] for file in ("server.properties", "zoo.cfg", BAD))
        yield ["topology", *output]
        yield ["clients", *output]
        yield ["clients", "--function-output", *output]
        for key in ("note", "deep", "surrogate", "kafka_clusters", BAD):
            yield ["lookup", key, "--node", host, *output]
            yield ["lookup", key, "--node", host, "--explain", *output]
            yield ["lookup", key, "--node", host, "--explain-origin", *output]
        yield ["lookup", "note", BAD, "--all-nodes", "--each", *output]
        yield ["catalog", BAD, *output]
        yield ["nonsense" + BAD, *output]
        yield ["lint", BAD, *output]
    for form in ("json", "yaml"):
        yield ["lookup", "deep", "--node", host, "--render-as", form]
        yield ["lookup", "note", "--node", host, "--render-as", form]
        yield ["lookup", "note", "--node", host, "--explain", "--render-as", form]
    for form in ("text", "json", "sarif", "junit", "github", "gitlab"):
        yield ["lint", "hieradata", "--format", form]
    yield ["lint", "hieradata", "--diff"]
    yield from (["topology", "--format", form] for form in ("svg", "html"))
    yield from (["clients", "--for", client] for client in ("kcat", "java", "kafka-python", "rsyslog", "spark"))
    yield from (["diff", "HEAD", "--format", form] for form in ("text", "markdown", "json"))
    yield ["render", "--out", "rendered" + SHORT]


def faults(text: str, *, annotations: bool, lines: bool) -> list[str]:
    """Return what a terminal or a runner would obey.

    Args:
        text: What was printed.
        annotations: Whether commands of GitHub are meant to be there.
        lines: Whether line breaks of data are.
    """
    found = [f"U+{ord(char):04X}" for char in sorted(set(text)) if char != "\n" and obeyed(char)]
    for line in re.split("[\n\r\x85\u2028\u2029\x0b\x0c]", text):
        start = line.lstrip()
        if start.startswith("::") and not (annotations and ANNOTATION.match(line)):
            found.append(line)
        if re.search(r"##\w*\[", line) or (start.startswith(FORGED) and not lines):
            found.append(line)
    return found


def obeyed(char: str) -> bool:
    bidirectional = char in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return bidirectional or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}


def test_nothing_that_is_printed_is_obeyed(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    commit(tree.parents[2])
    data = tree.parents[2] / "hieradata/data/common.yaml"
    data.write_text(data.read_text().replace('id: "1"', 'id: "2"') + f"changed: {quoted(BAD)}\n")
    host = BAD if quoted(BAD) + "\n      :" in data.read_text() else HOST
    found = {}
    for words in commands(host):
        known = [] if words[0] == "lint" or words[0].startswith("nonsense") else ["-i", str(tree)]
        code = run([*words, *known])
        printed = capfd.readouterr()
        # Whoever looks up one text has asked for all of its lines.
        wrong = [
            *faults(printed.out, annotations="github" in words, lines=words[:2] == ["lookup", "note"]),
            *faults(printed.err, annotations=False, lines=False),
        ]
        if code == 70:
            wrong.append(printed.err)
        if wrong:
            found[" ".join(words).encode("unicode_escape").decode()] = wrong
        if "json" in words and printed.out:
            json.loads(printed.out)
    assert found == {}


def test_a_value_that_is_asked_for_keeps_its_lines_and_all_of_it_where_a_program_reads_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    inventory = project_tree(tmp_path, f"{PAGE}{VALUE}")

    def looked_up(*words: str) -> str:
        assert run(["lookup", "note", "--node", HOST, "-i", str(inventory), *words]) == 0
        return capfd.readouterr().out

    assert looked_up().split("\n")[:2] == [r"\::error title=a::first", FORGED]
    assert looked_up("--render-as", "s") == f"{BAD}\n", "as puppet lookup prints it"
    assert json.loads(looked_up("--output", "json"))["value"] == BAD
    assert json.loads(looked_up("--render-as", "json")) == BAD
    assert yaml.safe_load(looked_up("--render-as", "yaml")) == BAD


def test_a_long_line_is_not_folded_before_a_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """YAML may break a line at any blank."""
    folded = f"{'a' * 90} ::error::b"
    inventory = project_tree(tmp_path, f"{PAGE}note: {quoted(folded)}\n")
    assert run(["lookup", "note", "--node", HOST, "-i", str(inventory), "--render-as", "yaml"]) == 0
    printed = capfd.readouterr().out
    assert faults(printed, annotations=False, lines=False) == []
    assert yaml.safe_load(printed) == folded


def test_ansible_shows_messages_that_are_clean(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, FILES["settings"])
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HIERA_KAFKA_"))},
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_NOCOLOR": "true",
        "LANG": "C.UTF-8",
    }
    words = [str(Path(sys.executable).parent / "ansible-inventory"), "-i", str(inventory), "--list"]
    done = subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "option-unknown" in done.stderr
    assert faults(done.stdout + done.stderr, annotations=False, lines=False) == []


def test_what_hosts_say_is_clean(tmp_path: Path) -> None:
    """Names and contents of files there, which service users write."""
    log = tmp_path / "kafka.log"
    log.write_text(f"{BAD}\n")
    problem = Problem("port-taken", BAD, where=BAD, note=last_lines(str(log), 20), hint=BAD)
    said = [problem.render(), *map(str, problem.to_dict().values()), str(ProblemError(problem))]
    content = BAD.encode()
    shown = diffs.of_content(BAD, Found("file", content=content, mode=0o644), content, secret=False)
    # A diff puts a blank or a sign before each line.
    said += [f" {line}" for text in shown.values() for line in str(text).split("\n")]
    assert [fault for text in said for fault in faults(text, annotations=False, lines=True)] == []


def test_commands_print_in_one_place() -> None:
    """Whatever prints beside `cli.output` is named here, with why."""
    elsewhere = {
        "progress.py": 1,  # above a bar of progress, on terminals; a line of its own
        "lint.py": 1,  # annotations, which the format has escaped
        "failures.py": 2,  # help, and one word
        "command.py": 3,  # reports of verify, whose formats have escaped what was observed
        "eyaml.py": 1,  # what was encrypted, to the byte, where standard output is no terminal
    }
    found = {}
    for path in Path(main.__file__).parent.rglob("*.py"):
        count = len(re.findall(r"click\.(?:echo|secho)\(|\bprint\(|stdout\.(?:buffer\.)?write\(", path.read_text()))
        if count and path.name != "output.py":
            found[path.name] = count
    assert found == elsewhere
