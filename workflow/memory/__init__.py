"""The translation memory: how alike two sentences are, and what was made of the like before."""
