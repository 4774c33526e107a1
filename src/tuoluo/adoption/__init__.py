"""Bringing a district's own history in: from an unknown file to charter, territory, bodies and past matters."""
