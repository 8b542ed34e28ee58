"""Named memories, what of the database is memory, and what it suggests."""
