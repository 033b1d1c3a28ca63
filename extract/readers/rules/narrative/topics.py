"""The topic of a measure, problem or improvement, by the domain pack's words (guidelines, Topic)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.domains.pack import Domain

OTHER = "other"
"""The topic where no word of the pack stands."""

FIRM = 1.2
"""Weight of words from which the sentences below decide where the title has none: more than one strong word."""

_CLAUSE = re.compile(r"[，,；;。：:]")
_MEANS = re.compile(r"^(?:通过|以|用|依托|围绕|按照|根据|结合)")
_END = re.compile(
    r"^[^，]{0,4}?(?:推进|推动|助推|助力|促进|打通|实现|提升|提高|确保|保障|化解|打造|构建|完成|夯实|狠抓|抓好|做好|力争|维护|防范|筑牢|优化|保证|破解|增强)"
)
_WITH_END = re.compile(r"^(?:通过|以)[^，、]{2,}?(?=推动|促进|推进|提升|带动|引领|保障|助推|实现)")
_AIM = re.compile(r"^(?:力争|确保|努力|实现|切实)")
_SLOGAN = 5
_EMPTY = re.compile(
    r"(?:建议|进一步|加大|加强|强化|力度|宣传|指导|培训|学习|管理|工作|水平|提高|提升|不断|继续|持续|切实|[、和及与，的])+"
)


def topic_of(domain: Domain, title: str, *following: str) -> str:
    """Return the topic's key: by the title, and where it alone does not show the subject, by what follows it.

    Args:
        domain: the pack whose closed set and words count.
        title: the title or statement itself.
        following: sentences under it, in order.
    """
    if _EMPTY.fullmatch(title) and len(_matched(domain, title)) > 1:
        own: Sequence[str] = ("".join(following), title)
    else:
        own = (*_by_weight(title), title)
    shown = next((topic for part in own if (topic := _best(domain, part))), None)
    return shown or _best(domain, "".join(following), least=FIRM) or OTHER


def _by_weight(title: str) -> Iterator[str]:
    """Yield the clauses that name ends before those that name means; of several ends the first."""
    clauses = [_WITH_END.sub("", clause) for clause in _CLAUSE.split(title) if clause]
    ends = [clause for clause in clauses[1:] if _END.match(clause)]
    means = [
        clause for at, clause in enumerate(clauses) if _MEANS.match(clause) or (at == 0 and len(clause) <= _SLOGAN)
    ]
    if clauses and clauses[0] not in means and not _END.match(clauses[0]):
        yield from ends[-1:] if _AIM.match(clauses[-1]) else ends[:1]
    yield from (clause for clause in clauses if clause not in means)
    yield from means


def _best(domain: Domain, text: str, *, least: float = 0.0) -> str | None:
    found = {topic: weight for topic, weight in _matched(domain, text).items() if weight[0] >= least}
    return max(found, key=lambda topic: found[topic]) if found else None


def _matched(domain: Domain, text: str) -> dict[str, tuple[float, int]]:
    """Return each topic that has words in the text with their weight and (negated) earliest place."""
    found: dict[str, tuple[float, int]] = {}
    seen: dict[str, str] = {}
    for topic, word, weight in _words(domain):
        at = text.find(word)
        if at >= 0 and word not in seen.get(topic, ""):
            before = found.get(topic, (0.0, -len(text)))
            found[topic] = (before[0] + weight, max(before[1], -at))
            seen[topic] = f"{seen.get(topic, '')}|{word}"
    return found


@lru_cache(maxsize=8)
def _words(domain: Domain) -> tuple[tuple[str, str, float], ...]:
    """Return topic, word and weight: a pack's words stand strongest first, so the weight falls from 1 to near 0."""
    return tuple(
        (term.key, word, 1 - at / len(term.words)) for term in domain.topics for at, word in enumerate(term.words)
    )
