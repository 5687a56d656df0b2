"""Comparing two policies."""
