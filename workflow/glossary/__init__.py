"""Glossaries: term bases that are found in Russian whatever the case and proved in English."""

from __future__ import annotations

from workflow.glossary.english import Place
from workflow.glossary.entries import Entry, make_entry, read
from workflow.glossary.glossary import Glossary
from workflow.glossary.problems import Problem, contradictions, problems
from workflow.glossary.resolve import Occurrence

__all__ = [
    "Entry",
    "Glossary",
    "Occurrence",
    "Place",
    "Problem",
    "contradictions",
    "make_entry",
    "problems",
    "read",
]
