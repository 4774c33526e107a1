"""Reading, comparing and drafting charters, as pages: the way from the rules in force to proposed ones."""
