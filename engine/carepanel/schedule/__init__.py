"""A policy's dates without a case.

Every meeting with the dates that rest on it, where the terms leave a date open, and what a new list of bank holidays
moves.
"""
