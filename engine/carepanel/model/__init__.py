"""The model: a policy as frozen values, read from its document under one choice of readings."""
