"""The federation's workspace: what an administrator sees of the network, and does for it."""
