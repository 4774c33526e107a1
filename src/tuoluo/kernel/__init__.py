"""Words that every folder shares. Knows no database and no web framework."""
