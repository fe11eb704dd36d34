"""Faults of YAML, Hiera and secrets that are planted in good data are found, under their id and on their line."""

from __future__ import annotations

import random
import zlib
from collections import Counter
from pathlib import Path

import pytest

from hiera_kafka.errors import Severity
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.runner import LintRequest, Report, run
from lib.data.mutations import (
    BASES,
    MARK,
    Fault,
    copy,
    everywhere,
    into_hierarchy,
    new_file,
    over_all_hosts,
    replace_in_hierarchy,
)

PEM = "-----BEGIN {kind}PRIVATE KEY-----"
FAULTS: list[Fault] = [
    *everywhere(
        "yaml-syntax",
        [
            f'mutant: "a" b{MARK}',
            f"mutant: @x{MARK}",
            f"mutant: *nope{MARK}",
            f"mutant: a: b{MARK}",
            f"mutant: {{a: ]}}{MARK}",
            f"mutant: !!float x{MARK}",
        ],
    ),
    *everywhere("yaml-tab", [f"mutant:\n\tchild: 1{MARK}", f"mutant:\n  a:\n\t\tb: 1{MARK}", f"mutant:\n\t- 1{MARK}"]),
    *everywhere(
        "duplicate-key",
        [
            f"mutant: 1\nmutant: 2{MARK}",
            f"mutant: {{a: 1, a: 2}}{MARK}",
            f"mutant:\n  a: 1\n  b: 2\n  a: 3{MARK}",
            f"mutant:\n  - a: 1\n    'a': 2{MARK}",
        ],
    ),
    *everywhere(
        "yaml-date", [f"mutant: 2024-01-31{MARK}", f"mutant: [2001-1-1]{MARK}", f"mutant:\n- 2024-01-31 10:00:00{MARK}"]
    ),
    *everywhere(
        "yaml-boolean",
        [f"mutant: no{MARK}", f"mutant: {{a: YES}}{MARK}", f"mutant:\n  - Off{MARK}", f"mutant:\n  on: 1{MARK}"],
    ),
    *everywhere("yaml-octal", [f"mutant: 012{MARK}", f"mutant:\n  mode: 0644{MARK}", f"mutant: [089]{MARK}"]),
    *everywhere(
        "yaml-sexagesimal", [f"mutant: 1:30{MARK}", f"mutant:\n  - 12:30:45{MARK}", f"mutant: {{at: 22:22}}{MARK}"]
    ),
    *everywhere(
        "yaml-number",
        [f"mutant: 1_000{MARK}", f"mutant: 1,024{MARK}", f"mutant:\n  a: 0x1F{MARK}", f"mutant: 1e3{MARK}"],
    ),
    *everywhere(
        "unquoted-version",
        [f"mutant_version: 3.10{MARK}", f"mutant: {{version: 1.1}}{MARK}", f"mutant:\n  scala_version: 2.20{MARK}"],
    ),
    *everywhere(
        "unquoted-id",
        [f"zookeeper_clusters:\n  mutant:\n    hosts:\n      zk9.example.org: {number}{MARK}" for number in (1, 2, 37)],
    ),
    *everywhere(
        "yaml-second-document",
        [f"mutant: 1\n---{MARK}\nmutant2: 1", f"mutant: [1]\n--- {MARK}", f"# x\nmutant: ~\n---{MARK}"],
    ),
    *everywhere(
        "unknown-variable",
        [
            f'mutant: "%{{stie}}"{MARK}',
            f'mutant: "x %{{::raelm}} y"{MARK}',
            f'mutant:\n  a: ["%{{facts.fqnd}}"]{MARK}',
            f'mutant: "%{{trusted.certnaem}}"{MARK}',
        ],
    ),
    *everywhere("unknown-variable", ['  - name: mutant\n    path: "%{stie}.yaml"' + MARK], into_hierarchy),
    *everywhere(
        "unknown-interpolation-function",
        [
            f"mutant: \"%{{loookup('kafka_clusters')}}\"{MARK}",
            f"mutant: \"%{{Alias('kafka_clusters')}}\"{MARK}",
            f'mutant:\n  - "x %{{heira("a")}}"{MARK}'.replace('"a"', "'a'"),
        ],
    ),
    *everywhere(
        "alias-not-alone",
        [
            f"mutant: \"x %{{alias('kafka_clusters')}}\"{MARK}",
            f"mutant: \"%{{alias('kafka_clusters')}} \"{MARK}",
            f"mutant:\n  a:\n    - \"%{{alias('kafka_clusters')}}%{{site}}\"{MARK}",
        ],
    ),
    *everywhere(
        "interpolation-syntax",
        [
            f'mutant: "%{{lookup(kafka_clusters)}}"{MARK}',
            f'mutant: "%{{site"{MARK}',
            f'mutant:\n  - "%{{alias(kafka_clusters)}}"{MARK}',
        ],
    ),
    *everywhere(
        "key-syntax",  # as lookups refuse them
        [
            f"mutant: \"%{{lookup( 'x' )}}\"{MARK}",
            f'mutant: "%{{hiera(\'x)}}"{MARK}',
            f"mutant:\n  a: \"%{{facts['os']['name']}}\"{MARK}",
        ],
    ),
    *everywhere(
        "unknown-lookup-key",
        [
            f"mutant: \"%{{lookup('kafka_clustres')}}\"{MARK}",
            f"mutant: \"%{{alias('zookeeper_clutsers')}}\"{MARK}",
            f"mutant:\n  - \"%{{hiera('nope.x')}}\"{MARK}",
        ],
    ),
    *everywhere(
        "hiera-recursion",
        [
            f"mutant: \"%{{lookup('mutant')}}\"{MARK}",
            f"mutant: text\nmutant2: \"%{{hiera('mutant3')}}\"{MARK}\nmutant3: \"%{{alias('mutant2')}}\"",
            f"mutant: \"%{{alias('mutant2')}}\"\nmutant2:\n  a: \"%{{lookup('mutant.b')}}\"{MARK}",
        ],
    ),
    *everywhere(
        "lookup-options-unused",
        [
            f"lookup_options:\n  kafka_clustres: {{merge: deep}}{MARK}",
            f"lookup_options:\n  ^mutant::.*: {{merge: unique}}{MARK}",
            f"lookup_options:\n  classes: {{merge: unique}}\n  nope: {{convert_to: String}}{MARK}",
        ],
    ),
    *everywhere(
        "lookup-options-ignored",
        [
            f"lookup_options:\n  kafka_clusters: deep{MARK}",
            f"lookup_options:\n  kafka_clusters: {{mrege: deep}}{MARK}",
            f"lookup_options:\n  kafka_clusters.x: {{merge: deep}}{MARK}",
        ],
    ),
    *everywhere(
        "merge-options",
        [
            f"lookup_options:\n  kafka_clusters: {{merge: depe}}{MARK}",
            f"lookup_options:\n  kafka_clusters:\n    merge:\n      strategy: hahs{MARK}",
            f"lookup_options:\n  kafka_clusters: {{merge: {{strategy: hash, x: 1}}}}{MARK}",
        ],
    ),
    *everywhere(
        "misspelt-key",
        [
            f"profile::kafka::broker::num_io_thread: 4{MARK}",
            f"profile::kakfa::broker::plaintext: true{MARK}",
            f"profile::zookeper::sync_limit: 8{MARK}",
            f"kafka_cluster: {{}}{MARK}",
        ],
    ),
    *everywhere(
        "unused-key",
        [f"profile::kafka::broker::mutant: 4{MARK}", f"kafka_mutant: true{MARK}", f"something_mutant: x{MARK}"],
    ),
    *everywhere(
        "invalid-key",
        [
            f"10: x{MARK}",
            f"mutant.a: x{MARK}",
            f"profile::mutant:x: 1{MARK}",
            f"::mutant: 1{MARK}",
            f"Mutant::X::y: 1{MARK}",
        ],
    ),
    *everywhere(
        "interpolated-fact",
        [f'mutant: "%{{facts.fqdn}}"{MARK}', f'mutant: "x %{{::hostname}}"{MARK}', f'mutant:\n  - "%{{fqdn}}"{MARK}'],
    ),
    *everywhere(
        "plaintext-password",
        [
            f"profile::kafka::broker::ssl_password: hunter2{MARK}",
            f"mutant:\n  ssl.keystore.password: 'x y'{MARK}",
            f"mutant: {{url: 'https://me:hunter2@example.org/'}}{MARK}",
        ],
    ),
    *everywhere(
        "undecryptable-enc",
        [
            f"mutant: ENC[PKCS7,AAAA{MARK}",
            f"mutant: ENC[PKCS7,MIIB]{MARK}",
            f"mutant: ENC[PKCS7,MAMCAQA=]{MARK}",
        ],
    ),
    *everywhere(
        "private-key",
        [f"mutant: |\n  {PEM.format(kind=kind)}{MARK}\n  MIIE\n" for kind in ("", "RSA ", "EC ")],
    ),
    *everywhere(
        "hiera-config-unknown-key",
        [
            f"  - name: mutant\n    paht: x.yaml{MARK}",
            f"  - name: mutant\n    path: x.yaml\n    datdir: .{MARK}",
            f"hierrachy: []{MARK}",
        ],
        into_hierarchy,
    ),
    *everywhere(
        "hiera-config-type",
        [
            f"  - name: 5{MARK}\n    path: x.yaml",
            f"  - name: mutant\n    paths: x.yaml{MARK}",
            f"  - name: mutant\n    mapped_paths: [a, b]{MARK}",
        ],
        into_hierarchy,
    ),
    *everywhere(
        "hiera-duplicate-level",
        [
            f"  - name: one host{MARK}\n    path: x.yaml",
            f"  - name: mutant\n    path: a\n  - name: mutant{MARK}\n    path: b",
            f'  - {{name: "twice", glob: "*.a"}}\n  - {{path: b, name: twice}}{MARK}',
        ],
        into_hierarchy,
    ),
    *everywhere(
        "hiera-level-missing",
        [
            f"  - name: mutant\n    path: mutant.yaml{MARK}",
            f"  - name: mutant\n    path: mutants/%{{site}}.yaml{MARK}",
            f"  - name: mutant\n    paths:\n      - mutants/a.yaml{MARK}",
        ],
        into_hierarchy,
    ),
    *everywhere(
        "hiera-datadir-missing",
        [f"  - name: mutant\n    path: a.yaml\n    datadir: {name}{MARK}" for name in ("nope", "./a/b", "daat")],
        into_hierarchy,
    ),
    *everywhere(
        "interpolation-not-allowed",
        [
            f"  - name: mutant\n    path: \"%{{lookup('a')}}.yaml\"{MARK}",
            f"  - name: mutant\n    glob: \"%{{literal('%')}}/*.yaml\"{MARK}",
            f"  - name: mutant\n    datadir: \"%{{hiera('x')}}\"{MARK}\n    path: a.yaml",
        ],
        into_hierarchy,
    ),
    *(
        Fault(
            "hiera-version", f"hiera-version-{new}-{base}", base, replace_in_hierarchy("version: 5", f"version: {new}")
        )
        for new in ("3", "4", "'5'")
        for base in BASES
    ),
    *(
        Fault(
            "hiera-unknown-function", f"function-{new}-{base}", base, replace_in_hierarchy("data_hash: yaml_data", new)
        )
        for new in ("data_hash: yaml_dta", "data_hash: yml_data", "lookup_key: yaml_data")
        for base in BASES
    ),
    *(
        Fault("shadowed-key", f"shadowed-{number}-{base}", base, over_all_hosts(low, high, found_low=True))
        for number, (low, high) in enumerate(
            [("mutant: 1", "mutant: 2"), ("mutant: {a: 1}", "mutant: {}"), ("mutant: [1]", "mutant: '%{site}'")]
        )
        for base in BASES
    ),
    *(
        Fault("redundant-key", f"redundant-{number}-{base}", base, over_all_hosts(text, text, found_low=False))
        for number, text in enumerate(["mutant: 1", "mutant: {a: [1, 2]}", "mutant: '%{site}'"])
        for base in BASES
    ),
    *(
        Fault("unread-file", f"unread-{name}-{base}", base, new_file(name, "a: 1\n", 1))
        for name in ("host/x.yaml", "commmon.yaml", "hosts/nobody.example.org.yaml")
        for base in BASES
    ),
]


def lint(inventory: Path) -> Report:
    return run(LintRequest((), Settings(inventory.parent), inventory))


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_planted_fault_is_found_under_its_id_on_its_line(fault: Fault, tmp_path: Path) -> None:
    copy(tmp_path, fault.base)
    planted = fault.plant(tmp_path, fault.base, random.Random(zlib.crc32(fault.name.encode())))
    found = [
        (finding.id, finding.where.file, finding.where.line)
        for finding in lint(planted.inventory).findings
        if finding.where
    ]

    assert (fault.rule, str(planted.file), planted.line) in found


def test_there_are_enough_faults_of_each_rule() -> None:
    planted = Counter(fault.rule for fault in FAULTS)
    assert {rule: count for rule, count in planted.items() if count < 8} == {}


@pytest.mark.parametrize("base", BASES)
def test_good_data_has_neither_errors_nor_warnings(base: str, tmp_path: Path) -> None:
    findings = lint(copy(tmp_path, base)).findings

    assert [finding.to_dict() for finding in findings if finding.level is not Severity.INFO] == []
