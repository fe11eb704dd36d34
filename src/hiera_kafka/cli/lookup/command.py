"""`hiera-kafka lookup`: Hiera keys, as one node sees them or as all do."""

from __future__ import annotations

import gc
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.failures import FindingsError
from hiera_kafka.cli.kit.options import Workspace, complete_host, inventory_option
from hiera_kafka.cli.kit.output import Output, emit, output_option, print_diagnostics, print_json, show, show_exactly
from hiera_kafka.cli.lookup import answers
from hiera_kafka.cli.lookup.answers import Answer, NodeGroup, grouped
from hiera_kafka.cli.lookup.source import Facts, LookupSource, of_files, of_inventory
from hiera_kafka.cli.lookup.text import RENDERINGS, rendered, with_origins
from hiera_kafka.errors import Diagnostic, ExitCode, HieraError
from hiera_kafka.hiera import MISSING, Found
from hiera_kafka.text import one_line

NO_KEY = "__global__"
"""Stands for no key, where only `lookup_options` as such are asked about; Puppet has the same name for it."""
_FILE = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """How answers are shown.

    Attributes:
        output: Text or JSON.
        render_as: Puppet's form of a value, None for our own.
        origins: Whether to show where each leaf stands.
        explain: Whether to show the steps of the lookup.
        options_only: Whether only those that concern `lookup_options`.
        secrets: Whether to show secrets.
    """

    output: Output
    render_as: str | None
    origins: bool
    explain: bool
    options_only: bool
    secrets: bool


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka lookup kafka_clusters --node kafka1",
        "hiera-kafka lookup kafka_clusters.my-kafka-cluster.brokers --node kafka1 --explain-origin",
        "hiera-kafka lookup kafka_clusters --node kafka1 --explain",
        "hiera-kafka lookup zookeeper_cluster_name --all-nodes",
        "hiera-kafka lookup zookeeper_clusters --hiera-config hieradata/local/hiera.yaml --render-as yaml",
    ],
)
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option(
    "--node",
    "nodes",
    multiple=True,
    metavar="HOST",
    shell_complete=complete_host,
    help="Host in whose scope to look up; with an inventory, its first label is enough. May be given several times.",
)
@click.option("--all-nodes", is_flag=True, help="Look up for every host, and group the hosts that get the same value.")
@click.option("--each", is_flag=True, help="Look up each KEY. Default: the first that has a value, as Puppet does.")
@click.option(
    "--facts",
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH",
    help="YAML or JSON file of facts, or a directory with one file a node, named NODE.yaml. Each fact is a variable.",
)
@click.option("--hiera-config", type=_FILE, metavar="FILE", help="Use this hiera.yaml instead of an inventory.")
@click.option(
    "--environmentpath",
    type=_FILE,
    metavar="DIR",
    help="Use the hiera.yaml of DIR/ENVIRONMENT, as Puppet's setting of this name does.",
)
@click.option("--environment", metavar="NAME", help="Environment. Default: that of the inventory, else production.")
@click.option(
    "--global-config",
    "--hiera_config",
    type=_FILE,
    metavar="FILE",
    help="The hiera.yaml of the global layer, which Puppet calls hiera_config. Default: no such layer.",
)
@click.option(
    "--merge",
    type=click.Choice(["first", "unique", "hash", "deep"]),
    help="How values of several levels are put together. Default: what `lookup_options` in the data says, else first.",
)
@click.option("--knock-out-prefix", metavar="TEXT", help="With --merge deep: text that marks what is to be removed.")
@click.option("--sort-merged-arrays", is_flag=True, help="With --merge deep: sort merged lists.")
@click.option("--merge-hash-arrays", is_flag=True, help="With --merge deep: merge hashes in lists by their position.")
@click.option("--type", "type_", metavar="TYPE", help="Puppet type that the value must be of, such as Hash.")
@click.option("--default", metavar="TEXT", help="Value when nothing is found.")
@click.option("--explain", is_flag=True, help="Show every step of the lookup in place of the value.")
@click.option("--explain-options", is_flag=True, help="Show how `lookup_options` were put together, and what they say.")
@click.option(
    "--explain-origin", is_flag=True, help="Show file, line and column of each leaf. Default: the value alone."
)
@click.option(
    "--render-as",
    type=click.Choice(RENDERINGS),
    help="Print the value as `puppet lookup` does in this form; with s without escapes, whatever a terminal or the log "
    "of a CI job makes of it. Default: text bare, the rest as indented JSON, control characters escaped.",
)
@click.option(
    "--show-secrets",
    is_flag=True,
    help="Show values of keys whose names look secret, such as passwords. Default: mask them.",
)
@inventory_option
@output_option
def lookup(
    *,
    keys: tuple[str, ...],
    site: Workspace,
    each: bool,
    explain: bool,
    explain_options: bool,
    explain_origin: bool,
    render_as: str | None,
    show_secrets: bool,
    output: Output,
    **given: Any,
) -> None:
    """Look up Hiera keys as a host sees them.

    KEY is a name such as kafka_clusters; dots dig into what is found. The answer is what Puppet's `lookup()` gives.
    Exit code: 0 when all that was asked for has a value, 1 when something has none, 3 when the data or the command
    line is wrong.
    """
    if not keys and not explain_options:
        raise click.UsageError("no KEY was given")
    if render_as is not None and output is Output.JSON:
        raise click.UsageError("--render-as and --output json exclude each other")
    question = _question(given)
    source = _source(site, given)
    view = AnswerFormat(output, render_as, explain_origin, explain or explain_options, not explain, show_secrets)
    asked: list[tuple[str, ...]] = [(key,) for key in keys] if each else [keys or (NO_KEY,)]
    gc.disable()  # data holds no cycles, and to look for them takes a tenth of the time of a short process
    try:
        if view.explain:
            code = _explain(source, asked, question, view)
        elif len(source.nodes) == 1 and len(asked) == 1 and not given["all_nodes"]:
            code = _one(source, asked[0], question, view)
        else:
            code = _many(source, asked, question, view)
    finally:
        gc.enable()
    click.get_current_context().exit(code)


def _question(given: dict[str, Any]) -> dict[str, Any]:
    """Return the options of the lookup itself.

    Raises:
        click.UsageError: Options of `--merge deep` with another strategy.
    """
    merge: str | dict[str, Any] | None = given["merge"]
    names = {"knock_out_prefix": "knockout_prefix"} | {n: n for n in ("sort_merged_arrays", "merge_hash_arrays")}
    options = {name: given[option] for option, name in names.items() if given[option] not in {None, False}}
    if options:
        if merge != "deep":
            raise click.UsageError("--knock-out-prefix, --sort-merged-arrays and --merge-hash-arrays need --merge deep")
        merge = {"strategy": "deep", **options}
    default = MISSING if given["default"] is None else given["default"]
    return {"merge": merge, "default": default, "value_type": given["type_"]}


def _source(site: Workspace, given: dict[str, Any]) -> LookupSource:
    hiera_config, directory, environment = given["hiera_config"], given["environmentpath"], given["environment"]
    asked = {"facts": Facts(given["facts"]), "nodes": given["nodes"], "all_nodes": given["all_nodes"]}
    if given["nodes"] and given["all_nodes"]:
        raise click.UsageError("--node and --all-nodes exclude each other")
    if hiera_config is not None and directory is not None:
        raise click.UsageError("--hiera-config and --environmentpath exclude each other")
    if hiera_config is None and directory is None:
        if given["global_config"] is not None:
            raise click.UsageError("--global-config goes with --hiera-config or --environmentpath")
        return of_inventory(site, environment=environment, **asked)
    environment = environment or "production"
    return of_files(
        directory / environment / "hiera.yaml" if hiera_config is None else hiera_config,
        site.access,
        global_config=given["global_config"],
        environment=environment,
        **asked,
    )


def _one(source: LookupSource, keys: tuple[str, ...], question: dict[str, Any], view: AnswerFormat) -> int:
    (node,) = source.nodes
    try:
        found = source.hiera.lookup(keys, source.scope(node), **question)
    except HieraError as error:
        if error.diagnostics[0].id == answers.NOT_FOUND:
            raise FindingsError(error.diagnostics) from error
        raise
    print_diagnostics(found.diagnostics, str(Path.cwd()))
    data: dict[str, Any] = {"key": found.key, "node": node}
    if view.output is Output.JSON:
        data["value"] = found.shown(secrets=view.secrets)
        if view.origins:
            from hiera_kafka.hiera.lookup.steps import origins_dict  # noqa: PLC0415 - few ask for origins

            data["origins"] = origins_dict(found.trace)
    if view.render_as is None or view.origins:
        emit(view.output, data, lambda: _text(found, view))
    else:
        show_exactly(_text(found, view))
    return ExitCode.OK


def _text(found: Found, view: AnswerFormat) -> str:
    if view.origins:
        return with_origins(found, secrets=view.secrets)
    return rendered(found, view.render_as, secrets=view.secrets)


def _many(source: LookupSource, asked: list[tuple[str, ...]], question: dict[str, Any], view: AnswerFormat) -> int:
    reported: dict[Diagnostic, None] = {}
    tables: list[tuple[tuple[str, ...], list[NodeGroup]]] = []
    code = 0
    scopes = {node: source.scope(node) for node in source.nodes}
    for keys in asked:
        per_node: list[Answer] = []
        for node, scope in scopes.items():
            try:
                found = source.hiera.lookup(keys, scope, **question)
                per_node.append(Answer(node, found))
                reported.update(dict.fromkeys(found.diagnostics))
            except HieraError as error:
                per_node.append(Answer(node, error=error))
                if not per_node[-1].missing:
                    reported.update(dict.fromkeys(error.diagnostics))
        tables.append((keys, grouped(per_node, origins=view.origins)))
        code = max([code, *(answer.code for answer in per_node)])
    print_diagnostics(reported, str(Path.cwd()))
    data = [
        {"keys": list(keys), "groups": [group.to_dict(secrets=view.secrets, origins=view.origins) for group in groups]}
        for keys, groups in tables
    ]
    emit(view.output, data, lambda: _tables(tables, view))
    return code


def _tables(tables: list[tuple[tuple[str, ...], list[NodeGroup]]], view: AnswerFormat) -> str:
    parts = []
    for keys, groups in tables:
        table = answers.text(groups, lambda found: _text(found, view))
        parts.append(
            table
            if len(tables) == 1
            else "\n".join([one_line(f"{', '.join(keys)}:"), *(f"  {line}" for line in table.splitlines())])
        )
    return "\n".join(parts)


def _explain(source: LookupSource, asked: list[tuple[str, ...]], question: dict[str, Any], view: AnswerFormat) -> int:
    base, code = str(Path.cwd()), 0
    data: list[dict[str, Any]] = []
    texts: list[str] = []
    for node in source.nodes:
        for keys in asked:
            explanation = source.hiera.explain(keys, source.scope(node), **question)
            code = max(code, Answer(node, explanation.found, explanation.error).code)
            data.append({"node": node, **explanation.to_dict(secrets=view.secrets, options_only=view.options_only)})
            text = explanation.text(base, secrets=view.secrets, options_only=view.options_only)
            texts.append(text.removesuffix(f'\nNo options for "{NO_KEY}" in "lookup_options"'))
            if len(source.nodes) * len(asked) > 1:
                head = one_line(f"# {', '.join(keys)} for {node}")
                texts[-1] = f"{head}\n{texts[-1]}"
    made: object = data[0] if len(data) == 1 else data
    if view.output is Output.JSON or view.render_as == "json":
        print_json(made)
    elif view.render_as == "yaml":
        from hiera_kafka.hiera.formats.yaml_writer import dump  # noqa: PLC0415 - few ask for it

        show_exactly(dump(json.loads(json.dumps(made))), end="")
    else:
        show("\n".join(texts))
    return 0 if view.options_only else code
