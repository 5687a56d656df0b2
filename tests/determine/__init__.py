"""Tests of the determination."""
