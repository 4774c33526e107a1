"""What cells say: days, natures, channels, whether something was done in time or is still going on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tuoluo.matters.rules import Channel, Nature


class Standing(StrEnum):
    """How a source says that a matter stands."""

    ON_TIME = "on_time"
    LATE = "late"
    DONE = "done"
    OPEN = "open"
    NOT_SAID = "not_said"


@dataclass(frozen=True)
class Moment:
    """A moment as the source states it; ``day_only`` when it states no hour."""

    at: datetime
    day_only: bool


_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?号?\s*(.*)")
_DIGITS = re.compile(r"(?:19|20)\d{6}")
_FIRST_YEAR = 1900
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a count of days has no zone yet
YEAR_FIRST = tuple(
    f"%Y-%m-%d{rest}" for rest in ("", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", "T%H:%M:%S", "T%H:%M:%S.%f", " %H")
)
TWELVE = (" %I:%M:%S %p", " %I:%M %p")
MONTH_FIRST = tuple(f"%m-%d-%Y{rest}" for rest in ("", *TWELVE, " %H:%M:%S", " %H:%M"))
DAY_FIRST = tuple(f"%d-%m-%Y{rest}" for rest in ("", *TWELVE, " %H:%M:%S", " %H:%M"))
ORDERS = {"year": YEAR_FIRST, "month": (*YEAR_FIRST, *MONTH_FIRST), "day": (*YEAR_FIRST, *DAY_FIRST)}


def moment(text: str, zone: ZoneInfo, order: str = "month") -> Moment | None:
    """A day or moment in one of the usual spellings; nothing when it is none, or not a day of any calendar.

    ``order`` tells whether 04/05/2018 is April (``month``) or May (``day``); the file as a whole shows which.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if chinese := _CHINESE.fullmatch(text):
        year, month, day, rest = chinese.groups()
        text = (
            f"{year}-{month}-{day} {rest.replace('时', ':').replace('点', ':').replace('分', '').strip(': ')}".strip()
        )
    elif _DIGITS.fullmatch(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    text = re.sub(r"(?<=\d)[/.](?=\d{1,4}(?:[/.]|$|\s|T))", "-", text, count=2)
    text, zone_said = _zone(text)
    for pattern in ORDERS[order]:
        try:
            found = datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone follows
        except ValueError:
            continue
        if found.year < _FIRST_YEAR:
            return None
        aware = found.replace(tzinfo=zone) if zone_said is None else found.replace(tzinfo=zone_said).astimezone(zone)
        return Moment(aware, "%H" not in pattern and "%I" not in pattern)
    return None


def _zone(text: str) -> tuple[str, ZoneInfo | None]:
    if text.endswith("Z") and "T" in text:
        return text[:-1], ZoneInfo("UTC")
    return text, None


def serial_day(text: str, zone: ZoneInfo) -> Moment | None:
    """A day as Excel counts it (43139 is 2018-02-08), in a column where all are like that."""
    if not re.fullmatch(r"[2-6]\d{4}(\.\d+)?", text):
        return None
    found = EXCEL_EPOCH + timedelta(days=float(text))
    return Moment(found.replace(microsecond=0, tzinfo=zone), "." not in text)


def order_of(texts: Iterable[str]) -> str:
    """Whether a column writes the month or the day first: some number above 12 gives it away."""
    firsts, seconds = set(), set()
    for text in texts:
        if found := re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}", text):
            firsts.add(int(found[1]) > 12)
            seconds.add(int(found[2]) > 12)
    return "day" if True in firsts and True not in seconds else "month"


NATURES: dict[Nature, tuple[str, ...]] = {
    Nature.COMPLAINT: ("投诉", "complaint", "投诉类", "抱怨"),
    Nature.TIP_OFF: ("举报", "投诉举报", "tip-off", "report violation", "检举"),
    Nature.ENQUIRY: ("咨询", "询问", "咨询类", "enquiry", "inquiry", "information", "question", "info request"),
    Nature.SUGGESTION: ("建议", "意见", "意见建议", "suggestion", "feedback"),
    Nature.HELP: ("求决", "求助", "help", "request", "service request", "求助类", "诉求", "service", "申请"),
    Nature.PRAISE: ("感谢", "表扬", "praise", "thanks", "compliment", "commendation"),
    Nature.FINDING: ("巡查", "巡查发现", "上报", "finding", "inspection", "patrol"),
    Nature.OTHER: ("其他", "其它", "other"),
}
_NATURE = {word: nature for nature, words in NATURES.items() for word in words}


def nature(text: str) -> Nature | None:
    """What the reporter wanted, if the word is known."""
    return _NATURE.get(_plain(text))


CHANNELS: tuple[tuple[Channel, str], ...] = (
    (Channel.TELEPHONE, r"123\d\d|电话|热线|来电|固话|phone|telephone|call|voice|\b311\b|hotline|110|tel\b"),
    (Channel.PATROL, r"巡查|巡检|采集|监督员|网格|无人机|视频|patrol|inspect|internal|proactive|field|crew"),
    (Channel.COUNTER, r"来访|信访|窗口|现场|来信|大厅|counter|walk|letter|visit|in person|mail(?!box)"),
    (
        Channel.WEB,
        r"@|网|微信|公众号|小程序|app|信箱|邮箱|邮件|微博|美丽|线上|web|online|mobile|e-?mail|site|social|tweet",
    ),
    (Channel.API, r"api|接口|平台|系统|转办|交办|system"),
)


def channel(text: str) -> Channel | None:
    """The way by which it came in, if the word tells."""
    plain = _plain(text)
    return next((found for found, pattern in CHANNELS if re.search(pattern, plain)), None)


_STANDINGS: dict[Standing, str] = {
    Standing.ON_TIME: (
        "intime|in time|ontime|on time|on-time|按期|按时|准时|未超期|未超时|未逾期|不超期|按期结办|按时办结|按期办结"
        "|按时结案|按期结案|期限内办结|提前办结|within sla|met|within"
    ),
    Standing.LATE: (
        "overtime|over time|late|overdue|超期|超时|逾期|已超期|已超时|超期结办|超时办结|超期办结|逾期办结|超时结案"
        "|超期结案|已逾期|missed|outside sla|breached"
    ),
    Standing.DONE: (
        "已办结|办结|结案|已结案|已结|已完成|完成|已处理|已关闭|关闭|已归档|归档|closed|done|completed|resolved"
        "|complete|finished|fixed|closed (duplicate)|closed (transferred)|closed (no response)|closed - no response"
        "|closed - duplicate|archived"
    ),
    Standing.OPEN: (
        "处置中|处理中|办理中|在办|未办结|未结案|未结|待办|待处理|待处置|待派遣|派遣中|跟进中|挂账|open|new|pending|assigned"
        "|in progress|in-progress|started|acknowledged|open (duplicate)|not started|reopened"
    ),
}
_STANDING = {word: standing for standing, words in _STANDINGS.items() for word in words.split("|")}
YES = frozenset({"是", "y", "yes", "true", "1", "t"})
NO = frozenset({"否", "n", "no", "false", "0", "f"})


def standing(text: str, *, yes_means_late: bool | None = None) -> Standing | None:
    """How a matter stands, if the word tells. ``yes_means_late``: what a bare yes says, by the column's name."""
    plain = _plain(text)
    if plain in _STANDING:
        return _STANDING[plain]
    if yes_means_late is None or plain not in YES | NO:
        return None
    return Standing.LATE if (plain in YES) is yes_means_late else Standing.ON_TIME


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()
