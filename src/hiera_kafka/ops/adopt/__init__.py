"""Makes data of clusters that run already: what is read of them, what is written, and what cannot be said in data."""
