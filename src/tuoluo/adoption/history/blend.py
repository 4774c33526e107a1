"""The blend: how much each adviser's word counts, learned from stretches of time that the advisers had not seen."""

from __future__ import annotations

import numpy as np

from tuoluo.adoption.history.events import Floats, Ints

PULL = 10.0
ROUNDS = 150
STEP = 0.05


def blended(said: Floats, weights: Floats) -> Floats:
    """One share for each unit out of what all advisers said (events x units x advisers)."""
    scores = said @ weights
    scores = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(scores / scores.sum(1, keepdims=True))


def equal(advisers: int) -> Floats:
    """Every adviser counts the same: where there is too little to learn from."""
    return np.full(advisers, 1.0 / advisers)


def learn(said: Floats, answers: Ints) -> Floats:
    """The weights under which the units that really handled the events are likeliest (conditional logit, Adam)."""
    start = equal(said.shape[2])
    weights, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    truth = said[np.arange(len(answers)), answers].sum(0)
    flat = said.reshape(-1, said.shape[2])
    for turn in range(1, ROUNDS + 1):
        expected = blended(said, weights).ravel() @ flat
        slope = (expected - truth + PULL * (weights - start)) / len(answers)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope * slope
        step = STEP * 0.97 ** (turn / 3) * mean / (1 - 0.9**turn)
        weights = weights - step / (np.sqrt(square / (1 - 0.99**turn)) + 1e-8)
    return weights
