"""Functions that sites bring along: each kind is called as Puppet calls its own, and what it does wrong is reported."""

from __future__ import annotations

import datetime as dt
from importlib.metadata import EntryPoint

import pytest

from hiera_kafka.errors import HieraError
from hiera_kafka.hiera.hierarchy import site_functions
from hiera_kafka.scope import Scope

SCOPE = Scope(facts={"site": "north"})
MODULE = __name__


@pytest.fixture
def bring(monkeypatch):
    """Install functions under names of their own, as the entry points of a package would."""

    def named(**functions):
        class Point(EntryPoint):
            def load(self):
                return functions[self.name]

        points = {name: Point(name, f"site:{name}", site_functions.GROUP) for name in functions}
        monkeypatch.setattr(site_functions, "_installed", lambda: points)

    return named


def level(kind, location="path: a.yaml", options="{}"):
    text = f"version: 5\nhierarchy:\n  - {{name: site, {kind}: f, {location}, options: {options}}}\n"
    return {"hiera.yaml": text.replace(", ,", ","), "data/a.yaml": "x: from the file\n", "data/b.yaml": ""}


def test_a_lookup_key_function_is_asked_for_each_file_until_one_has_the_key(bring, load, tree):
    calls = []

    def f(key, options, context):
        calls.append((key, options["path"].rpartition("/")[2], options["where"]))
        if options["path"].endswith("a.yaml") or key == "lookup_options":
            context.not_found()
        return f"{key} %{{site}}"

    bring(f=f)
    hiera = load(level("lookup_key", "paths: [a.yaml, b.yaml, none.yaml]", '{where: "%{site}"}'))
    found = hiera.lookup("k", SCOPE)
    assert found.value == "k %{site}"
    assert found.origin.level == "site"
    assert found.origin.position.file.endswith("data/b.yaml")
    asked = [call for call in calls if call[0] == "k"]
    assert asked == [("k", "a.yaml", "north"), ("k", "b.yaml", "north")]


def test_interpolation_is_the_functions_own_part(bring, load):
    values = {"k": {"%{site}": ["%{lookup('k2')}"]}, "k2": "in"}

    def f(key, options, context):
        return context.interpolate(values[key]) if key in values else context.not_found()

    bring(f=f)
    assert load(level("lookup_key")).lookup("k", SCOPE).value == {"north": ["in"]}


def test_a_data_hash_function_is_called_once_and_its_values_are_interpolated(bring, load):
    calls = []

    def f(options, context):
        calls.append(options)
        return {"k": "at %{site}", "n": 1, "lookup_options": {"k": {"merge": "first"}}}

    bring(f=f)
    hiera = load(level("data_hash", options="{a: 1}"))
    assert (hiera.lookup("k", SCOPE).value, hiera.lookup("n", SCOPE).value) == ("at north", 1)
    assert len(calls) == 1
    assert calls[0]["a"] == 1


def test_a_data_dig_function_digs_itself(bring, load):
    def f(segments, options, context):
        data = {"k": {"a": ["zero", "one"]}}
        for segment in segments:
            if isinstance(data, dict) and segment not in data:
                return context.not_found()
            data = data[segment]
        return data

    bring(f=f)
    hiera = load(level("data_dig"))
    assert hiera.lookup("k.a.1", SCOPE).value == "one"
    assert hiera.lookup("k", SCOPE).value == {"a": ["zero", "one"]}
    assert hiera.lookup("k.b", SCOPE, default=None).value is None


def test_uris_and_levels_without_location_are_asked_too(bring, load):
    bring(
        f=lambda key, options, context: [options.get("uri"), "path" in options] if key == "k" else context.not_found()
    )
    assert load(level("lookup_key", 'uri: "http://x/y"')).lookup("k", SCOPE).value == ["http://x/y", False]
    text = "version: 5\nhierarchy:\n  - {name: site, lookup_key: f}\n"
    assert load({"hiera.yaml": text, "data/a": ""}).lookup("k", SCOPE).value == [None, False]


def test_values_are_merged_with_those_of_files(bring, load):
    bring(f=lambda key, options, context: {"a": 1} if key == "h" else context.not_found())
    files = level("lookup_key") | {"data/b.yaml": "h: {b: 2}\n"}
    files["hiera.yaml"] += "  - {name: low, path: b.yaml, data_hash: yaml_data}\n"
    assert load(files).lookup("h", SCOPE, merge="deep").value == {"a": 1, "b": 2}


def test_what_is_cached_is_kept_for_one_host_alone(bring, load):
    def f(key, options, context):
        if key == "lookup_options":
            context.not_found()
        if not context.cache_has_key("n"):
            context.cache("n", [])
        context.cached_value("n").append(key)
        return len(context.cached_value("n"))

    bring(f=f)
    hiera = load(level("lookup_key"))
    first = hiera.lookup("a", SCOPE).value
    assert hiera.lookup("b", SCOPE).value == first + 1
    assert hiera.lookup("a", Scope(facts={"site": "north"})).value == first


def boom(key, options, context):
    raise OSError("server away")


@pytest.mark.parametrize(
    ("kind", "function", "id_", "words"),
    [
        ("lookup_key", boom, "hiera-backend-failed", "OSError: server away"),
        ("lookup_key", lambda options, context: {}, "hiera-backend", "takes (key, options, context)"),
        ("data_hash", boom, "hiera-backend", "no data_hash function"),
        ("data_hash", lambda options, context: [1], "hiera-backend-result", "returned a list"),
        ("data_hash", lambda options, context: context.not_found(), "hiera-backend-result", "returned nothing"),
        ("lookup_key", lambda key, options, context: dt.date.min, "hiera-backend-result", "no data"),
        ("lookup_key", lambda key, options, context: {None: 1}, "hiera-backend-result", "null as a key"),
        ("lookup_key", lambda key, options, context: endless(), "hiera-backend-result", "levels deep"),
        ("hiera3_backend", boom, "hiera-config-type", "global layer"),
    ],
)
def test_what_a_function_does_wrong_is_reported(bring, load, ids, kind, function, id_, words):
    bring(f=function)
    with pytest.raises(HieraError) as caught:
        load(level(kind)).lookup("k", SCOPE)
    assert ids(caught) == [id_]
    assert words in caught.value.diagnostics[0].message


def endless():
    value = []
    value.append(value)
    return value


def test_a_package_that_cannot_be_imported_is_reported(monkeypatch, load, ids):
    point = EntryPoint("f", "no_such_module_at_all:f", site_functions.GROUP)
    monkeypatch.setattr(site_functions, "_installed", lambda: {"f": point})
    with pytest.raises(HieraError) as caught:
        load(level("lookup_key")).lookup("k", SCOPE)
    assert ids(caught) == ["hiera-backend"]


def test_an_unknown_function_names_those_that_are_installed(bring, load):
    bring(vault=boom)
    with pytest.raises(HieraError, match=r"\(installed\) vault"):
        load(level("lookup_key")).lookup("k", SCOPE)


def test_a_function_is_not_looked_for_while_its_files_are_missing(bring, load):
    bring()
    assert load(level("lookup_key", "path: none.yaml")).lookup("k", SCOPE, default=1).value == 1


def test_an_explanation_shows_the_level_of_a_function(bring, load):
    bring(f=lambda key, options, context: 1 if key == "k" else context.not_found())
    assert "site" in str(load(level("lookup_key")).lookup("k", SCOPE).explain().to_dict())


def test_what_a_function_makes_of_a_secret_is_one(bring, load):
    def f(key, options, context):
        if key not in {"k", "kept", "plain"}:
            context.not_found()
        if key == "kept":
            return context.cached_value("own")
        made = context.interpolate("<%{lookup('x::password')}>") if key == "k" else "x"
        return context.cache("own", made) if key == "k" else made

    bring(f=f)
    files = level("lookup_key")
    files["hiera.yaml"] += "  - {name: common, path: a.yaml}\n"
    files["data/a.yaml"] = "x::password: hunter2\n"
    hiera = load(files)
    assert hiera.lookup("k", SCOPE).value == "<hunter2>"
    assert [hiera.lookup(key, SCOPE).origin.secret for key in ("k", "kept", "plain")] == [True, True, False]
