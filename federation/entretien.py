"""Daily jobs of the top floor; the others register theirs in their own `entretien` module."""
