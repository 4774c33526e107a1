"""Which field a column's name speaks of: words for each field in Chinese and English."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a column of a history file can state."""

    KEY = "key"
    REPORTED = "reported"
    CLOSED = "closed"
    DUE = "due"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    CATEGORY = "category"
    UNIT = "unit"
    CHANNEL = "channel"
    NATURE = "nature"
    ON_TIME = "on_time"
    STATUS = "status"
    TEXT = "text"
    ANSWER = "answer"
    PLACE = "place"
    LNG = "lng"
    LAT = "lat"


REQUIRED = (Field.REPORTED, Field.COMMUNITY, Field.CATEGORY)
NAMED = (Field.DISTRICT, Field.STREET, Field.COMMUNITY, Field.CATEGORY, Field.UNIT, Field.CHANNEL, Field.NATURE)

EXACT, LIKELY, VAGUE = 0.92, 0.72, 0.5


@dataclass(frozen=True)
class Words:
    """Names of columns that state a field: for certain, most likely, or perhaps (parts of a name)."""

    exact: str
    likely: str = ""
    vague: str = ""


WORDS: dict[Field, Words] = {
    Field.KEY: Words(
        "rec id|record id|case id|request id|service request id|service request num|service request number|"
        "sr number|srrecord id|unique key|report num|report no|ticket id|ticket number|incident id|工单编号|"
        "工单号|事件编号|事件号|案件编号|案卷编号|案卷号|案件号|受理编号|受理号|诉求编号|任务号|任务编号|"
        "问题编号|记录编号|登记编号|流水号|信件编号",
        "id|编号|单号|key|number|objectid",
        "序号|no",
    ),
    Field.REPORTED: Words(
        "create time|created|created date|created at|date created|open date|opened|opened date|"
        "requested datetime|date opened|reported date|report date|report time|date reported|received date|"
        "date received|request date|received|受理时间|受理日期|上报时间|上报日期|登记时间|登记日期|创建时间|"
        "创建日期|来电时间|反映时间|诉求时间|诉求日期|发生时间|发生日期|事发时间|提交时间|立案时间|接报时间|"
        "来件时间|信件时间|案发时间|收件时间|投诉时间",
        "date|日期|时间|datetime|time",
    ),
    Field.CLOSED: Words(
        "close date|closed date|closed|closed at|date closed|completion date|resolved date|completed date|"
        "close time|结案时间|结案日期|办结时间|办结日期|完成时间|完成日期|归档时间|办理完成时间|关闭时间|"
        "处置完成时间",
    ),
    Field.DUE: Words(
        "due date|due|expected datetime|target date|sla date|deadline|办理期限|截止时间|截止日期|办结期限|"
        "限办时间|限办日期|要求完成时间|应办结时间|处置期限|处置截止时间|超时时间",
    ),
    Field.DISTRICT: Words(
        "district|district name|区|所属区|行政区|区县|所在区|辖区|区域|县区|所属区县|区名称|city|county|municipality",
        "borough",
    ),
    Field.STREET: Words(
        "street|subdistrict|sub district|street office|township|town|街道|所属街道|街道名称|镇街|街镇|"
        "所在街道|街道办|街道办事处|乡镇街道|镇|乡镇|所属镇街|borough|planning district",
        "street name|council district|ward",
    ),
    Field.COMMUNITY: Words(
        "community|community name|neighborhood|neighbourhood|neighborhood name|neighbourhood name|village|"
        "社区|所属社区|社区名称|所在社区|社区村|村社区|村居|居委会|居委|所属居委会|社区居委会|社居|社区（村）|"
        "村（社区）",
        "neighborhood|neighbourhood|社区",
    ),
    Field.CATEGORY: Words(
        "event type|main type|sub type|category|sub category|subcategory|service name|complaint type|"
        "service type|sr type|request type|issue type|descriptor|type|case type|problem type|service category|"
        "request category|category 1|category 2|category 3|level 1|level 2|level 3|service subtype|"
        "service details|一级分类|二级分类|三级分类|四级分类|大类|小类|细类|子类|中类|事项|事项名称|类别|类型|"
        "分类|问题类型|问题类别|事件类型|事件类别|诉求类别|诉求分类|主题分类|事项大类|事项小类|事件大类|"
        "事件小类|案件大类|案件小类|大类名称|小类名称|案件类型|一级类别|二级类别|三级类别|问题分类|一级事项|"
        "二级事项|三级事项|事项分类|投诉类型|一级类型|二级类型|三级类型|诉求事项",
        "category|类别|分类|大类|小类|事项|subtype|sub type|complaint",
        "类型|type|problem|reason",
    ),
    Field.UNIT: Words(
        "dispose unit|agency|agency name|department|department name|handling unit|responsible agency|"
        "responsible department|handling department|unit|assigned to|assigned department|responsible party|"
        "处置单位|处置部门|承办单位|主办单位|办理单位|责任单位|处理单位|承办部门|主办部门|主责部门|主责单位|"
        "责任部门|办理部门|处理部门|受理单位|转办单位|职能部门|单位名称",
        "单位|部门|agency|department",
        "unit|team|division",
    ),
    Field.CHANNEL: Words(
        "source|channel|method received|event src|event source|request source|open data channel type|origin|"
        "received via|submission method|case source|contact method|来源|渠道|诉求来源|来源渠道|受理渠道|"
        "上报来源|问题来源|事件来源|案件来源|受理方式|反映渠道|诉求渠道|来件渠道|信息来源",
        "来源|渠道|channel",
        "source",
    ),
    Field.NATURE: Words(
        "property|event property|nature|request nature|诉求性质|性质|诉求类型|事件性质|工单类型|来电类型|"
        "信件类型|信件类别|诉求种类|工单性质",
    ),
    Field.ON_TIME: Words(
        "achieve|on time|ontime|timeliness|in time|sla status|within sla|overdue|late|是否超期|是否按时|"
        "是否逾期|是否超时|是否按期|办结情况|按期情况|时限情况|超期情况|时效|超时情况|办理时效|结案情况",
        "超期|超时|逾期|overdue|按时|按期|on time",
        "完成情况|办理情况",
    ),
    Field.STATUS: Words(
        "status|sr status|case status|request status|status description|状态|办理状态|工单状态|案件状态|"
        "事件状态|处理状态|当前状态|办理进度",
        "状态|status",
    ),
    Field.TEXT: Words(
        "description|text|content|details|event desc|event description|complaint text|request details|"
        "comments|narrative|诉求内容|问题描述|事件描述|反映内容|内容|描述|投诉内容|工单内容|信件内容|案件描述|"
        "诉求描述|主要内容|留言详情|情况描述",
        "内容|描述|description|narrative",
        "标题|主题|title",
    ),
    Field.ANSWER: Words(
        "answer|outcome|resolution|resolution description|resolution details|status notes|reply|办理结果|"
        "处理结果|处置结果|答复|答复内容|答复意见|回复|回复内容|办理意见|处理意见|办理情况说明|处置情况",
    ),
    Field.PLACE: Words(
        "address|location|occur place|incident address|street address|location description|full address|"
        "发生地点|地址|详细地址|事发地点|地点|位置|发生地址|事发地址|问题地址|地址描述|位置描述|事件地址|"
        "具体地址",
        "地址|地点|address",
    ),
    Field.LNG: Words(
        "longitude|lng|lon|long|x|经度",
    ),
    Field.LAT: Words(
        "latitude|lat|y|纬度",
    ),
}
ID_WORDS = ("id", "code", "no", "num", "编号", "编码", "代码", "标识", "号")
LATE_WORDS = ("超", "逾", "overdue", "late", "breach")


def plain(heading: str) -> str:
    """A column's name in small letters, its words apart: ``CreatedDate`` and ``created_date`` are one."""
    text = unicodedata.normalize("NFKC", heading)
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", text)
    return " ".join(re.sub(r"[^\w()一-鿿]+|_+", " ", text.lower()).split())


def heading_says(heading: str) -> dict[Field, float]:
    """How likely a column states each field, by its name alone."""
    text = plain(heading)
    found: dict[Field, float] = {}
    for field, words in WORDS.items():
        for likelihood, listed in ((EXACT, words.exact), (LIKELY, words.likely), (VAGUE, words.vague)):
            if _speaks_of(text, listed, whole=likelihood == EXACT):
                found[field] = likelihood
                break
    return found


def _speaks_of(text: str, listed: str, *, whole: bool) -> bool:
    options = [plain(option) for option in listed.split("|") if option]
    bare = re.sub(r"\s*(name|名称|names)$", "", text) or text
    squeezed = text.replace(" ", "")
    if whole:
        return any(option in (text, bare) or option.replace(" ", "") == squeezed for option in options)
    return any(option in text if not option.isascii() else f" {option} " in f" {text} " for option in options)


def id_of(heading: str) -> str | None:
    """The name of the thing whose number a column gives (``street`` for ``STREET_ID``), or nothing."""
    text = plain(heading)
    for word in ID_WORDS:
        if word.isascii() and text.endswith(f" {word}"):
            return text.removesuffix(f" {word}").removesuffix(" name")
        if not word.isascii() and text.endswith(word) and len(text) > len(word):
            return text.removesuffix(word).removesuffix("名称")
    return None


def means_late(heading: str) -> bool:
    """Whether a bare yes in this column says late (``是否超期``) and not in time (``是否按时``)."""
    return any(word in plain(heading) for word in LATE_WORDS)
