"""Chance that comes out the same every time. Pure."""

from random import Random


def chance(*about: object) -> Random:
    """A source of chance for one thing, the same for the same seed whatever else is drawn."""
    return Random("/".join(map(str, about)))  # noqa: S311 - nothing here is to be kept secret
