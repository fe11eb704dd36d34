"""What is written of valid data is taken by those who read it: Kafka, ZooKeeper and both MirrorMakers, in one JVM."""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings

from hiera_kafka import project
from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.compiler import Compiler
from hiera_kafka.dist.artifact import fetch
from hiera_kafka.dist.java import find_java
from hiera_kafka.errors import Severity
from hiera_kafka.model.releases import DEFAULT_VERSION
from hiera_kafka.render.engine import Renderer, renderer_of
from lib.data.model_values import sites
from lib.data.project_trees import project_tree

pytestmark = [pytest.mark.real, pytest.mark.network]

READERS = """\
import java.io.*; import java.nio.file.*; import java.util.*;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.connect.mirror.MirrorMakerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
public class Read {
  static void read(String kind, Properties found, String member) throws Exception {
    Map<String, Object> options = new HashMap<>();
    Map<String, String> texts = new HashMap<>();
    for (String name : found.stringPropertyNames()) {
      options.put(name, found.getProperty(name));
      texts.put(name, found.getProperty(name));
    }
    switch (kind) {
      case "broker": KafkaConfig.fromProps(found, false); break;
      case "consumer":  // MirrorMaker 1 adds what messages are read and written with
        for (String part : List.of("key", "value"))
          options.put(part + ".deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        new ConsumerConfig(options);
        break;
      case "producer":
        for (String part : List.of("key", "value"))
          options.put(part + ".serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        new ProducerConfig(options);
        break;
      case "mirror": new MirrorMakerConfig(texts).clusterPairs(); break;
      case "zookeeper":  // the one directory that it looks into is that of the host
        found.setProperty("dataDir", member);
        new QuorumPeerConfig().parseProperties(found);
        break;
      default: throw new IllegalArgumentException(kind);
    }
  }
  public static void main(String[] arguments) throws Exception {
    File[] files = new File(arguments[0]).listFiles();
    Arrays.sort(files);
    for (File file : files) {
      Properties found = new Properties();
      try (InputStream stream = new FileInputStream(file)) { found.load(stream); }
      String refusal = "";
      try { read(file.getName().split("-")[1], found, arguments[1]); }
      catch (Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) refusal += " " + cause;
      }
      System.out.println(file.getName() + "\\t" + refusal.replaceAll("\\\\s+", " ").trim());
    }
  }
}
"""


def written(renderer: Renderer, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield kind and text of each file of settings that a program of the default release reads."""
    for section in catalog.sections:
        for file in section.files:
            if file.options is not None and file.options.version in {"", DEFAULT_VERSION}:
                yield file.options.kind, renderer.file(file).text


def valid_files(examples: int) -> list[tuple[str, str]]:
    """Return kind and text of the files of generated sites that have no errors."""
    files: list[tuple[str, str]] = []

    @settings(max_examples=examples, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
    @given(sites(most=8))
    def collect(data: dict[str, Any]) -> None:
        text = yaml.safe_dump(data, sort_keys=False)
        if "%{" in text:
            return  # a lookup, and no value
        with tempfile.TemporaryDirectory() as directory:
            inventory = project_tree(Path(directory), text)
            compiler = Compiler.load(inventory)
            if any(found.level is Severity.ERROR for found in compiler.diagnostics):
                return
            renderer = renderer_of(project.templates(inventory))
            for host in compiler.hosts:
                files.extend(written(renderer, compiler.catalog(host)))

    collect()
    return files


def test_every_program_takes_what_is_written_of_valid_data(tmp_path: Path) -> None:
    files = valid_files(60)
    kinds = Counter(kind for kind, _ in files)
    assert set(kinds) >= {"broker", "zookeeper", "consumer", "producer"}
    assert kinds["broker"] >= 10
    directory = tmp_path / "files"
    directory.mkdir()
    for number, (kind, text) in enumerate(files):
        (directory / f"{number:04}-{kind}-{number}").write_text(text, encoding="latin-1")
    with tarfile.open(fetch(DEFAULT_VERSION).path) as tar:
        jars = [member for member in tar if member.name.startswith("libs/")]
        tar.extractall(tmp_path, jars, filter="data")
    (tmp_path / "Read.java").write_text(READERS)
    member = tmp_path / "member"
    member.mkdir()
    (member / "myid").write_text("1\n")
    java = find_java(os.environ).home / "bin" / "java"
    command = [java, "-XX:TieredStopAtLevel=1", "-cp", f"{tmp_path}/libs/*", tmp_path / "Read.java", directory, member]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    said = dict(line.split("\t", 1) for line in done.stdout.splitlines() if "\t" in line)
    assert len(said) == len(files)
    refused = {refusal: (directory / name).read_text("latin-1") for name, refusal in said.items() if refusal}
    assert not refused, "\n\n".join(f"{refusal}\n{text}" for refusal, text in refused.items())
