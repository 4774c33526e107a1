"""Charters by name: those of a deployment, and those that come with the software."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

HOME = Path("var/home")
SAMPLE = "nanshan"
SHIPPED = Path(__file__).resolve().parent.parent / "charters"


def shipped_names() -> list[str]:
    """The names of the charters that ship."""
    return sorted(folder.name for folder in SHIPPED.iterdir() if (folder / "charter.toml").is_file())


def shipped_charter(name: str) -> Path:
    """The folder of a shipped charter. Raises `LookupError` when there is none of that name."""
    if name not in shipped_names():
        raise LookupError(f"no charter named {name!r} ships; there are: {', '.join(shipped_names())}")
    return SHIPPED / name


def deployed_charters() -> Path:
    """The folder of this deployment's own charters: in ``TUOLUO_HOME``, or else in ``var/home``."""
    return Path(os.environ.get("TUOLUO_HOME") or HOME).expanduser() / "charters"


def find_charter(path_or_name: str) -> Path:
    """A charter's folder from what somebody typed: the name of one deployed here or of one that ships, or a folder."""
    own = deployed_charters() / path_or_name
    if Path(path_or_name).name == path_or_name and (own / "charter.toml").is_file():
        return own
    return SHIPPED / path_or_name if path_or_name in shipped_names() else Path(path_or_name)


def known_acts() -> set[str]:
    """Every act that can be granted, without asking the registry: the sample charter grants each to somebody."""
    document = tomllib.loads((SHIPPED / SAMPLE / "charter.toml").read_text(encoding="utf-8"))
    return {act for role in document["roles"] for act in role.get("acts", ())}
