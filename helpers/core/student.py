"""Shim until the merge."""

import numpy as np
from helpers.evaluate import CALL_PATIENCE, Problem, evaluate, name_of, number
from helpers.calling import call_all, plain, show, Outcome, Strange


class Samples:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def at(self, x):
        out = [self.y[np.searchsorted(self.x, v)] for v in np.atleast_1d(x)]
        for o in out:
            if isinstance(o, Problem):
                raise o
        return np.array(out, dtype=float)


def sample(function, x):
    x = np.unique(x)
    try:
        return Samples(x, list(evaluate(function, x)))
    except Problem as p:
        ys = []
        for v in x:
            try:
                ys.append(evaluate(function, np.array([v]))[0])
            except Problem as q:
                ys.append(q)
        return Samples(x, ys)


def told_apart(a, b):
    return number(a), number(b)


def keep(error):
    pass
