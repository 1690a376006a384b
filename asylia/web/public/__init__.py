"""Pages that open for anyone."""
