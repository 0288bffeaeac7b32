"""data·inclusion v1, on the way out: one structure a structure, one service an activity."""
