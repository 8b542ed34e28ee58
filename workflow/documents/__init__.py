"""Document formats: files to `Document` and back."""
