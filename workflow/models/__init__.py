"""The embedded starter package, and installing others."""
