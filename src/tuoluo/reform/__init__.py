"""A change of structure, planned as a file, agreed on, and applied as one act: nothing open is lost by it."""
