"""Which problems an improvement answers, and whether the text says so (guidelines, improvements)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

Link = Literal["explicit", "inferred"] | None

_POINTS = re.compile(
    r"针对(?P<it>[^，。；：]{2,60}?)(?:等)?(?:这一|的)?(?:方面)?(?:的)?(?:问题|现象|情况|不足|短板|偏差|方面)?(?=[，。；：]|$)"
)
_POINTS_BELOW = re.compile(r"针对(?P<it>[^，。；：]{2,60}?)(?:等|的|这一|方面)*(?:问题|现象|不足|短板|偏差)")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_COMMON = re.compile(
    "工作|进一步|加强|有待|不足|不够|提高|问题|情况|管理|方面|部门|单位|存在|部分|个别|需要|完善|建设|落实|推进|强化|开展|提升|全面|相关|各项|我局|我单位"
    "|力度|质量|制度|机制|责任|水平|能力|不高|不到位|较为|实际|针对|这一|改进|措施|以及|有关|年度|重点|任务|进行|建议|严格|做好|及时|确保|能够|不断|切实"
)
"""Words of the genre that tell nothing about a subject."""

MINIMUM_EXPLICIT = 0.34
"""Share of the pointing phrase's character pairs that a problem must hold to be the one pointed at."""
MINIMUM_ALIKE = 3.5
"""Weight of shared character pairs and topic from which an improvement plainly answers a problem."""
MINIMUM_OPEN = 3.0
"""The same where no other improvement answers that problem."""
FAR_FROM_BEST = 0.65
"""Share of the best improvement's weight below which another one does not mean the problem."""
SAME_TOPIC = 2.0
"""Weight of one topic for both."""
_REACH = 120


@dataclass(frozen=True, slots=True)
class Side:
    """One problem or improvement for comparison: its statement, all of its text, its topic."""

    statement: str
    text: str
    topic: str


@dataclass(frozen=True, slots=True)
class _Telling:
    """The character pairs of a problem: of all its text, and the telling ones of its statement and its text."""

    every: frozenset[str]
    headline: frozenset[str]
    text: frozenset[str]
    topic: str


class Linker:
    """Finds the problems that an improvement answers; the problems are prepared once for all improvements."""

    def __init__(self, problems: Sequence[Side], broad: str) -> None:
        """Take the problems in order; ``broad`` is the topic of so much that sharing it alone tells little."""
        self._problems = tuple(
            _Telling(_pairs(one.text), _telling(one.statement), _telling(one.text), one.topic) for one in problems
        )
        topics = Counter(one.topic for one in problems if one.topic != broad)
        self._narrow = frozenset(topic for topic, count in topics.items() if count == 1)
        self._everywhere = Counter(pair for one in self._problems for pair in one.text)

    def links(self, improvements: Sequence[Side], answered: AbstractSet[int]) -> list[tuple[tuple[int, ...], Link]]:
        """Return for each improvement the positions of the problems that it answers and how that is known.

        A problem that another improvement answers far better is not meant; one that none answers is met half-way.
        ``answered`` are the problems with remedies of their own beside them.
        """
        pointed = [self._pointed(one) for one in improvements]
        scores = [[] if at else self._scores(one) for one, at in zip(improvements, pointed, strict=True)]
        taken = {at for one in pointed for at in one} | answered
        best = [max((one[at] for one in scores if one), default=0.0) for at in range(len(self._problems))]
        alike = [self._alike(one, best) for one in scores]
        taken |= {at for one in alike for at in one}
        found: list[tuple[tuple[int, ...], Link]] = []
        for at, likely, likeness in zip(pointed, alike, scores, strict=True):
            meant = likely or self._open(likeness, best, taken)
            found.append((at, "explicit") if at else (meant, "inferred" if meant else None))
        return found

    def _pointed(self, improvement: Side) -> tuple[int, ...]:
        match = _POINTS.search(improvement.statement) or _POINTS_BELOW.search(improvement.text[:_REACH])
        if match is None:
            return ()
        phrase = _pairs(match["it"])
        shares = [len(phrase & problem.every) / max(1, len(phrase)) for problem in self._problems]
        best = max(shares, default=0.0)
        return tuple(at for at, share in enumerate(shares) if share >= MINIMUM_EXPLICIT and share == best)

    def _scores(self, improvement: Side) -> list[float]:
        title, text = _telling(improvement.statement), _telling(improvement.text)
        return [self._likeness(title, text, improvement.topic, problem) for problem in self._problems]

    def _alike(self, scores: Sequence[float], best: Sequence[float]) -> tuple[int, ...]:
        """Return the problem most like an improvement, none where another improvement is far more like it."""
        most = max(scores, default=0.0)
        at = scores.index(most) if most >= MINIMUM_ALIKE else -1
        return (at,) if at >= 0 and most >= best[at] * FAR_FROM_BEST else ()

    def _open(self, scores: Sequence[float], best: Sequence[float], taken: AbstractSet[int]) -> tuple[int, ...]:
        """Return the problem that no improvement answers yet and none is more like; one of a topic of its own suffices."""
        most = max(scores, default=0.0)
        at = scores.index(most) if most >= SAME_TOPIC else -1
        if at < 0 or at in taken or most < best[at]:
            return ()
        return (at,) if most >= MINIMUM_OPEN or self._problems[at].topic in self._narrow else ()

    def _likeness(self, title: frozenset[str], text: frozenset[str], topic: str, problem: _Telling) -> float:
        """Weigh what both share: pairs of both statements count twice, pairs that several problems hold less."""
        shared = sum(1 / self._everywhere[pair] for pair in title & problem.text)
        shared += sum(1 / self._everywhere[pair] for pair in text & problem.headline)
        return shared + (SAME_TOPIC if topic == problem.topic else 0.0)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1))


def _telling(text: str) -> frozenset[str]:
    return _pairs(_COMMON.sub("，", text))
