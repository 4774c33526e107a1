"""What the check says of the examples of a charter: what is wrong, and the repair."""

EXAMPLE_WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "bad_moment": {
        "en": ("{value} is not a moment.", "Write day and time, e.g. 2026-11-20 21:00."),
        "zh": ("“{value}”不是时间。", "写日期和时间，如 2026-11-20 21:00。"),
    },
    "example_without_moment": {
        "en": ("The example says until when, but not when it is reported.", "Write the moment in the column at."),
        "zh": ("例子写了截止时间，却没有写上报时间。", "在 at 列写明上报时间。"),
    },
    "example_asks_nothing": {
        "en": ("The example {value} expects no answer.", "Write at least who must lead."),
        "zh": ("例子“{value}”没有写任何应有的结果。", "至少写明应由谁主办。"),
    },
}
