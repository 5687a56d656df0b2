"""Conditions: the one intermediate form that every reader of a rule shares."""
