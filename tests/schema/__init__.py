"""Tests of the shape check: rows of documents and the problems told, word for word, and what stays private."""
