"""Prints every figure: `make bench`."""

from __future__ import annotations

from benchmarks import catalog, fleet, hiera, lint, scale


def main() -> None:
    """Measure everything and print one line a figure."""
    print("CPU seconds, median of the runs; the ratio is to `python -c pass` in this same run")
    for figure, floor in catalog.figures():
        print(figure.line(floor))
    print("\nLookups of Wikimedia's data ($HIERA_KAFKA_CONFORMANCE); the ratio of Puppet is to the line above it")
    for figure, floor in hiera.figures():
        print(figure.line(floor), flush=True)
    print(hiera.memory() or "HIERA_KAFKA_CONFORMANCE is not set: no data to measure")
    print(
        "\nLint of a generated control repository; the ratio of the whole tree is to PyYAML's parser on the same files"
    )
    for figure, floor in lint.figures():
        print(figure.line(floor), flush=True)
    print("\nSynthetic sites, a process each: inventory, every catalog, every file")
    for hosts in scale.SIZES:
        print(scale.measure(hosts).line())
    print("\nThree ZooKeepers and three brokers on lab hosts, CPU seconds and wall time of a run each")
    for line in fleet.report():
        print(line, flush=True)


if __name__ == "__main__":
    main()
