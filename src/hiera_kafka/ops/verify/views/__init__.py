"""What checks look at: what the data says of a thing, beside what was observed of it."""
