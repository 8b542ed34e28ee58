"""The order of the steps: what each command does, without a command line."""
