"""Does the certified review threshold keep its promise? Proven on SIMULATED documents; nothing here is real.

    python bench/calibration.py [--draws 400]

Each simulated document has 60 leaves whose chance to be right rises with their confidence, and a difficulty of its own.
n documents choose a threshold by conformal risk control, a fresh one is judged by it; the table shows the mean.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from eval.trust.conformal import certify, documents_needed

Floats = NDArray[np.float64]
LEAVES = 60


def document(random: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw one simulated document: confidences, and whether each leaf is right."""
    confidence = random.beta(4, 1, size=LEAVES)
    chance = 1 / (1 + np.exp(-(4 * confidence - 0.5 - random.normal(0, 0.8))))
    return confidence, (random.random(LEAVES) < chance).astype(np.float64)


def row(documents: int, max_error: float, draws: int) -> str:
    """Return one line: what was promised, what was kept, and what share of leaves had to be reviewed."""
    random = np.random.default_rng(1)
    errors, reviewed = [], []
    for _ in range(draws):
        found = certify([document(random) for _ in range(documents)], max_error)
        if found.value is None:
            return f"{documents:9} {max_error:7.2f}   not certifiable (needs {documents_needed(max_error)})"
        confidence, right = document(random)
        errors.append(float(np.mean((confidence >= found.value) & (right < 1))))
        reviewed.append(found.reviewed or 0.0)
    spread = np.std(errors) / np.sqrt(draws)
    return f"{documents:9} {max_error:7.2f} {np.mean(errors):8.4f} ± {2 * spread:.4f} {np.mean(reviewed):10.1%}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=400)
    draws = parser.parse_args().draws
    print(f"SIMULATED documents, {draws} draws")
    print("documents promise     error left     reviewed")
    for documents, max_error in ((3, 0.05), (18, 0.05), (19, 0.05), (50, 0.05), (200, 0.05), (19, 0.10), (50, 0.10)):
        print(row(documents, max_error, draws))


if __name__ == "__main__":
    main()
