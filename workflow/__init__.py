"""An offline translation desk for official documents.

    from workflow import Request, Store, translate

    with Store.open("pairs.db") as store:
        report = translate(Request(["statement.html"]), store)

Names are loaded when they are first used, so that `import workflow` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workflow.errors import WorkflowError
    from workflow.glossary import Glossary
    from workflow.memory import Memory, Query
    from workflow.pipeline.analyse import analyse
    from workflow.pipeline.export import ExportRequest, export
    from workflow.pipeline.imports import ImportRequest, import_files
    from workflow.pipeline.lines import translate_lines
    from workflow.pipeline.report import Report
    from workflow.pipeline.request import Request
    from workflow.pipeline.translate import translate
    from workflow.store import Store

__version__ = "0.1.0"

__all__ = [
    "ExportRequest",
    "Glossary",
    "ImportRequest",
    "Memory",
    "Query",
    "Report",
    "Request",
    "Store",
    "WorkflowError",
    "analyse",
    "export",
    "import_files",
    "translate",
    "translate_lines",
]

_HOMES = {
    "ExportRequest": "workflow.pipeline.export",
    "Glossary": "workflow.glossary",
    "ImportRequest": "workflow.pipeline.imports",
    "Memory": "workflow.memory",
    "Query": "workflow.memory",
    "Report": "workflow.pipeline.report",
    "Request": "workflow.pipeline.request",
    "Store": "workflow.store",
    "WorkflowError": "workflow.errors",
    "analyse": "workflow.pipeline.analyse",
    "export": "workflow.pipeline.export",
    "import_files": "workflow.pipeline.imports",
    "translate": "workflow.pipeline.translate",
    "translate_lines": "workflow.pipeline.lines",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
