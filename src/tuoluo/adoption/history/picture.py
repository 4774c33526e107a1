"""The reliability plot: what was said against what came true, as a plain picture that needs no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from tuoluo.adoption.history.calibration import Bin

SIDE, LEFT, TOP = 420.0, 64.0, 56.0
WIDTH, HEIGHT = LEFT + SIDE + 28, TOP + SIDE + 84
INK, PALE, LINE, BAR, DOT = "#1f2933", "#5b6770", "#d5dbe0", "#cfe0ee", "#1b6ca8"
FONT = "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


def reliability(bins: Iterable[Bin], words: Mapping[str, str]) -> str:
    """An SVG; ``words`` has the title, the two axes, the line of perfect honesty, and the sentence below."""
    found = list(bins)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" '
            f'height="{HEIGHT:g}" font-family="{FONT}" role="img">'
        ),
        f"<title>{escape(words['title'])}</title>",
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="#ffffff"/>',
        _text(LEFT, 28, words["title"], size=17, weight="600"),
        *_grid(),
        *_bars(found),
        f'<path d="M{LEFT:g},{TOP + SIDE:g}L{LEFT + SIDE:g},{TOP:g}" stroke="{PALE}" stroke-dasharray="5 4"/>',
        _text(LEFT + SIDE - 44, TOP + 36, words["perfect"], colour=PALE, anchor="end", size=12),
        *_points(found),
        _text(LEFT + SIDE / 2, TOP + SIDE + 42, words["said"], anchor="middle"),
        f'<g transform="rotate(-90 18 {TOP + SIDE / 2:g})">'
        + _text(18, TOP + SIDE / 2, words["true"], anchor="middle")
        + "</g>",
        _text(LEFT, HEIGHT - 14, words["below"], colour=PALE, size=12.5),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid() -> Iterator[str]:
    for tenth in range(0, 11, 2):
        x, y = LEFT + SIDE * tenth / 10, TOP + SIDE * (1 - tenth / 10)
        yield f'<path d="M{LEFT:g},{y:g}H{LEFT + SIDE:g}M{x:g},{TOP:g}V{TOP + SIDE:g}" stroke="{LINE}"/>'
        yield _text(LEFT - 8, y + 4, f"{tenth * 10}%", colour=PALE, anchor="end", size=12)
        yield _text(x, TOP + SIDE + 20, f"{tenth * 10}%", colour=PALE, anchor="middle", size=12)


def _bars(bins: list[Bin]) -> Iterator[str]:
    """How many answers were given with each confidence, as bars at the foot, at most a fifth of the height."""
    most = max((each.count for each in bins), default=1)
    for each in bins:
        tall = SIDE / 5 * each.count / most
        x = LEFT + SIDE * min(9, int(each.confidence * 10)) / 10
        yield (
            f'<rect x="{x + 3:.1f}" y="{TOP + SIDE - tall:.1f}" width="{SIDE / 10 - 6:.1f}" height="{tall:.1f}" '
            f'fill="{BAR}"/>'
        )


def _points(bins: list[Bin]) -> Iterator[str]:
    places = [(LEFT + SIDE * each.confidence, TOP + SIDE * (1 - each.right)) for each in bins]
    if places:
        path = "L".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<path d="M{path}" fill="none" stroke="{DOT}" stroke-width="2"/>'
    for (x, y), each in zip(places, bins, strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{DOT}"><title>{each.count}</title></circle>'


def _text(
    x: float, y: float, said: str, *, colour: str = INK, anchor: str = "start", size: float = 13, weight: str = "400"
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{colour}" font-size="{size:g}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(said)}</text>'
    )
