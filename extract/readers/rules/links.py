"""Which problems an improvement answers, and whether the text says so (guidelines, improvements)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Link = Literal["explicit", "inferred"] | None

_POINTS = re.compile(
    r"针对(?P<it>[^，。；：]{2,60}?)(?:等)?(?:这一|的)?(?:方面)?(?:的)?(?:问题|现象|情况|不足|短板|偏差|方面)?(?=[，。；：]|$)"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_COMMON = re.compile(
    "工作|进一步|加强|有待|不足|不够|提高|问题|情况|管理|方面|部门|单位|存在|部分|个别|需要|完善|建设|落实|推进|强化|开展|提升|全面|相关|各项|我局|我单位"
    "|力度|质量|制度|机制|责任|水平|能力|不高|不到位|较为|实际|针对|这一|改进|措施|以及|有关|年度|重点|任务|进行|严格|做好|及时|确保|能够|不断|切实"
)
"""Words of the genre that tell nothing about a subject."""

MINIMUM_EXPLICIT = 0.34
"""Share of the pointing phrase's character pairs that a problem must hold to be the one pointed at."""
MINIMUM_ALIKE = 3.5
"""Weight of shared character pairs and topic from which an improvement plainly answers a problem."""


@dataclass(frozen=True, slots=True)
class Side:
    """One problem or improvement for comparison: its statement, all of its text, its topic."""

    statement: str
    text: str
    topic: str


def link(improvement: Side, problems: Sequence[Side]) -> tuple[tuple[int, ...], Link]:
    """Return the positions of the problems that the improvement answers and how that is known."""
    pointed = _pointed(improvement, problems)
    if pointed:
        return pointed, "explicit"
    alike = _alike(improvement, problems)
    return (alike, "inferred") if alike else ((), None)


def _pointed(improvement: Side, problems: Sequence[Side]) -> tuple[int, ...]:
    match = _POINTS.search(improvement.text[:120])
    if match is None:
        return ()
    phrase = _pairs(match["it"])
    shares = [len(phrase & _pairs(problem.text)) / max(1, len(phrase)) for problem in problems]
    best = max(shares, default=0.0)
    return tuple(at for at, share in enumerate(shares) if share >= MINIMUM_EXPLICIT and share == best)


def _alike(improvement: Side, problems: Sequence[Side]) -> tuple[int, ...]:
    everywhere = Counter(pair for problem in problems for pair in _telling(problem.text))
    scores = [_likeness(improvement, problem, everywhere) for problem in problems]
    best = max(scores, default=0.0)
    return tuple(at for at, score in enumerate(scores) if score == best and score >= MINIMUM_ALIKE)[:1]


def _likeness(improvement: Side, problem: Side, everywhere: Counter[str]) -> float:
    """Weigh what both share: pairs of both statements most, pairs that several problems hold least."""
    title, all_ = _telling(improvement.statement), _telling(improvement.text)
    headline, rest = _telling(problem.statement), _telling(problem.text)
    shared = sum(1 / max(1, everywhere[pair]) for pair in title & rest)
    shared += sum(1 / max(1, everywhere[pair]) for pair in all_ & headline)
    return shared + (2.0 if improvement.topic == problem.topic else 0.0)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1))


def _telling(text: str) -> frozenset[str]:
    return _pairs(_COMMON.sub("，", text))
