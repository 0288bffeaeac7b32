"""Forms of the federation's workspace."""
