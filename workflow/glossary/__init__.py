"""Glossaries: term bases that are found in Russian whatever the case and proved in English."""

from __future__ import annotations

from workflow.glossary.demand import demands
from workflow.glossary.english import Place
from workflow.glossary.entries import COLUMNS, KINDS, Entry, make_entry, read, survey
from workflow.glossary.glossary import Glossary
from workflow.glossary.problems import Problem, contradictions, duplicates, problems
from workflow.glossary.resolve import Occurrence
from workflow.glossary.shipped import default_path, shipped

__all__ = [
    "COLUMNS",
    "KINDS",
    "Entry",
    "Glossary",
    "Occurrence",
    "Place",
    "Problem",
    "contradictions",
    "default_path",
    "demands",
    "duplicates",
    "make_entry",
    "problems",
    "read",
    "shipped",
    "survey",
]
