"""The program: a policy's rules as named conditions, in an order in which each uses only those before it."""
