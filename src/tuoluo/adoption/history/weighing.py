"""Weighing: how much each trait of an event (its category, its place, both together) speaks for each unit.

A multinomial logistic regression on traits that are there or not, fitted by small steps (Adagrad), pulled to nought.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tuoluo.adoption.history.events import Context, Floats, Ints, Past

Small = npt.NDArray[np.float32]
PULL = 3.0
ROUNDS = 12
STEP, SLOWER = 0.3, 0.93
AT_ONCE = 256
MOST_ROWS = 20_000  # older events than the last so many say little more, and cost time


class Weighing:
    """The weights of all traits for each unit, or for each group of units."""

    def __init__(self, past: Past, traits: Sequence[Context], group: Ints | None = None, groups: int = 0) -> None:
        past = past.rows(slice(max(0, len(past.units) - MOST_ROWS), None))
        self.traits = traits
        self.starts = np.cumsum([0, *(past.vocabulary.size(trait) + 1 for trait in traits)])
        answers = past.units if group is None else group[past.units]
        count = past.unit_count if group is None else groups
        self.common = np.log(np.bincount(answers, minlength=count) + 0.1).astype(np.float32)
        self.common -= self.common.max()
        self.weights: Small = np.zeros((int(self.starts[-1]), count), dtype=np.float32)
        self._fit(self._traits_of(past.codes), answers)

    def _traits_of(self, codes: dict[Context, Ints]) -> Ints:
        return np.stack([codes[trait] + start for trait, start in zip(self.traits, self.starts, strict=False)], axis=1)

    def _fit(self, rows: Ints, answers: Ints) -> None:
        often = np.maximum(1, np.bincount(rows.ravel(), minlength=len(self.weights))).astype(np.float32)
        moved: Small = np.full(self.weights.shape, 1e-3, dtype=np.float32)
        shuffle = np.random.default_rng(0)  # always the same order: the same file gives the same draft
        step = STEP
        for _ in range(ROUNDS):
            order = shuffle.permutation(len(rows))
            for start in range(0, len(rows), AT_ONCE):
                chosen = order[start : start + AT_ONCE]
                self._step(rows[chosen], answers[chosen], often, moved, step)
            step *= SLOWER

    def _step(self, rows: Ints, answers: Ints, often: Small, moved: Small, step: float) -> None:
        used, places = np.unique(rows, return_inverse=True)
        there = np.zeros((len(rows), len(used)), dtype=np.float32)
        there[np.arange(len(rows))[:, None], places.reshape(rows.shape)] = 1
        weights = self.weights[used]
        wrong = _shares(there @ weights + self.common)
        wrong[np.arange(len(rows)), answers] -= 1
        slope = there.T @ wrong + PULL * weights * (there.sum(0) / often[used])[:, None]
        moved[used] += slope * slope
        self.weights[used] = weights - step * slope / np.sqrt(moved[used])

    def shares(self, codes: dict[Context, Ints]) -> Floats:
        """The share of each unit (or group) for each event asked about."""
        rows = self._traits_of(codes)
        total: Small = np.zeros((len(rows), self.weights.shape[1]), dtype=np.float32) + self.common
        for column in range(rows.shape[1]):
            total += self.weights[rows[:, column]]
        return _shares(total).astype(np.float64)

    def speak(self, codes: dict[Context, Ints]) -> Floats:
        """The logarithm of each unit's share, for each event asked about."""
        return np.log(self.shares(codes) + 1e-5)


def _shares(scores: Small) -> Small:
    scores = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(scores / scores.sum(1, keepdims=True), dtype=np.float32)
