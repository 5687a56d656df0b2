"""Tests of the reader: rows of accepted and refused files, bounds, positions, and what stays private."""
