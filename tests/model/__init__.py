"""Tests of the room that reads policies."""
