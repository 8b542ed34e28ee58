"""Quality checks: what is worth a reviewer's look."""
