"""Backends: the readers of conditions, one file each, none importing another."""
