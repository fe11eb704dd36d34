"""The page on Python: its examples run, in the directory that it describes."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "python.md"
FILE = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)


def test_every_example_of_the_page_gives_what_it_says(tmp_path, monkeypatch):
    page = PAGE.read_text(encoding="utf-8")
    files = FILE.findall(page)
    for name, text in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n{text}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_doctest(page, {}, PAGE.name, str(PAGE), 0)
    report: list[str] = []
    result = doctest.DocTestRunner().run(examples, out=report.append)
    assert result.failed == 0, "".join(report)
    assert (len(files), result.attempted > 10) == (3, True)
