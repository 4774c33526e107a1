"""The demo's sentences fit the shipped catalogue, and no slot stays open."""

from __future__ import annotations

import pytest

from tuoluo.charter.read import read_charter
from tuoluo.charter.shipped import shipped_charter
from tuoluo.demo.chance import chance
from tuoluo.demo.sentences import SLOT, Case, mix, phrases
from tuoluo.matters.rules import Nature, Outcome

CASES = list(phrases().cases.values())


def test_every_category_of_the_mix_has_sentences_and_is_in_the_catalogue() -> None:
    charter, _ = read_charter(shipped_charter("nanshan"))
    assert charter is not None
    for category in {*mix().categories, *phrases().cases}:
        assert category in phrases().cases
        assert category in charter.categories
        assert not charter.is_group(category)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.category)
def test_reports_and_answers_are_whole_sentences(case: Case) -> None:
    for number in range(10):
        random = chance(case.category, number)
        spot = phrases().spot(random)
        said = [phrases().report(random, case, spot, patrol=bool(number % 2))]
        said += [phrases().answer(random, case, outcome) for outcome in ("solved", "explained", "impossible")]
        for sentence in said:
            assert not SLOT.search(sentence)
            assert sentence[-1] in "。？！"
            assert spot not in ("", None)


def test_sentences_vary() -> None:
    case = phrases().cases["M09001"]
    written = {phrases().report(chance(n), case, phrases().spot(chance(n, "spot")), patrol=False) for n in range(100)}
    assert len(written) > 80


def test_natures_and_outcomes_are_those_of_matters() -> None:
    assert {case.nature for case in CASES if case.nature} <= {nature.value for nature in Nature}
    assert {"solved", "explained", "impossible"} <= {outcome.value for outcome in Outcome}


def test_the_mix_follows_the_counts_it_was_made_from() -> None:
    weights = dict(zip(mix().categories, mix().weights, strict=True))
    assert sum(weights.values()) == pytest.approx(6952 + 350 + 60)
    assert max(weights, key=lambda category: weights[category]) in ("M09001", "M06028")
