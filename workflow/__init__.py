"""An offline translation desk for official documents."""

__version__ = "0.1.0"
