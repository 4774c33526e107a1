"""From recognised columns to the map of a file."""

from __future__ import annotations

from tuoluo.adoption.headings import Field
from tuoluo.adoption.mapping import Map
from tuoluo.adoption.recognise import Recognition


def map_of(recognised: Recognition, timezone: str) -> Map:
    """The map that says what was recognised."""
    stated: list[Field] = [field for field in Field if field is not Field.CATEGORY]
    columns = {field: column for field in stated if (column := recognised.column(field))}
    named = [*columns.values(), *recognised.levels]
    numbers = {name: number for name in named if (number := recognised.id_column(name))}
    return Map(columns, recognised.levels, numbers, timezone=timezone)
