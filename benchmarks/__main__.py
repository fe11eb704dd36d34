"""Prints every figure: `make bench`."""

from __future__ import annotations

from benchmarks import catalog


def main() -> None:
    """Measure everything and print one line a figure."""
    print("CPU seconds, median of the runs; the ratio is to `python -c pass` in this same run")
    for figure, floor in catalog.figures():
        print(figure.line(floor))


if __name__ == "__main__":
    main()
