"""Who will handle the next matter, told by who handled the earlier ones, and a draft of the duties made from it."""
