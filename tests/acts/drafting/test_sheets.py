"""A draft as spreadsheets and back: whatever people write comes back; what cannot be read is told with its place."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.rules.charter.draft import Draft
from tuoluo.drafting.content import TABLES, Cells, Content, Row, content_of, files_of, with_row, with_table
from tuoluo.drafting.sheets import LARGEST_UNPACKED, as_csv, as_toml, as_xlsx, read_file

LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff")
WORDS = st.text(LETTERS, max_size=12).map(str.strip)
TRICKY = st.sampled_from(["=1+1", "+1", "-1", "@桥头居委会", "007", "1.0", "a,b", '"', "_x0041_", "1e3", "yes", "是"])
SAID = TRICKY | WORDS


def cells_of(content: Content) -> dict[str, list[Cells]]:
    return {name: [row.cells for row in content.table(name)] for name in TABLES}


def replaced(content: Content, tables: Mapping[str, object]) -> Content:
    for name, rows in tables.items():
        content = with_table(content, name, rows)  # type: ignore[arg-type]
    return content


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A small charter as rows."""
    return content_of(Draft(tmp_path_factory.mktemp("small")).folder)


def written(content: Content, note: str, name: str, source: str) -> Content:
    """A draft with words of somebody's in each kind of file."""
    for table, cells in (
        ("duties", {"note": note, "lead": note}),
        ("kinds", {"zh": name}),
        ("charter", {"sources": source}),
    ):
        row = content.table(table)[0]
        new = {**row.cells, **cells}
        content = with_row(content, table, Row(row.id, row.version + 1, {key: new[key] for key in new if new[key]}))
    return content


@given(note=SAID, name=SAID, source=WORDS)
def test_what_is_exported_as_a_workbook_comes_back_without_loss(
    small: Content, note: str, name: str, source: str
) -> None:
    content = written(small, note, name, source)
    given_back = read_file("draft.xlsx", as_xlsx(content))
    assert given_back.faults == ()
    assert replaced(content, given_back.tables) == content


@given(note=SAID, name=SAID, source=WORDS)
def test_what_is_exported_as_csv_and_toml_comes_back_without_loss(
    small: Content, note: str, name: str, source: str
) -> None:
    content = written(small, note, name, source)
    for table in TABLES:
        given_back = read_file(f"{table}.csv", as_csv(content, table))
        assert given_back.faults == ()
        assert replaced(content, given_back.tables) == content
    given_back = read_file("charter.toml", as_toml(content))
    assert given_back.faults == ()
    assert replaced(content, given_back.tables) == content


@given(note=SAID, basis=SAID, zh=SAID.filter(bool), sources=st.lists(WORDS.filter(bool), max_size=3))
def test_words_of_any_kind_come_back_from_the_files_of_a_charter(
    tmp_path_factory: pytest.TempPathFactory, small: Content, note: str, basis: str, zh: str, sources: list[str]
) -> None:
    content = written(small, note, zh, "\n".join(sources))
    folder = tmp_path_factory.mktemp("draft")
    files_of(content).write(folder)
    assert cells_of(content_of(folder)) == cells_of(content)


def test_excel_sees_utf_8_and_no_formula(small: Content) -> None:
    content = written(small, '=HYPERLINK("http://x")', "社区", "")
    assert as_csv(content, "duties").startswith(b"\xef\xbb\xbf")
    sheet = load_workbook(io.BytesIO(as_xlsx(content)))["duties"]
    cell = next(cell for cell in sheet[2] if cell.value and str(cell.value).startswith("="))
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    ("name", "raw", "code", "row", "column"),
    [
        ("duties.csv", b"category,leed\nA1,x\n", "missing_column", 1, "lead"),
        ("duties.csv", b"category,lead,memo\nA1,x,y\n", "unknown_column", 1, "memo"),
        ("duties.csv", b"category,lead\nA1,x,y\n", "too_many_cells", 2, ""),
        ("duties.csv", b"\xff\xfe\x00\x00", "unreadable_encoding", 0, ""),
        ("other.csv", b"a,b\n", "which_table", 0, ""),
        ("draft.xlsx", b"PK no workbook", "unreadable_workbook", 0, ""),
        ("charter.toml", b"[charter\n", "bad_toml", 0, ""),
        ("charter.toml", b"[[kinds]]\ncodes = 1\n", "unknown_key", 0, "codes"),
        ("duties.csv", b"x" * 3_000_001, "file_too_large", 0, ""),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(name: str, raw: bytes, code: str, row: int, column: str) -> None:
    given_back = read_file(name, raw)
    assert not given_back.tables
    fault = given_back.faults[0]
    assert (fault.code, fault.file, fault.row, fault.column) == (code, name, row, column)
    for language in ("zh", "en"):
        assert fault.sentence(language)
        assert fault.repair(language)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * (LARGEST_UNPACKED + 1))
    assert read_file("bomb.xlsx", out.getvalue()).faults[0].code == "file_too_large"


def test_a_path_in_the_name_of_a_file_is_only_a_name() -> None:
    assert read_file("../../etc/duties.csv", b"category,lead\n").file == "duties.csv"


def test_gbk_from_an_old_excel_is_understood() -> None:
    raw = "类别,主办,备注\ndefault,workstation,居民\n".encode("gb18030")
    assert read_file("duties.csv", raw).tables["duties"] == [
        {"category": "default", "lead": "workstation", "note": "居民"}
    ]
