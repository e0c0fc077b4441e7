"""The record: what was captured, what it says, and what changed, in DuckDB.

One process at a time writes; readers open the published file and are never blocked.
"""
