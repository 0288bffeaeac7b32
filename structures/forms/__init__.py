"""Form fields that several screens share."""
