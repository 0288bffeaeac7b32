"""What waits for an administrator: one queue a kind, the most harmful first."""
