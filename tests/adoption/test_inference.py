"""Who leads what is read off who handled what, and rests on numbers."""

from __future__ import annotations

from tuoluo.adoption.inference import Inferred, infer_duties
from tuoluo.adoption.survey import Handled

NOISE = ("环保", "噪声")


def handled(unit: str, count: int, street: str = "东街道", community: str = "甲社区") -> list[Handled]:
    return [Handled(NOISE, street, community, unit)] * count


def leads(rows: list[Handled], bound: dict[str, str] | None = None) -> dict[str, str]:
    found = infer_duties(rows, bound or {})
    return {duty.community or duty.street or "*": duty.unit for duty in found if duty.category == NOISE}


# The environment bureau works in both streets: so it is no street's own.
EVERYWHERE = [Handled(("环保", "给水"), "西街道", "乙社区", "环境局")] * 5


def test_the_unit_that_handled_most_leads_and_the_duty_tells_how_many() -> None:
    rows = handled("环境局", 7) + handled("城管局", 2)
    assert infer_duties(rows, {}) == [Inferred(NOISE, "环境局", rows=7, of=9)]


def test_a_street_where_another_unit_handled_most_has_a_line_of_its_own() -> None:
    rows = handled("环境局", 20) + handled("城管局", 6, "西街道", "乙社区") + EVERYWHERE
    assert leads(rows) == {"*": "环境局", "西街道": "城管局"}


def test_so_has_a_community_within_its_street() -> None:
    rows = (
        handled("环境局", 20)
        + handled("环境局", 9, "西街道", "乙社区")
        + handled("城管局", 5, "西街道", "丙社区")
        + EVERYWHERE
    )
    assert leads(rows) == {"*": "环境局", "丙社区": "城管局"}


def test_a_few_rows_say_nothing_about_an_area() -> None:
    assert leads(handled("环境局", 20) + handled("城管局", 2, "西街道", "乙社区") + EVERYWHERE) == {"*": "环境局"}


def test_rows_divided_among_many_units_say_nothing_either() -> None:
    divided = [row for unit in "甲乙丙丁戊" for row in handled(f"{unit}局", 1, "西街道", "乙社区")]
    assert leads(handled("环境局", 20) + divided + EVERYWHERE) == {"*": "环境局"}


def test_a_streets_own_unit_leads_there_and_nowhere_else() -> None:
    rows = handled("东执法队", 30) + handled("环境局", 3, "西街道", "乙社区")
    assert leads(rows, {"东执法队": "东街道"}) == {"*": "环境局", "东街道": "东执法队"}


def test_where_only_street_units_work_nobody_leads_everywhere() -> None:
    rows = handled("东执法队", 9) + handled("西执法队", 4, "西街道", "乙社区")
    assert leads(rows, {"东执法队": "东街道", "西执法队": "西街道"}) == {"东街道": "东执法队", "西街道": "西执法队"}


def test_a_unit_with_nearly_all_its_rows_in_one_street_works_for_that_street() -> None:
    rows = handled("东执法队", 30) + handled("环境局", 2) + handled("环境局", 2, "西街道", "乙社区")
    assert leads(rows) == {"*": "环境局", "东街道": "东执法队"}


def test_rows_without_a_unit_count_for_nothing() -> None:
    assert infer_duties(handled("", 9), {}) == []


def test_equals_are_settled_by_name_so_that_one_file_always_gives_one_charter() -> None:
    assert leads(handled("乙局", 5) + handled("甲局", 5)) == leads(handled("甲局", 5) + handled("乙局", 5))
