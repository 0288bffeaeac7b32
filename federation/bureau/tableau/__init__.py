"""The table of a federation's structures and places: one form, one frozen question, one query."""
