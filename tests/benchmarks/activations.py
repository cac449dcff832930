"""Time relu and leaky_relu beside the plain NumPy expressions: python tests/benchmarks/activations.py"""

import statistics
import sys
import timeit
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers.activations import leaky_relu, relu

SIZE, ROUNDS = 1_000_000, 60
PAIRS = [
    ("relu(x)", relu, "np.maximum(x, 0)", lambda x: np.maximum(x, 0)),
    ("leaky_relu(x)", leaky_relu, "np.where(x > 0, x, 0.01 * x)", lambda x: np.where(x > 0, x, 0.01 * x)),
]


def main() -> None:
    """Print the medians and their ratio."""
    x = np.random.default_rng(0).standard_normal(SIZE)
    print(f"NumPy {np.__version__}, {SIZE:,} numbers in float64, medians of {ROUNDS} runs in turns")
    for ours, our_function, theirs, their_function in PAIRS:
        times = [
            [timeit.timeit(lambda f=f: f(x), number=1) for f in (our_function, their_function)] for _ in range(ROUNDS)
        ]
        mine, plain = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
        print(f"{ours:14} {mine:6.2f} ms    {theirs:29} {plain:6.2f} ms    ratio {mine / plain:.2f}")


if __name__ == "__main__":
    main()
