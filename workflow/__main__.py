"""`python -m workflow`: the command line."""

from workflow.cli.main import run

run()
