"""Explanations as text and as JSON."""

from __future__ import annotations

import json

from hiera_kafka.hiera import Hiera
from hiera_kafka.scope import Scope

SCOPE = Scope(facts={"site": "north"})
FILES = {
    "hiera.yaml": "version: 5\nhierarchy:\n"
    "  - {name: Site, path: 'sites/%{site}.yaml'}\n  - {name: Both, paths: [high.yaml, low.yaml]}\n",
    "data/high.yaml": "h: {a: 1, l: [x]}\nn: '5'\n",
    "data/low.yaml": 'h: {b: "%{site}"}\nlookup_options: {h: {merge: deep}, n: {convert_to: Integer}}\n',
}
TEXT = """\
Searching for "lookup_options"
  Global Data Provider
    No hiera.yaml
  Environment Data Provider
    Using configuration "/base/hiera.yaml"
    Interpolation on "%{site}"  # hiera.yaml:3:5
      Global Scope
        Found key: "site" value: "north"  # variable site
    Merge strategy hash
      Hierarchy entry "Site"  # hiera.yaml:3:5
        Path "/base/data/sites/north.yaml"
          Original path: "sites/%{site}.yaml"
          Path not found
      Hierarchy entry "Both"  # hiera.yaml:4:5
        Merge strategy hash
          Path "/base/data/high.yaml"
            Original path: "high.yaml"
            No such key: "lookup_options"
          Path "/base/data/low.yaml"
            Original path: "low.yaml"
            Found key: "lookup_options" value: {
              "h" => {
                "merge" => "deep"  # data/low.yaml:2:29
              },
              "n" => {
                "convert_to" => "Integer"  # data/low.yaml:2:52
              }
            }
          Merged result: {
            "h" => {
              "merge" => "deep"  # data/low.yaml:2:29
            },
            "n" => {
              "convert_to" => "Integer"  # data/low.yaml:2:52
            }
          }
      Merged result: {
        "h" => {
          "merge" => "deep"  # data/low.yaml:2:29
        },
        "n" => {
          "convert_to" => "Integer"  # data/low.yaml:2:52
        }
      }
Using convert_to options from "lookup_options" hash
  Options: {
    "convert_to" => "Integer"  # data/low.yaml:2:52
  }
Searching for "n"
  Global Data Provider
    No hiera.yaml
  Environment Data Provider
    Using configuration "/base/hiera.yaml"
    Hierarchy entry "Site"  # hiera.yaml:3:5
      Path "/base/data/sites/north.yaml"
        Original path: "sites/%{site}.yaml"
        Path not found
    Hierarchy entry "Both"  # hiera.yaml:4:5
      Path "/base/data/high.yaml"
        Original path: "high.yaml"
        Found key: "n" value: "5"  # data/high.yaml:2:4
Applying convert_to lookup_option with arguments [Integer]
  Converted value: 5  # data/high.yaml:2:4"""


def test_the_text_is_laid_out_as_puppet_does_with_the_place_of_each_leaf(tree):
    root = str(tree(FILES))
    text = Hiera.load(f"{root}/hiera.yaml").explain("n", SCOPE).text(root)
    assert text.replace(root, "/base") == TEXT


def test_what_concerns_lookup_options_can_be_shown_alone(load):
    hiera = load(FILES)
    head, tail = hiera.explain("n", SCOPE).text(options_only=True).split("\nUsing convert_to", 1)
    assert head.startswith('Searching for "lookup_options"\n')
    assert 'Searching for "n"' not in tail
    assert hiera.explain("q", SCOPE).text(options_only=True).endswith('No options for "q" in "lookup_options"')
    assert {step["step"] for step in hiera.explain("n", SCOPE).to_dict(options_only=True)["steps"]} == {
        "lookup-options",
        "options-of-key",
    }


def test_the_text_of_a_failure_names_the_step_and_ends_with_why(load):
    hiera = load({"a.yaml": "k: \"%{lookup('k')}\"\n"})
    lines = hiera.explain("k", SCOPE).text().splitlines()
    assert lines[-1] == "resolving 'k' needs 'k' itself: k -> k"
    assert sum("Failed: " in line for line in lines) == 1


def test_json_has_the_same_tree(load):
    made = load(FILES).explain("h", SCOPE).to_dict()
    assert json.loads(json.dumps(made)) == made
    assert (made["keys"], made["found"], made["value"]) == (["h"], "h", {"b": "north", "a": 1, "l": ["x"]})
    search = made["steps"][-1]
    assert (search["step"], search["outcome"]) == ("search", "found")
    assert {tuple(each["leaf"]): (each["line"], each["column"]) for each in search["origins"]} == {
        ("b",): (1, 8),
        ("a",): (1, 8),
        ("l", 0): (1, 15),
    }
    missing = load(FILES).explain("nope", SCOPE).to_dict()
    assert (missing["found"], "value" in missing, missing["diagnostics"][0]["id"]) == (None, False, "lookup-not-found")
