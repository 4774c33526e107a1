"""What something is called in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language


def called(named: Any) -> str:
    """The name of an area, a body, or anything with a name in the charter; nothing for nothing."""
    if not named:
        return ""
    language = get_language() or "zh-hans"
    name = getattr(named, "name", named)
    if hasattr(name, "in_language"):
        name = name.in_language(language)
    elif hasattr(named, "in_language"):
        name = named.in_language(language)
    elif not language.startswith("zh"):
        name = getattr(named, "name_en", "") or name
    return str(name)
