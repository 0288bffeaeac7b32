"""The way out: a place and its activities as one row of the national standard."""
