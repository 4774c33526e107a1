"""The pages of charters: read, compare, draft."""
