"""A workbook of a few bytes cannot ask for all the memory there is."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from tuoluo.kernel.sheets import BadSheet, read_sheet, refuse_far_cells


def workbook(far: str) -> bytes:
    book, out, changed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["a", "b"])  # type: ignore[union-attr]
    book.save(out)
    with ZipFile(out) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"</row>", f'<c r="{far}" t="n"><v>1</v></c></row>'.encode(), 1)
            new.writestr(name, content)
    return changed.getvalue()


@pytest.mark.parametrize("far", ["XFD1048576", "A900000", "ZZZ1", "XFDZZZ99999999999"])
def test_a_cell_far_out_is_refused_before_anything_is_read(far: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="far from the table"):
        refuse_far_cells(workbook(far))
    path = tmp_path / "far.xlsx"
    path.write_bytes(workbook(far))
    with pytest.raises(BadSheet, match="far from the table"):
        read_sheet(path)


def test_an_ordinary_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "near.xlsx"
    path.write_bytes(workbook("C1"))
    assert read_sheet(path).columns == ("a", "b", "1")
