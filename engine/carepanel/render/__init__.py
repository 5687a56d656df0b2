"""Render: results in, text out. Computes nothing."""
