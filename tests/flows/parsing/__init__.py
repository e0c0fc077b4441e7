"""Parsers that read the pages of `arena` otherwise than its own does."""
