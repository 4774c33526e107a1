"""The sum 1 + 3 + N as a picture: the core in the middle, the three around it, the many on the outer ring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

WIDTH, HEIGHT = 960, 640
MIDDLE = (WIDTH / 2, HEIGHT / 2 + 6)
INNER, OUTER_X, OUTER_Y = 178, 344, 262
SHOWN = 14  # more than these do not fit; the list below the picture has them all
LINE = 8  # characters of Chinese on one line
MOST_LINES = 4
CHINESE = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))  # first and last character
LONGEST, CHARACTER, GAP = 10, 14.5, 12  # on the outer ring: characters on a line, width of one, room beside the dot


@dataclass(frozen=True)
class Spot:
    """What stands at one place of the picture: its name, a line below it, and the part of the page it leads to."""

    name: str
    anchor: str
    tone: str
    below: str = ""


@dataclass(frozen=True)
class Node:
    """One body on the picture, with its name broken into lines."""

    spot: Spot
    x: float
    y: float
    lines: list[tuple[float, str]]
    person: str
    person_y: float
    tone: str
    left: bool = False
    text_x: float = 0.0


@dataclass(frozen=True)
class Ring:
    """Everything to draw."""

    core: Node | None
    balance: list[Node]
    many: list[Node]
    more: int
    triangle: str
    width: int = WIDTH
    height: int = HEIGHT


def ring_of(core: Sequence[Spot], balance: Sequence[Spot], many: Sequence[Spot]) -> Ring:
    """Lay out what makes up the sum."""
    three = [
        _node(spot, *_on_ring(place, 3, INNER, INNER), tone=spot.tone, size=LINE)
        for place, spot in enumerate(balance[:3])
    ]
    shown = many[:SHOWN]
    outer = [_many(spot, angle) for spot, angle in zip(shown, _sides(len(shown)), strict=True)]
    middle = _node(core[0], *MIDDLE, tone="core", size=LINE) if core else None
    triangle = " ".join(f"{node.x:.0f},{node.y:.0f}" for node in three)
    return Ring(middle, three, outer, len(many) - len(shown), triangle)


def _on_ring(place: int, count: int, radius_x: float, radius_y: float) -> tuple[float, float]:
    angle = 2 * pi * place / count - pi / 2
    return MIDDLE[0] + radius_x * cos(angle), MIDDLE[1] + radius_y * sin(angle)


def _sides(count: int) -> list[float]:
    """Angles on the outer ring, right and left in turn, leaving top and bottom free for long names to stand clear."""
    right = (count + 1) // 2
    spread = pi * 0.72
    angles = []
    for place in range(count):
        row, of = (place // 2, right) if place % 2 == 0 else (place // 2, count - right)
        offset = 0.0 if of == 1 else spread * (row / (of - 1) - 0.5)
        angles.append(offset if place % 2 == 0 else pi - offset)
    return angles


def _many(spot: Spot, angle: float) -> Node:
    x, y = MIDDLE[0] + OUTER_X * cos(angle), MIDDLE[1] + OUTER_Y * sin(angle)
    left = cos(angle) < 0
    room = (x if left else WIDTH - x) - GAP
    return _node(spot, x, y, tone="participation", size=min(LONGEST, int(room / CHARACTER)), left=left)


def _node(spot: Spot, x: float, y: float, *, tone: str, size: int, left: bool = False) -> Node:
    texts = broken(spot.name, size)
    step = 21 if tone != "participation" else 16
    top = y - step * len(texts) / 2 + (2 if tone != "participation" else step * 0.8)
    lines = [(round(top + step * place, 1), text) for place, text in enumerate(texts)]
    below = lines[-1][0] + (22 if tone != "participation" else 16)
    return Node(
        spot,
        round(x, 1),
        round(y, 1),
        lines,
        spot.below,
        below,
        tone,
        left,
        round(x + (-GAP if left else GAP), 1),
    )


def broken(name: str, size: int) -> list[str]:
    """A name on at most four lines: Chinese by characters, other languages by words. What does not fit ends in "…"."""
    if not any(map(_is_chinese, name)):
        return _fitting(_by_words(name.split(), size * 2))
    count = -(-len(name) // size)
    width = -(-len(name) // count)
    return _fitting([name[start : start + width] for start in range(0, len(name), width)])


def _is_chinese(character: str) -> bool:
    return any(first <= character <= last for first, last in CHINESE)


def _by_words(words: Sequence[str], width: int) -> list[str]:
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _fitting(lines: list[str]) -> list[str]:
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]}…"]
