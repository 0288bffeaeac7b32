"""Which column is what: by its name, then by what its cells look like. Pure: no base, no file."""
