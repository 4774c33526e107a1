"""Bringing a district's own history in: an unknown file becomes a charter, a territory, bodies, and carried-over matters."""
