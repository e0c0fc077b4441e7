"""The `podium` command: one word a verb."""
