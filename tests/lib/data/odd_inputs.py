"""Hierarchies that are legal and odd: options of wrong types, tags on lists, keys that are no texts, conversions.

A case follows from one number, so that whoever sees one fail can make it again.
"""

from __future__ import annotations

import random
import re
from typing import Any

from lib.data.hierarchies import Case

KEYS = ("a", "b", "m::c")
FACTS = {"site": "north", "list": [1, "x"], "hash": {"k": 1.5}}
FILES = ("high.yaml", "low.yaml")
HIERA = "version: 5\nhierarchy:\n  - {name: high, path: high.yaml}\n  - {name: low, path: low.yaml}\n"


def _split(text: str) -> list[str]:
    """Return texts that have two blanks or a line end between them."""
    return re.split(r"  +|\n", text.strip("\n"))


_NUMBERS = _split(r"""
0  1  -1  7  10  3.7  -2.5  1.0  1e3  1.5e-7  .5  1.  -0.0  .inf  -.inf  .nan  0x1F  0b11  017  0o17  1_000
1,000  1:30  99999999999999999999  1e400
""")
_WORDS = _split(r"""
x  y  --x  -x  k  abc  ''  ""  ' '  '1'  '0x1F'  '017'  '1.5'  ' 5'  '-5'  '1e3'  '5 '  true  false  yes  no
on  ~  null  'true'  'yes'  'n'  '%{site}'  "%{alias('b')}"  "%{lookup('a')}"  '%{nosuch}'  'a b'  '1.2.3'
'1.2.3-rc1'  '>=1.0.0'  'http://u@h:8/p?q#f'  'mailto:a@b'  '/x/y'  'not a uri %'  aGVsbG8=  'aGVsbG8'  '%%%'
'[a-z]+'  '('  Integer  'Array[String]'  '2001-02-03'  '1-02:03:04'  '01:02:03'  default  :default  :undef
:sym  é  "\xff"  "a\nb"  "\0"  '=='  <<  =
""")
_TAGS = _split(r"""
!!str  !!int  !!float  !!bool  !!null  !!binary  !!set  !!omap  !!map  !!seq  !!pairs  !!timestamp  !!merge
!!value  !  !x  !str  !map  !seq  !binary  !set  !omap  !float  !ruby/sym  !ruby/symbol  !ruby/string
!ruby/array  !ruby/hash  !ruby/range  !ruby/regexp  !ruby/object:Object  !ruby/hash:Hash  !ruby/array:Array
!str:String  !<tag:yaml.org,2002:str>
""")
_ODD_KEYS = _split(r"""
1  -1  1.5  .inf  .nan  -0.0  1e3  true  false  ~  null  ''  [x]  []  {}  {x: 1}  :k  :default  '%{site}'
!!float 1  !!str 1  !!binary aw==  !!int x  ? x  <<  '<<'  é  99999999999999999999  --x  ? [1.5, ~]  0x1F  yes
""")
_STRATEGIES = _split(r"""
first  unique  hash  deep  unconstrained_deep  reverse_deep  default
""")
_ODD_STRATEGIES = _split(r"""
''  Deep  deep_  ~  true  false  1  1.5  [deep]  {}  {x: 1}  {strategy: ~}  {strategy: [deep]}  {strategy: {}}
:deep  {1: deep}  {~: deep}  {strategy: true}  {strategy: 1.5}  {strategy: ''}  '%{site}'
""")
_MERGE_OPTIONS = _split(r"""
knockout_prefix  sort_merged_arrays  merge_hash_arrays  merge_debug  overwrite_arrays  unpack_arrays
extend_existing_arrays  preserve_unmergeables  debug_indent  nosuch  1  ~  strategy
""")
_PREFIXES = _split(r"""
--  '--'  '-'  ''  '('  '.'  x  '^x'  '[a-'  1  1.5  true  false  ~  [--]  {--: 1}  []  {}  ':'  :sym  'a|'
"\n"
""")
_TYPES = _split(r"""
Integer  Float  Numeric  Boolean  String  Array  Hash  Tuple  Struct  Sensitive  SemVer  SemVerRange  Regexp
Type  Timestamp  Timespan  URI  Binary  Any  Data  RichData  Scalar  ScalarData  Undef  NotUndef  Optional
Variant  Enum  Pattern  Collection  Iterable  Iterator  Init  Default  Callable  Runtime  Object  TypeSet
Error  Deferred  Target  CatalogEntry  Resource  Class  TypeReference  TypeAlias  File  Nosuch  Puppet::X
""")
_FULL_TYPES = _split(r"""
Integer[0, 10]  Integer[default, 3]  Float[0.0, 1.5]  String[2]  String[1, 3]  Array[Integer]
Array[String, 1, 2]  Hash[String, Integer]  Hash[Integer, Any]  Tuple[Integer, String]  Struct[{a => Integer}]
Struct[{Optional[a] => Integer, 'k' => String}]  Optional[Integer]  NotUndef[String]  Variant[Integer, String]
Enum[x, y]  Pattern[/x/]  Sensitive[String]  Boolean[true]  Init[Integer]  Init[Integer, 8]  Type[Integer]
URI['http']  SemVer['>=1.0.0']  Regexp['a']  Timestamp['2000-01-01']  Timespan['1-00:00:00']  Integer[
integer  Integer[x]  Array[]  Hash[String]  Optional[Optional[Integer]]  Array[Array[Integer]]
Optional[Sensitive[String]]  Collection[1]  Iterable[Integer]  Callable[Integer]  Integer[5, 1]  String[x]
Enum[]  Variant[]  1  ' '  Sensitive[Integer]
""")
_ARGUMENTS = _split(r"""
true  false  ~  2  8  10  16  default  :default  3  -1  1.5  ''  x  '%d'  '%x'  '%#x'  '%.2f'  '%s'  '%p'
'%a'  '%h'  '%Y-%m-%d'  '%H:%M:%S'  '%B'  '%b'  '%u'  '%r'  '%c'  '%t'  '%y'  '%e'  '%10s'  '%-5d'  '%+d'
'%q'  []  [1]  {}  tree  hash_tree  '%B64'  base64  '%s'  '%[a'  {Integer: '%x'}  {a: 1}  UTC  '+02:00'
[x, y]  '%#s'  '%C'  '%m'  '%T'
""")


_ARGUMENTS_OF = {
    "Integer": ["2", "8", "10", "16", ":default", "true", "false"],
    "Float": ["true", "false"],
    "Numeric": ["true", "false"],
    "String": _ARGUMENTS[14:],
    "Array": ["true", "false"],
    "Hash": ["tree", "hash_tree"],
    "SemVer": ["0", "1", "2", "rc1", "'a.b'"],
    "Regexp": ["true", "false"],
    "Timespan": ["0", "1", "-1", "25", "'%H:%M:%S'"],
    "Binary": ["'%b'", "'%u'", "'%B'", "'%s'", "'%r'"],
    "URI": ["'x'"],
}


_TREES = (
    "[[[], {a: 1}], [[k], [x, [y]]], [[k, 0], z]]",
    "[[[], [a, b]], [[0], x]]",
    "[[[a], 1], [[a, b], 2]]",
    "[[[1.5, ~], [1]], [[1.5, x], 2]]",
    "[[[a], [1, 2]], [[a, 5], x], [[a, -1], y]]",
    "[[[a], [1, 2]], [[a, x], y]]",
    "[[[], x]]",
)


class _Maker:
    """Draws YAML text."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def pick(self, items: Any) -> Any:
        return items[int(self._random.random() * len(items))]

    def chance(self, part: float) -> bool:
        return self._random.random() < part

    def case(self) -> Case:
        files = {f"data/{name}": self.file() for name in FILES}
        files["hiera.yaml"] = HIERA
        return Case(files, [{"facts": FACTS}], [self.question() for _ in range(4)])

    def file(self) -> str:
        lines = [f"{key}: {self.value(3)}" for key in KEYS if self.chance(0.85)]
        if self.chance(0.04):
            lines.append(f"{self.key()}: {self.value(1)}")
        if self.chance(0.55):
            lines.append(f"lookup_options: {self.lookup_options()}")
        return "\n".join(lines) + "\n"

    def value(self, depth: int) -> str:
        roll = self._random.random()
        text: str
        if depth and roll < 0.22:
            text = "[" + ", ".join(self.value(depth - 1) for _ in range(self.pick((0, 1, 2, 2, 3)))) + "]"
        elif depth and roll < 0.27:
            text = self.pick(
                (
                    *_TREES,
                    "[[a, 1], [k, 2]]",
                    "[a, 1, k, x]",
                    "[[[0], x], [[1], y]]",
                    "[[[a, b], x]]",
                    "[--x, x, --, 1]",
                )
            )
        elif depth and roll < 0.5:
            text = "{" + ", ".join(self.pair(depth - 1) for _ in range(self.pick((0, 1, 2, 2, 3)))) + "}"
        elif depth and roll < 0.53:
            text = self.special_hash()
        elif roll < 0.7:
            text = self.pick(_NUMBERS)
        else:
            text = self.pick(_WORDS)
        return f"{self.pick(_TAGS)} {text}" if self.chance(0.04) else text

    def special_hash(self) -> str:
        """Return hashes that conversions know by their keys."""
        return str(
            self.pick(
                (
                    *("{from: '0x1F'}", "{from: '12', radix: 8}", "{from: -3, abs: true}", "{from: 1.5}"),
                    *("{from: 'x', radix: 3}", "{value: hello, format: '%s'}", "{value: aGVsbG8=, format: '%B'}"),
                    *(
                        "{days: 1, hours: 2}",
                        "{string: '1-02:03', format: '%D-%H:%M'}",
                        "{seconds: -1, negative: true}",
                    ),
                    *("{value: [104, 105]}", "{scheme: http, host: h, port: 80, path: /x}", "{scheme: 1}"),
                    *(
                        "{major: 1, minor: 2, patch: 3}",
                        "{version: '1.2.3'}",
                        "{pattern: a}",
                        "{min: 1.0.0, max: 2.0.0}",
                    ),
                    *("{string: '2001-02-03', format: '%Y-%m-%d'}", "{from: a}", "{1: x, 2: y}", "{a: {k: 1}}"),
                    *("{new_type: Integer}", "{value: 1}", "{milliseconds: 1500}", "{value: x, format: 1}"),
                )
            )
        )

    def pair(self, depth: int) -> str:
        return f"{self.key()}: {self.value(depth)}"

    def key(self) -> str:
        return str(self.pick(_ODD_KEYS) if self.chance(0.12) else self.pick(("a", "k", "l", "x")))

    def lookup_options(self) -> str:
        if self.chance(0.03):
            return self.value(1)
        keys = ["a", "b", "m::c", "'^a'", "'^m::'", "'^.'"]
        pairs = [f"{self.pick(keys)}: {self.options()}" for _ in range(self.pick((1, 1, 2, 3)))]
        if self.chance(0.05):
            pairs.append(
                f"{self.pick((*_ODD_KEYS, chr(39) + '^[' + chr(39), chr(39) + '^(' + chr(39)))}: {self.options()}"
            )
        return "{" + ", ".join(pairs) + "}"

    def options(self) -> str:
        if self.chance(0.05):
            return str(
                self.pick((self.value(1), "merge", "convert_to", "'merge convert_to'", "~", "{}", "[]", "[merge]"))
            )
        parts = []
        if self.chance(0.6):
            parts.append(f"merge: {self.merge()}")
        if self.chance(0.6):
            parts.append(f"convert_to: {self.convert_to()}")
        if self.chance(0.05):
            parts.append(self.pair(1))
        return "{" + ", ".join(parts) + "}"

    def merge(self) -> str:
        roll = self._random.random()
        if roll < 0.35:
            return str(self.pick(_STRATEGIES))
        if roll < 0.45:
            return str(self.pick(_ODD_STRATEGIES))
        if roll < 0.47:
            return self.value(2)
        strategy = (
            "deep" if self.chance(0.5) else self.pick(_STRATEGIES) if self.chance(0.9) else self.pick(_ODD_STRATEGIES)
        )
        pairs = [f"strategy: {strategy}"] if self.chance(0.97) else []
        for _ in range(self.pick((0, 1, 1, 2, 3))):
            option = self.pick(_MERGE_OPTIONS[:3]) if self.chance(0.7) else self.pick(_MERGE_OPTIONS)
            common = option != "knockout_prefix" and self.chance(0.6)
            found = self.pick(("true", "false")) if common else self.pick(_PREFIXES)
            pairs.append(f"{option}: {found}")
        return "{" + ", ".join(pairs) + "}"

    def convert_to(self) -> str:
        if self.chance(0.35):
            return self.likely_conversion()
        if self.chance(0.05):
            return str(
                self.pick((self.value(2), "[]", "[~]", "[[Integer]]", "{}", "~", "false", "1", "[1, 2]", "[{}, 1]"))
            )
        found = (
            self.pick(_TYPES[:18])
            if self.chance(0.6)
            else self.pick(_TYPES)
            if self.chance(0.5)
            else self.pick(_FULL_TYPES)
        )
        quoted = found if found.startswith("'") else "'" + found.replace("'", "''") + "'"
        if self.chance(0.5):
            return quoted
        arguments = [self.pick(_ARGUMENTS) for _ in range(self.pick((0, 1, 1, 1, 2, 3)))]
        return "[" + ", ".join([quoted, *arguments]) + "]"

    def likely_conversion(self) -> str:
        """Return a type that takes arguments, with those that it may take."""
        name = self.pick(tuple(_ARGUMENTS_OF))
        arguments = ", ".join(self.pick(_ARGUMENTS_OF[name]) for _ in range(self.pick((0, 1, 1, 1, 2))))
        return f"[{name}, {arguments}]" if arguments else str(name)

    def question(self) -> dict[str, Any]:
        key = (
            self.pick(KEYS)
            if self.chance(0.8)
            else self.pick(("a.k", "b.0", "a.1", "a.'1.5'", "b.x.k", "nosuch", "m::c.a"))
        )
        options: dict[str, Any] = {}
        if self.chance(0.2):
            options["merge"] = self.pick(
                (
                    *_STRATEGIES[:4],
                    {"strategy": "deep", "knockout_prefix": "--"},
                    {"strategy": "deep", "sort_merged_arrays": True},
                )
            )
        if self.chance(0.06):
            options["value_type"] = self.pick((*_TYPES[:30], *_FULL_TYPES))
        if self.chance(0.1):
            options["default_value"] = self.pick((None, 1, "x", [1], {"k": 1.5}))
        return {"key": key, "options": options}


def odd_case(number: int) -> Case:
    """Return the case of a number, the same each time."""
    return _Maker(number).case()
