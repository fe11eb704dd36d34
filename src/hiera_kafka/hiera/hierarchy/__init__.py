"""hiera.yaml: its layers and levels, the files that they lead to, and what reads those."""
