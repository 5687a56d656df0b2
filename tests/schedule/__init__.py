"""The dates of a policy without a case."""
