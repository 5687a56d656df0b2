"""The tests: rows and files first (tests/data), functions second; the folders mirror the package."""
