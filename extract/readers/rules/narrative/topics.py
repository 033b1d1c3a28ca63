"""The topic of a measure, problem or improvement, by the domain pack's words (guidelines, Topic).

A title is cut into words of the pack, the longest first, so that ``粮食安全`` is no safety and ``案多人少`` no case. In a
clause the last of them names what it is about (``应急救援队伍建设``), in a list the first part does (``卫生监督与健康扶贫``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.domains.pack import Domain

DECISIVE, PLAIN, FAINT = 3.0, 1.0, 0.3
"""Weights of a pack's words."""
HEAD, FURTHER = 0.5, 0.1
"""What the word at the head of a clause weighs more, and each further word of its topic."""
BODY = PLAIN + HEAD
"""Weight from which the sentences below decide where the title tells nothing: what one clause is about."""

_CLAUSE = re.compile(r"[，,；;。：:]")
_LISTED = re.compile(r"[和与及、]")
_POINTED = re.compile(
    r"^(?:针对|为(?:了)?(?:解决|破解|改进)|围绕|聚焦|对于?|着眼|着力解决|切实解决)(?P<it>[^，；。]{3,}?)(?:等)?(?:这一|的|方面)*(?:问题|情况|现象|短板|不足|困难)，"
)
_MEANS = re.compile(r"^(?:通过|以|用|依托|围绕|按照|根据|结合)")
_END = re.compile(
    r"^[^，]{0,4}?(?:推进|推动|助推|助力|促进|打通|实现|提升|提高|确保|保障|化解|打造|构建|完成|夯实|狠抓|抓好|做好|做到|力争|维护|防范|筑牢|优化|保证|破解|增强|方便|回应|解决|决胜|办好|做优|做强|锻造|守护|兜牢)"
)
_WITH_END = re.compile(r"^(?:通过|以)[^，、]{2,}?(?=推动|促进|推进|提升|带动|引领|保障|助推|实现)")
_AIM = re.compile(r"^(?:力争|确保|努力|实现|切实)")
_SLOGAN = 5
_EMPTY = re.compile(
    r"(?:建议|进一步|加大|加强|强化|力度|宣传|指导|培训|学习|管理|工作|水平|提高|提升|不断|继续|持续|切实|[、和及与，的])+"
)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the pack in a text, with the topics that it points at."""

    text: str
    topics: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of a pack's topics; ``lengths`` are those of the words that begin with a character, the longest first."""

    words: dict[str, _Word]
    lengths: dict[str, tuple[int, ...]]

    def cut(self, text: str) -> list[_Word]:
        """Return the words in the text from left to right, the longest where several begin."""
        found: list[_Word] = []
        end = 0
        for at, first in enumerate(text):
            if at < end or first not in self.lengths:
                continue
            for size in self.lengths[first]:
                word = self.words.get(text[at : at + size])
                if word is not None:
                    found.append(word)
                    end = at + size
                    break
        return found


def topic_of(domain: Domain, title: str, *following: str) -> str:
    """Return the topic's key, the pack's own choice where no word tells it; arguments as for ``told_topic``."""
    return told_topic(domain, title, *following) or domain.otherwise


def told_topic(domain: Domain, title: str, *following: str) -> str | None:
    """Return the topic that words tell: the title's, and where it alone does not show the subject, those that follow.

    Args:
        domain: the pack whose closed set and words count.
        title: the title or statement itself.
        following: sentences under it, in order.
    """
    lexicon = _lexicon(domain)
    own: Sequence[str] = (*_by_weight(title), title)
    if _EMPTY.fullmatch(title) and len(_topics(lexicon.cut(title))) > 1:
        own = ("".join(following), title)
    weighed = [_weighed(lexicon, part) for part in own]
    firm = next((weights for weights in weighed if max(weights.values(), default=0.0) >= PLAIN), None)
    if firm is not None:
        return _first_of(firm, lexicon, following)
    faint = next((weights for weights in weighed if weights), None)
    return _by_body(lexicon, following) or (_first_of(faint, lexicon, following) if faint else None)


def _first_of(weights: dict[str, float], lexicon: _Lexicon, following: Sequence[str]) -> str:
    """Return the topic of most weight; among equals the one that what follows speaks of, else the earliest."""
    most = max(weights.values())
    tied = [topic for topic, weight in weights.items() if weight == most]
    if len(tied) == 1 or not following:
        return tied[0]
    below = _below(lexicon, following)
    return max(tied, key=lambda topic: below.get(topic, 0.0))


def _by_body(lexicon: _Lexicon, following: Sequence[str]) -> str | None:
    """Return the topic that most of what follows speaks of, None where nothing outweighs the rest."""
    below = _below(lexicon, following)
    best = max(below, key=lambda topic: below[topic], default=None)
    return best if best and below[best] >= max(BODY, sum(below.values()) / 2) else None


def _below(lexicon: _Lexicon, following: Sequence[str]) -> dict[str, float]:
    """Return the weight of each topic over the clauses of the sentences below a title."""
    weights: dict[str, float] = {}
    for clause in chain.from_iterable(_CLAUSE.split(text) for text in following):
        for topic, weight in _weighed(lexicon, clause).items():
            weights[topic] = weights.get(topic, 0.0) + weight
    return weights


def _by_weight(title: str) -> Iterator[str]:
    """Yield the problem that a title points at, the clauses that name ends, then those that name means."""
    pointed = _POINTED.match(title)
    if pointed:
        yield pointed["it"]
    clauses = [_WITH_END.sub("", clause) for clause in _CLAUSE.split(title) if clause]
    ends = [clause for clause in clauses[1:] if _END.match(clause)]
    means = [
        clause for at, clause in enumerate(clauses) if _MEANS.match(clause) or (at == 0 and len(clause) <= _SLOGAN)
    ]
    if clauses and (clauses[0] in means or not _END.match(clauses[0])):
        yield from ends[-1:] if _AIM.match(clauses[-1]) else ends[:1]
    yield from (clause for clause in clauses if not _MEANS.match(clause))
    yield from means


def _weighed(lexicon: _Lexicon, clause: str) -> dict[str, float]:
    """Return the weight of each topic that a clause speaks of, in order of the text."""
    parts = [lexicon.cut(part) for part in _LISTED.split(clause)]
    every = list(chain.from_iterable(parts))
    weights: dict[str, float] = {}
    for word in dict.fromkeys(every):
        for topic in word.topics:
            before = weights.get(topic)
            weights[topic] = word.weight if before is None else max(before, word.weight) + FURTHER * word.weight
    firm = [[word for word in part if word.weight >= PLAIN] for part in parts]
    head = next((part[-1] for part in firm if part), every[-1] if every else None)
    for topic in head.topics if head else ():
        weights[topic] += HEAD
    return weights


def _topics(found: Sequence[_Word]) -> set[str]:
    return {topic for word in found for topic in word.topics}


@lru_cache(maxsize=8)
def _lexicon(domain: Domain) -> _Lexicon:
    said: dict[str, tuple[tuple[str, ...], float]] = {}
    for term in domain.topics:
        for listed, weight in ((term.decisive, DECISIVE), (term.words, PLAIN), (term.faint, FAINT)):
            for word in listed:
                topics, before = said.get(word, ((), 0.0))
                said[word] = (topics if term.key in topics else (*topics, term.key), max(weight, before))
    words = {text: _Word(text, topics, weight) for text, (topics, weight) in said.items()}
    lengths: dict[str, set[int]] = {}
    for text in words:
        lengths.setdefault(text[0], set()).add(len(text))
    return _Lexicon(words, {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()})
