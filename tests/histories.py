"""Made-up history files of a small district, in the spellings in which districts export theirs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

STREETS = {"榕树街道": ("荔园社区", "海湾社区", "东塘社区"), "北山街道": ("山脚社区", "石桥社区")}
NUMBERS = {"榕树街道": "7", "北山街道": "8", "荔园社区": "701", "海湾社区": "702", "东塘社区": "703"}
NUMBERS |= {"山脚社区": "801", "石桥社区": "802"}
KINDS = (  # three levels, the number of the last one, who handles it
    ("市容环卫", "占道经营", "乱摆卖", "601", "{street}执法队", "31"),
    ("市容环卫", "占道经营", "超线经营", "602", "{street}执法队", "31"),
    ("环保水务", "噪声", "工地噪声", "460", "环境局", "40"),
    ("环保水务", "给水", "自来水漏水", "461", "自来水公司", "41"),
    ("教育卫生", "学校", "入学", "370", "教育局", "42"),
)
COLUMNS = (
    *("rec_id", "create_time", "district", "street", "street_id", "community", "community_id"),
    *("event_type", "main_type", "sub_type", "sub_type_id", "dispose_unit", "dispose_unit_id"),
    *("source", "property", "achieve"),
)
SOURCES = ("12345", "微信公众号", "网格巡查")
PROPERTIES = ("投诉", "咨询", "建议", "投诉")

Row = dict[str, str]


def history(count: int = 120) -> list[Row]:
    """Rows as a call centre keeps them: numbers beside the names, in time or not, no words."""
    places = [(street, name) for street, names in STREETS.items() for name in names]
    return [_row(number, *places[number % len(places)]) for number in range(count)]


def _row(number: int, street: str, community: str) -> Row:
    large, middle, small, code, unit, unit_id = KINDS[number * 7 % len(KINDS)]
    values = (
        *(str(9000 + number), f"2025-{1 + number % 9:02d}-{1 + number % 28:02d}", "试验区"),
        *(street, NUMBERS[street], community, NUMBERS[community], large, middle, small, code),
        *(unit.format(street=street), unit_id + NUMBERS[street] if "{" in unit else unit_id),
        *(SOURCES[number % 3], PROPERTIES[number % 4], "overtime" if number % 9 == 0 else "intime"),
    )
    return dict(zip(COLUMNS, values, strict=True))


CHINESE = {
    "rec_id": "工单编号",
    "create_time": "受理时间",
    "street": "所属街道",
    "community": "社区名称",
    "event_type": "事项大类",
    "sub_type": "事项小类",
    "dispose_unit": "承办单位",
    "source": "诉求来源",
    "property": "诉求性质",
    "achieve": "是否超期",
}


def in_chinese(rows: Iterable[Row]) -> list[Row]:
    """The same as a hotline exports it: Chinese headings, no numbers, yes and no for late, and the caller's words."""
    late = {"overtime": "是", "intime": "否"}
    found = []
    for row in rows:
        new = {heading: row[column] for column, heading in CHINESE.items()}
        new["是否超期"] = late[row["achieve"]]
        new["受理时间"] = row["create_time"].replace("-", "/") + " 09:30"
        new["诉求内容"] = f"居民反映{row['community']}{row['sub_type']}，编号{row['rec_id']}，希望尽快处理，谢谢。"
        found.append(new)
    return found


def in_english(rows: Iterable[Row]) -> list[Row]:
    """The same as an American 311 centre publishes it: other columns, other dates, two times instead of a verdict."""
    return [
        {
            "Service Request Number": f"25-{row['rec_id']}",
            "Created Date": _american(row["create_time"], "08:15:00 AM"),
            "Closed Date": "" if row["rec_id"].endswith("3") else _american(row["create_time"], "06:30:00 PM"),
            "Due Date": _american(row["create_time"], "05:00:00 PM" if row["achieve"] == "overtime" else "11:00:00 PM"),
            "Complaint Type": row["sub_type"],
            "Agency Name": row["dispose_unit"],
            "Neighborhood": row["community"].removesuffix("社区") + " Heights",
            "Method Received": "Phone",
            "Status": "Open" if row["rec_id"].endswith("3") else "Closed",
            "Street Name": f"{row['rec_id']} MAIN ST",
            "Latitude": "39.3",
            "Longitude": "-76.6",
            "Zip Code": "21215",
        }
        for row in rows
    ]


def _american(day: str, clock: str) -> str:
    year, month, date = day.split("-")
    return f"{month}/{date}/{year} {clock}"


def as_csv(path: Path, rows: Sequence[Mapping[str, str]], encoding: str = "utf-8") -> Path:
    """Write a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_xlsx(path: Path, rows: Sequence[Mapping[str, str]], title: str = "") -> Path:
    """Write a spreadsheet, with a title above the table if one is given."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet.append([title])
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([int(value) if value.isdecimal() else value for value in row.values()])
    book.save(path)
    return path
