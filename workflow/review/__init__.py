"""The review app: a Datasette plugin that only `workflow review` loads."""
