"""A Python package index with one made-up package, for a web server of tests."""

from __future__ import annotations

import io
import zipfile

NAME, VERSION = "made-up-package", "1.0"
_STEM = "made_up_package-1.0"


def files() -> dict[str, bytes]:
    """Return the index by path: `/simple/` is its address."""
    wheel = f"{_STEM}-py3-none-any.whl"
    page = f'<!DOCTYPE html><html><body><a href="/files/{wheel}">{wheel}</a></body></html>'
    return {f"/simple/{NAME}/": page.encode(), f"/files/{wheel}": _wheel()}


def _wheel() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as wheel:
        wheel.writestr("made_up_package.py", "")
        wheel.writestr(f"{_STEM}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {VERSION}\n")
        wheel.writestr(
            f"{_STEM}.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        names = [*wheel.namelist(), f"{_STEM}.dist-info/RECORD"]
        wheel.writestr(f"{_STEM}.dist-info/RECORD", "".join(f"{name},,\n" for name in names))
    return stream.getvalue()
