"""Fetching and archiving, against real servers on loopback and real files."""
