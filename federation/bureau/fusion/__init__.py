"""Make one card of two: what is compared, what follows, what is written, and how all of it is undone."""
