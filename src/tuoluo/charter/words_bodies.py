"""What the check says of bodies that cannot do what a duty asks of them: what is wrong, and the repair."""

BODY_WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "checks_own_superior": {
        "en": (
            "{value} {check} the work of {lead}, to which it answers: nobody judges their own superior.",
            "Name in {column} a body that does not answer to {lead}, or correct a superior in charter.toml.",
        ),
        "zh": (
            "{value} {check} {lead} 的工作，而 {lead} 是它的上级：任何机构不得评判自己的上级。",
            "在 {column} 改写一个不隶属于 {lead} 的机构，或改正 charter.toml 中的上级。",
        ),
    },
    "superior_below": {
        "en": (
            "{kind} answers to {value}, which serves a smaller area.",
            "Name a superior of the same level or above, or correct a level.",
        ),
        "zh": ("{kind} 的上级 {value} 服务的范围比它更小。", "上级改为同级或更高一级的机构，或改正 level。"),
    },
    "lead_not_one": {
        "en": (
            "{value} leads, but an area may have {minimum} to {maximum} of them: nobody knows which one leads.",
            "Write minimum = 1 and maximum = 1 for {value} in charter.toml, or name one body with @, or another lead.",
        ),
        "zh": (
            "{value} 为主办，而一个区域可有 {minimum} 至 {maximum} 个：无法确定由哪一个主办。",
            "在 charter.toml 为 {value} 写 minimum = 1、maximum = 1，或用 @ 指定某一机构，或改换主办。",
        ),
    },
    "nobody_may": {
        "en": (
            "{value} {check} matters, but no role in it may do {act}.",
            "Grant {act} to a role of {value}, or name another kind of body.",
        ),
        "zh": (
            "{value} 负责{check}，但其中没有角色可做 {act}。",
            "给 {value} 的某个角色授予 {act}，或改为其他机构类别。",
        ),
    },
    "delegable_needs_status": {
        "en": (
            "{value} ({name}) needs administrative-subject status and is yet marked delegable.",
            "Write retained in handling, or no in needs_administrative_subject, with its basis.",
        ),
        "zh": (
            "{value}（{name}）须有行政主体资格，却标为可“放”。",
            "handling 改为 retained，或 needs_administrative_subject 改为 no，并写明依据。",
        ),
    },
    "bad_area": {
        "en": (
            "{value} is not the code of an area, nor the beginning of one: the rule would never apply.",
            "Write 6 digits for a district, 9 for a subdistrict, 12 for a community, 15 for a cell; or leave it empty.",
        ),
        "zh": (
            "“{value}”不是区域代码，也不是其开头：这条规则永远不会适用。",
            "写数字代码：区 6 位、街道 9 位、社区 12 位、网格 15 位；不限区域则留空。",
        ),
    },
    "assistant_twice": {
        "en": ("{value} stands twice among the assistants.", "Remove one of them."),
        "zh": ("协办中 {value} 出现两次。", "删去一个。"),
    },
}
