from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import workflow as package

ROOT = Path(__file__).resolve().parents[2]


def test_the_command_reference_is_what_help_says():
    spec = spec_from_file_location("reference", ROOT / "docs" / "reference.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PAGE.read_text(encoding="utf-8") == module.reference(), (
        "stale: run python docs/reference.py"
    )


def test_help_answers_at_once():
    def seconds() -> float:
        # Processor time: what else the machine is doing does not count.
        before = os.times()
        subprocess.run(
            [sys.executable, "-m", "workflow", "--help"], check=True, capture_output=True
        )
        after = os.times()
        return (
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )

    assert min(seconds() for _ in range(5)) < 0.3


def test_help_loads_no_heavy_library():
    code = (
        "import sys; from typer.main import get_command; from workflow.cli.main import app;"
        "get_command(app);"
        "print([m for m in sys.modules if m.split('.')[0] in"
        " {'numpy','ctranslate2','argostranslate','sqlite_utils','rich','pymorphy3','langdetect'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_version(workflow):
    outcome = workflow("--version")
    assert (outcome.status, outcome.out) == (0, f"workflow {package.__version__}\n")
