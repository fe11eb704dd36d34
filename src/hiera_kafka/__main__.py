"""Lets `python -m hiera_kafka` do what `hiera-kafka` does."""

from hiera_kafka.cli.main import main

if __name__ == "__main__":
    main()
