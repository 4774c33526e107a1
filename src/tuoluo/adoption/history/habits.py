"""Habits: who handled such things, in narrower and narrower circles, each leaning on the wider one where it is thin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tuoluo.adoption.history.events import Context, Floats, Ints, Past

FIRST = 0.01  # what a unit without any event counts, so that nobody is impossible
LEAN = 1.0  # how many events of its own the wider circle is worth


def tally(past: Past, context: Context, weights: Floats, group: Ints | None = None, groups: int = 0) -> Floats:
    """How often each unit (or each group of units) handled each value of a context; the last row is the unknown."""
    columns = past.units if group is None else group[past.units]
    counts = np.zeros((past.vocabulary.size(context) + 1, past.unit_count if group is None else groups))
    np.add.at(counts, (past.codes[context], columns), weights)
    return counts


def lean(tallies: Sequence[tuple[Floats, Ints]]) -> Floats:
    """Shares from the widest circle to the narrowest; each leans on the one before (Dirichlet smoothing)."""
    shares: Floats | None = None
    for counts, codes in tallies:
        here = counts[codes]
        if shares is None:
            here = here + FIRST
            shares = here / here.sum(1, keepdims=True)
        else:
            shares = (here + LEAN * shares) / (here.sum(1, keepdims=True) + LEAN)
    assert shares is not None
    return shares


class Habits:
    """Who handles such things, along a chain of contexts from wide to narrow, remembered for a while or for ever."""

    def __init__(self, past: Past, chain: Sequence[Context], half_life: float | None = None) -> None:
        weights = past.weights(half_life)
        self.tallies = [(context, tally(past, context, weights)) for context in chain]

    def speak(self, codes: dict[Context, Ints]) -> Floats:
        """The logarithm of each unit's share, for each event asked about."""
        return np.log(lean([(counts, codes[context]) for context, counts in self.tallies]) + 1e-5)


class LastHandler:
    """Who handled the last such thing: one for that unit, nought for the others."""

    def __init__(self, past: Past, context: Context) -> None:
        self.context = context
        self.last = np.full(past.vocabulary.size(context) + 1, -1)
        self.last[past.codes[context]] = past.units  # the later one stays
        self.unit_count = past.unit_count

    def speak(self, codes: dict[Context, Ints]) -> Floats:
        """One for the last handler."""
        last = self.last[codes[self.context]]
        said = np.zeros((len(last), self.unit_count))
        known = np.nonzero(last >= 0)[0]
        said[known, last[known]] = 1.0
        return said
