"""Files stay below 400 lines and functions below 40, so that each can be read at one sitting.

    python tools/sizes.py      list what is too long

A breach that has to stay stands in tools/sizes.allow as `path[:function] lines  # reason`. The number is exact: code
that grows fails, and code that shrinks fails too until the line is lowered or taken out. So the list can only shrink.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = ROOT / "tools" / "sizes.allow"
FOLDERS = ("src", "tests", "tools", "bench")
FILE_LIMIT = 400
FUNCTION_LIMIT = 40


def main() -> int:
    """Compare what is measured with what is allowed."""
    allowed = read_allowed(ALLOWED.read_text(encoding="utf-8") if ALLOWED.exists() else "")
    breaches = {name: lines for path in sources() for name, lines in too_long(path)}
    faults = compare(breaches, allowed)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def sources() -> Iterator[Path]:
    """Our own Python files; migrations are generated and do not count."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def too_long(path: Path) -> Iterator[tuple[str, int]]:
    """The file itself and each of its functions that passes its limit."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT).as_posix()
    lines = len(text.splitlines())
    if lines >= FILE_LIMIT:
        yield name, lines
    for qualified, length in functions(ast.parse(text)):
        if length >= FUNCTION_LIMIT:
            yield f"{name}:{qualified}", length


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, int]]:
    """Every function, also inside classes and functions, with its length without decorators."""
    for node in ast.iter_child_nodes(tree):
        name = prefix
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}{node.name}."
            if not isinstance(node, ast.ClassDef):
                yield name[:-1], (node.end_lineno or node.lineno) - node.lineno + 1
        yield from functions(node, name)


def read_allowed(text: str) -> dict[str, int]:
    """The allow-list: name to number of lines."""
    entries = (line.partition("#")[0].split() for line in text.splitlines())
    return {entry[0]: int(entry[1]) for entry in entries if entry}


def compare(breaches: dict[str, int], allowed: dict[str, int]) -> list[str]:
    """What has to be mended, in code or in the list."""
    faults = []
    for name, lines in breaches.items():
        limit = FUNCTION_LIMIT if ":" in name else FILE_LIMIT
        if name not in allowed:
            faults.append(f"{name} has {lines} lines; {limit - 1} is the most")
        elif lines > allowed[name]:
            faults.append(f"{name} grew from {allowed[name]} lines to {lines}")
        elif lines < allowed[name]:
            faults.append(f"{name} shrank to {lines} lines: lower its number in {ALLOWED.name}")
    faults += [f"{name} is short enough now: take it out of {ALLOWED.name}" for name in allowed if name not in breaches]
    return faults


if __name__ == "__main__":
    sys.exit(main())
