"""A whole copy of a charter in three texts that can be broken in one place, by row and column or by table and key."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from tuoluo.charter import Charter
from tuoluo.charter.layout import CATALOGUE, DUTIES
from tuoluo.charter.write import category_cells, charter_toml, duty_cells, table

TOML, CATEGORIES, RULES = "charter.toml", "catalogue.csv", "duties.csv"
BORROWED = "catalogue ="  # a charter may borrow its catalogue; the copy has its own


@dataclass(frozen=True)
class Table:
    """A spreadsheet: its heading, and its rows as a person sees them, the first one in row 2."""

    heading: list[str]
    rows: list[dict[str, str]]

    @classmethod
    def of(cls, text: str) -> Table:
        reader = csv.DictReader(io.StringIO(text))
        return cls(list(reader.fieldnames or ()), list(reader))

    def text(self, rows: list[dict[str, str]]) -> str:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, self.heading, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    def put(self, place: int, **cells: str) -> str:
        """The text with other cells in one row."""
        return self.text([*self.rows[:place], self.rows[place] | cells, *self.rows[place + 1 :]])

    def without(self, place: int) -> str:
        """The text without one row."""
        return self.text([*self.rows[:place], *self.rows[place + 1 :]])

    def more(self, place: int, **cells: str) -> str:
        """The text with a row once more at the end, with other cells."""
        return self.text([*self.rows, self.rows[place] | cells])


@dataclass
class Block:
    """One table of ``charter.toml``: its name, the line of its heading, and the line and value of each key."""

    name: str
    line: int
    keys: dict[str, tuple[int, str]] = field(default_factory=dict)

    def says(self, key: str) -> str:
        """A value without its quotes, or nothing."""
        return self.keys[key][1].strip('"') if key in self.keys else ""


@dataclass(frozen=True)
class Toml:
    """The text of ``charter.toml``, with one key on each line, as the software writes it."""

    lines: list[str]
    blocks: list[Block]

    @classmethod
    def of(cls, text: str) -> Toml:
        lines = [line for line in text.splitlines() if not line.startswith(BORROWED)]
        blocks: list[Block] = []
        for number, line in enumerate(lines, start=1):
            if line.startswith("["):
                blocks.append(Block(line.strip("[]"), number))
            elif " = " in line:
                key, _, value = line.partition(" = ")
                blocks[-1].keys[key] = number, value
        return cls(lines, blocks)

    def all(self, name: str) -> list[Block]:
        return [block for block in self.blocks if block.name == name]

    def text(self, lines: list[str]) -> str:
        return "\n".join(lines) + "\n"

    def put(self, block: Block, key: str, value: str) -> tuple[str, int]:
        """The text with another value of a key (a new key stands below the heading), and the line of the key."""
        line = block.keys[key][0] if key in block.keys else block.line + 1
        rest = self.lines[line:] if key in block.keys else self.lines[line - 1 :]
        return self.text([*self.lines[: line - 1], f"{key} = {value}", *rest]), line

    def without(self, block: Block, key: str) -> str:
        """The text without one key."""
        line = block.keys[key][0]
        return self.text([*self.lines[: line - 1], *self.lines[line:]])

    def without_block(self, block: Block) -> str:
        """The text without a whole table."""
        later = [other.line for other in self.blocks if other.line > block.line]
        end = min(later, default=len(self.lines) + 1)
        return self.text([*self.lines[: block.line - 1], *self.lines[end - 1 :]])


@dataclass(frozen=True)
class Copy:
    """A charter as it says itself, and its three files."""

    charter: Charter
    toml: Toml
    catalogue: Table
    duties: Table

    @classmethod
    def of(cls, charter: Charter) -> Copy:
        categories = table(CATALOGUE, map(category_cells, charter.categories.values()))
        duties = table(DUTIES, map(duty_cells, charter.duties))
        return cls(charter, Toml.of(charter_toml(charter)), Table.of(categories), Table.of(duties))

    def files(self) -> dict[str, str]:
        return {
            TOML: self.toml.text(self.toml.lines),
            CATEGORIES: self.catalogue.text(self.catalogue.rows),
            RULES: self.duties.text(self.duties.rows),
        }

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.files().items():
            (folder / name).write_text(text, encoding="utf-8")
