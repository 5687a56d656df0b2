"""Schema: whether a document has the shape its schema asks for, told in plain words."""
