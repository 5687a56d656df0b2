"""A policy's dates without a case, and what a new list of bank holidays changes in them and in determinations.

Every meeting with the dates that rest on it, and where the terms leave a date open.
"""
