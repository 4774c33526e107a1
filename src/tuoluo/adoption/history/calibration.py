"""Confidence that means what it says: of the answers given with 80 %, four in five are right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuoluo.adoption.history.events import Floats

BINS = 10
TURNS = 25
START = np.array([1.0, 0.0])  # shares are left alone
TRUST = 5.0  # how strongly the raw shares are believed before anything was seen


@dataclass(frozen=True)
class Calibration:
    """A straight line on the scale of log odds (Platt): steeper or flatter, higher or lower."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, share: Floats) -> Floats:
        """The confidence for a share."""
        return np.asarray(1 / (1 + np.exp(-(self.slope * _odds(share) + self.shift))))


@dataclass(frozen=True)
class Bin:
    """The answers given with about one confidence: how many, how confident on average, how many of them right."""

    count: int
    confidence: float
    right: float


def _odds(share: Floats) -> Floats:
    held = np.clip(share, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(held / (1 - held)))


def fit(share: Floats, right: Floats) -> Calibration:
    """The line that fits what was right and wrong among past answers (Newton steps, pulled to leaving shares alone)."""
    if not len(share):
        return Calibration()
    traits = np.stack([_odds(share), np.ones(len(share))], axis=1)
    line = START
    for _ in range(TURNS):
        guess = 1 / (1 + np.exp(-traits @ line))
        slope = traits.T @ (guess - right) + TRUST * (line - START)
        bend = (traits * (guess * (1 - guess))[:, None]).T @ traits + TRUST * np.eye(2)
        line = _descend(traits, right, line, np.linalg.solve(bend, slope))
    return Calibration(max(0.05, float(line[0])), float(line[1]))


def _descend(traits: Floats, right: Floats, line: Floats, step: Floats) -> Floats:
    """As much of a step as makes things better: half of it, and half again, where the whole would overshoot."""
    before = _loss(traits, right, line)
    for _ in range(TURNS):
        if _loss(traits, right, line - step) <= before:
            return np.asarray(line - step)
        step = step / 2
    return line


def _loss(traits: Floats, right: Floats, line: Floats) -> float:
    odds = traits @ line
    return float((np.logaddexp(0, odds) - right * odds).sum() + TRUST / 2 * ((line - START) ** 2).sum())


def bins(confidence: Floats, right: Floats) -> list[Bin]:
    """Answers in ten bins of equal width by their confidence; empty bins are left out."""
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        Bin(int(inside.sum()), float(confidence[inside].mean()), float(right[inside].mean()))
        for number in range(BINS)
        if (inside := place == number).any()
    ]


def expected_error(found: list[Bin]) -> float:
    """The expected calibration error: how far confidence and truth are apart, on average over all answers."""
    total = sum(each.count for each in found)
    return sum(each.count * abs(each.confidence - each.right) for each in found) / total if total else 0.0
