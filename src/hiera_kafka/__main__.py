"""Lets `python -m hiera_kafka` do what `hiera-kafka` does."""

import sys
from pathlib import Path

# As -P does: what the current directory holds is data, even where it looks like a module or an installed back end.
if not sys.flags.safe_path and sys.path[:1] == [str(Path.cwd())]:
    del sys.path[0]

from hiera_kafka.cli.main import main

if __name__ == "__main__":
    main()
