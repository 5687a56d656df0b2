"""Text: from the bytes of a file to a document in which every word knows its place."""
