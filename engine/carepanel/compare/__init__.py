"""Comparing policies: what differs between two of them, rule by rule."""
