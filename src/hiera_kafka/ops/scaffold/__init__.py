"""A repository to start from: hiera.yaml, data, inventories, and the files that lint them in commits and CI."""
