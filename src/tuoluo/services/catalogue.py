"""The catalogue of items as a spreadsheet: read row by row with everything that is wrong, and written without loss."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

from django.db import transaction
from django.utils.translation import get_language

from tuoluo.charter.model import Handling
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.kernel.sheets import BadSheet, Sheet, SheetRow, read_sheet, workbook, write_sheet
from tuoluo.kernel.worktime import TimeLimit, Unit
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import batch
from tuoluo.ledger.words import sentence
from tuoluo.services import rules
from tuoluo.services.acts import change_item, enter_item
from tuoluo.services.models import Item, Wording
from tuoluo.services.rules import Attribute, Listed, Lists, NewItem, Terms
from tuoluo.services.words import how_to_mend

HEADINGS: Mapping[str, tuple[str, str]] = {
    "code": ("编码", "code"),
    "name": ("名称", "name"),
    "name_en": ("英文名称", "English name"),
    "attribute": ("法律属性", "legal attribute"),
    "handling": ("收放", "retained or delegable"),
    "category": ("对应类别", "category of the charter"),
    "basis": ("依据", "basis"),
    "competences": ("所需能力", "required competences"),
    "materials": ("材料", "materials"),
    "amount": ("时限", "time limit"),
    "unit": ("时限单位", "unit"),
    "fee": ("收费", "fee"),
    "note": ("说明", "note"),
    "source": ("来源", "source"),
    "valid_from": ("起始日期", "valid from"),
}
NEEDED = ("code", "name", "attribute", "handling")
TOLD: Mapping[str, tuple[str, str]] = {
    "file": ("〔文件〕", "[file]"),
    "row": ("〔行号〕", "[row]"),
    "column": ("〔问题所在列〕", "[column]"),
    "value": ("〔原值〕", "[value]"),
    "wrong": ("〔问题〕", "[what is wrong]"),
    "mend": ("〔如何修改〕", "[how to mend it]"),
}
HANDLING_WORDS = {Handling.RETAINED: ("收", "retained"), Handling.DELEGABLE: ("放", "delegable")}
UNIT_WORDS = {
    Unit.WORKING_HOURS: ("工作时", "working hours"),
    Unit.WORKING_DAYS: ("工作日", "working days"),
    Unit.URGENT_HOURS: ("紧急工作时", "hours, day and night"),
}
SEPARATOR = re.compile(r"\s*[;；]\s*")
LONGEST_TIME = 9999


@dataclass(frozen=True)
class Reading:
    """One row as it was understood, or everything that is wrong with it."""

    row: SheetRow
    item: NewItem | None
    valid_from: date | None
    wrong: tuple[Refusal, ...] = ()


@dataclass
class Tally:
    """What a load has done, by code; rows that could not be loaded, with the reasons."""

    entered: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: tuple[Reading, ...] = ()


def sample_file() -> Path:
    """The sample package that ships: 156 items that may be delegated, and some that are retained."""
    return Path(str(files("tuoluo") / "services" / "data" / "sample_items.csv"))


def _place() -> int:
    return 0 if (get_language() or "zh").startswith("zh") else 1


# Reading


def read_items(path: Path, lists: Lists) -> tuple[Sheet, list[Reading]]:
    """Every row of a file, understood or with what is wrong. Raises `BadSheet` when the file is no catalogue at all."""
    sheet = read_sheet(path)
    columns = _columns(path, sheet)
    seen: dict[str, int] = {}
    return sheet, [_reading(row, columns, lists, seen) for row in sheet.rows]


def _columns(path: Path, sheet: Sheet) -> dict[str, str]:
    """The heading of each column that is there, by its code; both languages and the codes are understood."""
    meant = {word.casefold(): code for code, words in HEADINGS.items() for word in (code, *words)}
    told = {word for words in TOLD.values() for word in words}
    columns: dict[str, str] = {}
    for column in sheet.columns:
        code = meant.get(column.casefold())
        if code is None and column not in told:
            known = ", ".join(words[_place()] for words in HEADINGS.values())
            raise BadSheet(f"{path}: row 1, column {column}: it is not known; take it out, or name it one of: {known}")
        if code in columns:
            raise BadSheet(f"{path}: row 1, column {column}: {columns[code]} says the same; take one of them out")
        if code is not None:
            columns[code] = column
    missing = next((HEADINGS[code][_place()] for code in NEEDED if code not in columns), None)
    if missing is not None:
        raise BadSheet(f"{path}: row 1: the column {missing} is missing; add it")
    return columns


def _reading(row: SheetRow, columns: Mapping[str, str], lists: Lists, seen: dict[str, int]) -> Reading:
    cells = {
        code: row.cells.get(columns[code], "").replace("\r\n", "\n") if code in columns else "" for code in HEADINGS
    }
    wrong: list[Refusal] = []
    terms = _terms(cells, lists, wrong.append)
    day = _day(cells["valid_from"], wrong.append)
    wrong += [fault for fault in (rules.code_fault(cells["code"]), *rules.terms_faults(terms, lists)) if fault]
    if cells["code"] in seen:
        wrong.append(_fault("item.twice", "code", cells["code"], row=seen[cells["code"]]))
    seen.setdefault(cells["code"], row.number)
    return Reading(row, None if wrong else NewItem(cells["code"], terms), day, tuple(_once(wrong, cells)))


def _once(wrong: Iterable[Refusal], cells: Mapping[str, str]) -> Iterator[Refusal]:
    """One fault for each column, with what stands in the cell: what could not be read is not also called missing."""
    columns: set[str] = set()
    for fault in wrong:
        column = str(fault.facts["column"])
        if column not in columns:
            columns.add(column)
            value = fault.facts["value"] if column == "competences" else cells[column]
            yield replace(fault, facts={**fault.facts, "value": value})


def _fault(code: str, column: str, value: str, **more: object) -> Refusal:
    return Refusal(code, rules.CATALOGUE, {"column": column, "value": value, **more})


def _terms(cells: Mapping[str, str], lists: Lists, wrong: Callable[[Refusal], None]) -> Terms:
    same = ("name", "name_en", "category", "basis", "materials", "fee", "note", "source")
    parts = [part for part in SEPARATOR.split(cells["competences"]) if part]
    return Terms(
        **{code: cells[code] for code in same},
        attribute=_named(cells["attribute"], lists.attributes),
        handling=_handling(cells["handling"], wrong),
        competences=tuple(dict.fromkeys(_named(part, lists.competences) for part in parts)),
        limit=_limit(cells["amount"], cells["unit"], wrong),
    )


def _named(word: str, known: Mapping[str, Attribute] | Mapping[str, Listed]) -> str:
    """The code of an entry that is called so in either language, or the word itself."""
    if word in known:
        return word
    found = (code for code, one in known.items() if word.casefold() in (one.name.zh.casefold(), one.name.en.casefold()))
    return next(found, word) if word else ""


def _handling(word: str, wrong: Callable[[Refusal], None]) -> Handling:
    meant = {text: one for one, texts in HANDLING_WORDS.items() for text in (one.value, *texts)}
    if word and word.casefold() not in meant:
        wrong(_fault("item.unknown_handling", "handling", word))
    return meant.get(word.casefold(), Handling.UNSAID)


def _limit(amount: str, unit: str, wrong: Callable[[Refusal], None]) -> TimeLimit | None:
    units = {text: one for one, texts in UNIT_WORDS.items() for text in (one.value, *texts)}
    if not amount and not unit:
        return None
    if not (amount.isascii() and amount.isdecimal() and 1 <= int(amount) <= LONGEST_TIME):
        wrong(_fault("item.bad_limit", "amount", amount))
        return None
    if unit.casefold() not in units:
        wrong(_fault("item.bad_limit", "unit", unit))
        return None
    return TimeLimit(int(amount), units[unit.casefold()])


def _day(text: str, wrong: Callable[[Refusal], None]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong(_fault("item.bad_day", "valid_from", text))
        return None


# Loading


def load_items(readings: Sequence[Reading], *, by: Actor, at: datetime, day: date) -> Tally:
    """Enter what is new and change what reads otherwise, from a day on; what reads the same stays untouched.

    Rows that cannot be loaded come back with the reason; items that are not in the file stay as they are.
    """
    tally, rejected = Tally(), [reading for reading in readings if reading.wrong]
    latest = {wording.item.code: wording for wording in Wording.objects.filter(valid_until=None).select_related("item")}
    with batch():
        for reading in readings:
            if reading.item is None:
                continue
            try:
                with transaction.atomic():
                    _load(reading, reading.item, latest.get(reading.item.code), tally, by=by, at=at, day=day)
            except Refused as refused:
                rejected.append(_refused(reading, refused.refusal))
    tally.rejected = tuple(sorted(rejected, key=lambda reading: reading.row.number))
    return tally


def _load(
    reading: Reading, new: NewItem, latest: Wording | None, tally: Tally, *, by: Actor, at: datetime, day: date
) -> None:
    if latest is None:
        enter_item(by=by, at=at, item=new, valid_from=reading.valid_from or day)
        tally.entered += 1
    elif latest.terms() == new.terms and latest.item.valid_until is None:
        tally.unchanged += 1
    else:
        given = reading.valid_from if reading.valid_from and reading.valid_from > latest.valid_from else None
        change_item(latest.item, by=by, at=at, terms=new.terms, valid_from=given or max(day, latest.valid_from))
        tally.changed += 1


def _refused(reading: Reading, refusal: Refusal) -> Reading:
    """A row that an act refused: a right that is missing is nobody's slip in a cell, and stops the load."""
    if refusal.code.startswith("right."):
        raise Refused(refusal)
    facts = {"column": "code", "value": reading.item.code if reading.item else "", **refusal.facts}
    return Reading(reading.row, None, reading.valid_from, (Refusal(refusal.code, refusal.basis, facts),))


# Writing


def export_items(path: Path, wordings: Iterable[Wording], lists: Lists) -> int:
    """Write what the catalogue says, so that loading it again changes nothing. How many items it were."""
    place = _place()
    rows = [row_of(wording, lists) for wording in wordings]
    write_sheet(path, [words[place] for words in HEADINGS.values()], rows, title=("办事事项", "items")[place])
    return len(rows)


def row_of(wording: Wording, lists: Lists) -> list[str]:
    """One item as a row, in the order of the headings."""
    place, terms = _place(), wording.terms()
    cells = {code: getattr(terms, code) for code in HEADINGS if isinstance(getattr(terms, code, None), str)}
    cells |= {
        "code": wording.item.code,
        "attribute": _word(terms.attribute, lists.attributes),
        "handling": HANDLING_WORDS[terms.handling][place],
        "competences": "; ".join(_word(code, lists.competences) for code in terms.competences),
        "amount": str(terms.limit.amount) if terms.limit else "",
        "unit": UNIT_WORDS[terms.limit.unit][place] if terms.limit else "",
        "valid_from": wording.valid_from.isoformat(),
    }
    return [cells[code] for code in HEADINGS]


def _word(code: str, known: Mapping[str, Attribute] | Mapping[str, Listed]) -> str:
    """What an entry of a list is called, where that leads back to it; otherwise its code."""
    if code not in known:
        return code
    word = known[code].name.in_language("zh" if _place() == 0 else "en")
    plain = not SEPARATOR.search(word)
    return word if plain and _named(word, known) == code else code


def write_rejected(path: Path, file: str, sheet: Sheet, rejected: Sequence[Reading]) -> None:
    """The rows that were not loaded, as they were: each with file, row, column, value, what is wrong and the repair.

    Mended, the same file can be loaded again; the columns in brackets are then passed over.
    """
    place = _place()
    told = {word for words in TOLD.values() for word in words}
    columns = [column for column in sheet.columns if column not in told]
    meant = {word.casefold(): code for code, words in HEADINGS.items() for word in (code, *words)}
    rows, marked = [], set()
    for number, reading in enumerate(rejected):
        wrong = {str(fault.facts["column"]) for fault in reading.wrong}
        marked |= {(number, at) for at, column in enumerate(columns) if meant.get(column.casefold()) in wrong}
        rows.append([*(reading.row.cells[column] for column in columns), *_told(file, reading)])
    heading = [*columns, *(words[place] for words in TOLD.values())]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook(heading, rows, title=("待修改", "to be mended")[place], marked=frozenset(marked)))


def _told(file: str, reading: Reading) -> list[str]:
    place = _place()
    columns = (str(fault.facts["column"]) for fault in reading.wrong)
    return [
        file,
        str(reading.row.number),
        "\n".join(HEADINGS[column][place] if column in HEADINGS else column for column in columns),
        "\n".join(str(fault.facts["value"]) for fault in reading.wrong),
        "\n".join(sentence(fault) for fault in reading.wrong),
        "\n".join(how_to_mend(fault) for fault in reading.wrong),
    ]


def item_coded(code: str) -> Item | None:
    """The item with a code."""
    return Item.objects.filter(code=code).first()
