"""Translation packages in Argos' format: the embedded starter, and those that users install."""

from __future__ import annotations

from workflow.models.catalogue import damaged, find, installed, matching
from workflow.models.manage import install, remove, verify
from workflow.models.model import Model

__all__ = ["Model", "damaged", "find", "install", "installed", "matching", "remove", "verify"]
