"""What a metric counts: the noun phrase before the figure, else the noun behind it."""

from __future__ import annotations

import re

from extract.readers.rules.figures import Figure
from extract.readers.rules.metric_actors import actor_in, without_period
from extract.readers.rules.phrases import Phrase
from extract.readers.rules.scene import Scene

_CONNECTIVES = re.compile(
    r"^(?:其中|包括|包含|另有|另外|此外|同时|以及|及|和|与|且|并|即|对|将|把|为|从|还|共有|共|累计|先后|已经|已(?!化解|办结|完成)|均|、|按时|切实|积极|全面|圆满|顺利|成功|全力|到部分[\u4e00-\u9fff]{1,3}"
    r"|[一二三四五六七八九]是)+"
)
_MEANS = re.compile(r"^(?:通过|利用|依托|根据|按照|针对|围绕|结合|向|在|对|于|为)[^，]{1,30}?(?=(?:共|累计|成功|移交|提供|报送|发出|进行|开展|组织))")
_LIGHT = re.compile(
    r"^(?:共|累计|总共|先后|成功|全面|圆满|已)*(?:完成|组织开展|组织召开|组织|召开|举办|开展|进行|推动|移交|实现|发出|印发|下发|发布|发放|悬挂|出具|上报|提供|制作|张贴|派发|达成|收到|出动|共有|有)+(?:了)?(?=.{2})"
)
_RESULTS = re.compile(r"^.*(?:共计|累计|共|成功|先后)(?=[\u4e00-\u9fff“]{2})")
_KEPT_VERBS = re.compile(r"^(?:接访|接待|办理|受理|接处|处置|核查|打击|化解|督导)")
_TRAILING = re.compile(r"(?:保持在?|达到?|提高到|提升至|提升到|上升到|可|为|共|了|的|约|已|均)+$")
_NOUN = re.compile(
    r"^(?:的)?(?P<it>[\u4e00-\u9fff“”]{2,14}?)(?=(?:[，。；、（）！\n：]|进行|逐一|逐个|均|已|被|全部|体现|参加|参与|开展|实施|得到|获|提供|的|与|和|及|到|完成|，|以|并|分别|在|予以|工作的)|$|\d)"
)
_BOUGHT = re.compile(r"^(?P<verb>[\u4e00-\u9fff]{2,4})了(?P<noun>[\u4e00-\u9fff]{2,10})")
_RATE_WORD = re.compile(r"^(?:[\u4e00-\u9fff]{0,2})(?:率|满意度)$")
_TREND = re.compile(r"(?:总体|整体|持续|明显|大幅|稳步|不断|有所|逐年|显著)*(?:下降|上升|减少|增加|增长|提高|好转|提升)?$")


def metric_name(scene: Scene, figure: Figure, phrase: Phrase, *, before: str | None) -> str:
    """Return the short noun phrase that names what the figure counts.

    Args:
        scene: the report's figures.
        figure: the figure to name.
        phrase: the words of its clause before it.
        before: the name of the count before it in the sentence, which a bare ``化解率`` is a rate of.
    """
    said = scene.sheet.said(phrase.start, phrase.end)
    name = trimmed(said, rated=figure.rate)
    if figure.rate:
        return before + name if before and _RATE_WORD.match(name) else name
    behind = scene.sheet.text[figure.end : figure.end + 20]
    if scene.sheet.text[phrase.end : phrase.end + 1] == "的" and phrase.end < figure.start:
        noun = _NOUN.match(behind)
        return name + noun.group("it") if noun else name
    if len(name) > 2 or (len(name) > 1 and behind[:1] in "，。；、（\n"):  # noqa: PLR2004  (two characters are a bare verb more often than a noun)
        return name
    return _behind(behind, name) or name or (before or "")


def _behind(behind: str, verb: str) -> str | None:
    """Return the noun behind the figure, with the verb before it where there is one."""
    bought = _BOUGHT.match(behind)
    if bought:
        return bought.group("verb") + bought.group("noun")
    noun = _NOUN.match(behind)
    return verb + noun.group("it") if noun else None


def trimmed(said: str, *, rated: bool) -> str:
    """Return a clause without the period, actor, connectives and light verbs that open it and the verbs that close it."""
    name = _TRAILING.sub("", without_period(said))
    actor = actor_in(name, rated=rated)
    if actor and (rated or "的" not in name) and len(name) > len(actor) + 1:
        name = name[name.index(actor) + len(actor) :]
    for pattern in (_CONNECTIVES, _MEANS, _CONNECTIVES):
        name = _cut(pattern, name)
    if rated:
        return name
    if not _KEPT_VERBS.match(name):
        name = _cut(_LIGHT, _cut(_RESULTS, name))
    return _cut(_CONNECTIVES, name)


def _cut(pattern: re.Pattern[str], name: str) -> str:
    found = pattern.match(name)
    return name[found.end() :] if found and found.end() < len(name) else name


def trend_name(clause: str) -> str:
    """Return what a clause says has changed (``来访人数持续下降``), without its verb of change."""
    return _TREND.sub("", trimmed(clause, rated=False))
