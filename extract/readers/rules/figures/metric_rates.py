"""Names of rates: their own words, with the noun of the count, the list or the rate before where they are bare."""

from __future__ import annotations

import re

from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.forms import line_label
from extract.readers.rules.figures.metric_actors import without_period
from extract.readers.rules.figures.metric_leaning import DID, Earlier, head_noun, without_reached
from extract.readers.rules.figures.metric_trim import trimmed
from extract.readers.rules.figures.scene import Scene

_BARE = re.compile(
    r"^(?:(?:按时|按期|及时|限期)?(?!满意)[\u4e00-\u9fff]{2}率|(?:调解|办理|处置|治理|化解|救助|签约|服务|抢救|急救|救援|申报|检测|抽检)(?:成功|完成|合格|及时|到位|准确|办结|满意)率)(?:为|达到?|均|：)*$"
)
_PROCESS = re.compile(
    r"(?:响应|接通|接听|处置|调解|解决|满意|办结|答复|回复|回访|化解|受理|及时|息诉|结案|参评|按期|按时)+率$"
)
"""Rates of one business that a row of them shares."""

_RATES_SHARED = re.compile(
    r"(?P<it>[\u4e00-\u9fff]{2,10}(?:率|比例))(?:分别|依次)(?:为|达到?|是)?(?P<list>(?:\d[\d.]*%(?:、|和|，))*)$"
)
_NAMES_SHARED = re.compile(
    r"(?:^|[，。；：\n])(?P<names>[^，。；：\d\n]{2,60}?)(?:分别|依次)(?:为|达到?|是)?(?P<list>(?:\d[\d.]*%(?:、|和|，|以及))*)$"
)
_NAMED_BEFORE = re.compile(
    r"(?P<names>[^，。；：\d\n]{3,60}?)(?:[一二三四五六七八九\d]+项)?(?:等[\u4e00-\u9fff]{0,2})?(?P<kind>指标|任务|目标)(?:均|已|全部|都)[\u4e00-\u9fff]{2,8}，$"
)
_BEHIND = re.compile(r"(?:(?:、|和|，|以及)\d[\d.]*%)*")
_SAME_NOUN = re.compile(r"^(?P<noun>[\u4e00-\u9fff“”]{2,}?)(?:及时|按期|按时)?[\u4e00-\u9fff]{2}率$")
_SPOKEN_OF = re.compile(r"(?P<it>[\u4e00-\u9fff“”]{2,24}(?:率|度))[\u4e00-\u9fff]{0,8}，[^，。；]{0,6}$")
_PART_DONE = re.compile(r"^(?:已|未)(?:化解|办结|完成|整改|处理|解决|结案|销号)(?=.)")
_SHARE = re.compile(r"(?:通过|利用|依托)?(?:“[^”]*”)?(?P<it>[^占]{2,}?)占")
_TESTED = re.compile(
    r"^(?P<did>(?:定量|快速|监督|例行|集中)?(?:检测|抽检|监测|检验|抽查))(?P<what>[\u4e00-\u9fff]{2,})$"
)
_VOLUME = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:接听|受理|接待|办件|办理|业务|来电)量$")
_OF_PLAN = re.compile(
    r"(?:完成|占|为|达到?)(?:年度|全年|年初|市定|省定|市级|省级|上级|下达)*(?:目标|计划|任务|指标)+数?"
)
"""What a count fulfils; its rate is named with it."""

_MEASURES = ("率", "度", "比例", "比重", "人数", "户数", "次数", "件数", "数量", "量", "面积")
_WIDE = ("企业", "单位", "人员", "对象", "项目", "群众")
"""Nouns behind a verb that say less than what stands before it."""

_JOINTS = re.compile(r"、|和|与|及")
_SHORT = 8
"""Characters of a name in a list that may lean on the last one."""

_LIST = 80
"""Characters before a figure in which a list of names or rates stands."""


def rate_name(scene: Scene, figure: Figure, said: str, name: str, earlier: Earlier) -> str:
    """Return the name of a rate.

    Args:
        scene: the report's figures.
        figure: the rate.
        said: the words of its clause before it.
        name: what is left of them without period, actor and light verbs.
        earlier: the figures before it; a bare rate takes what it is a rate of from them.
    """
    shared = _shared_rate(scene, figure, earlier) or _listed_rate(scene, figure)
    if shared:
        return shared
    if not name:
        above = line_label(scene.sheet, figure)
        return scene.sheet.said(*above) if above else _rate_before(scene, figure)
    if name.startswith("占"):
        return (earlier.sentence or "") + re.sub(r"的?占?$", "", name)
    if earlier.sentence and _OF_PLAN.fullmatch(name):
        return earlier.sentence + name
    part = _SHARE.fullmatch(name) if earlier.sentence else None
    if part:
        return (earlier.sentence or "") + part.group("it") + "占比"
    return _leaning_rate(scene, figure, name, earlier, bare=_BARE.match(without_period(said)) is not None)


def _leaning_rate(scene: Scene, figure: Figure, name: str, earlier: Earlier, *, bare: bool) -> str:
    noun = _row_noun(scene, figure, name, earlier.rate or "", bare=bare)
    if noun and noun != name[: len(noun)]:
        return noun + name
    if not bare:
        return name
    told = _told(scene, figure, name)
    if told:
        return told
    counted = without_reached(_PART_DONE.sub("", earlier.sentence or "")) or head_noun(earlier.paragraph or "")
    return _rated(counted, name)


def _row_noun(scene: Scene, figure: Figure, name: str, before: str, *, bare: bool) -> str:
    """Return the noun that a rate shares with the one directly before it, ``""`` where each has its own."""
    beside = scene.sheet.text[figure.floor : figure.floor + 1]
    if bare and beside == "、":
        same = _SAME_NOUN.match(before)
        return same.group("noun") if same else ""
    last = _PROCESS.search(before)
    if beside not in {"、", "，"} or last is None or not _PROCESS.fullmatch(name):
        return ""
    own = beside == "，" and before in scene.phrase(scene.figures[figure.index - 1]).text
    return "" if own else before[: last.start()]


def _rate_before(scene: Scene, figure: Figure) -> str:
    """Return the rate that the clause before speaks of (``化解率不高，仅为72%``), empty where it speaks of none."""
    found = _SPOKEN_OF.search(scene.sheet.text, figure.floor, figure.start)
    return trimmed(found.group("it"), rated=True) if found else ""


def _shared_rate(scene: Scene, figure: Figure, earlier: Earlier) -> str | None:
    """Return the name of one of several rates of the counts before (``规范管理率分别为76.8%、75.1%``)."""
    found = _RATES_SHARED.search(scene.sheet.text, max(0, figure.start - _LIST), figure.start)
    if found is None:
        return None
    place = found.group("list").count("%")
    named = place + _left(scene, figure)
    if not 1 < named <= len(earlier.counts):
        return None
    return _rated(earlier.counts[-named:][place], trimmed(found.group("it"), rated=True))


def _left(scene: Scene, figure: Figure) -> int:
    """Return how many rates of a list stand from the figure on."""
    behind = _BEHIND.match(scene.sheet.text, figure.end)
    return 1 + (behind.group().count("%") if behind else 0)


def _listed_rate(scene: Scene, figure: Figure) -> str | None:
    """Return one of ``小学、初中入学率分别为99%、98%``, or of ``A、B等指标均完成，完成率分别为102%、100%``."""
    named = listed_name(scene, figure, _NAMES_SHARED)
    if named:
        return named
    found = _behind_names(scene, figure, _NAMES_SHARED)
    if found is None:
        return None
    place = found.group("list").count("%")
    return _named_before(scene, found.start("names"), found.group("names"), place, place + _left(scene, figure))


def _behind_names(scene: Scene, figure: Figure, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Return the names before ``分别`` and the figures between them and this one, None where there are none."""
    sheet = scene.sheet
    low = max(sheet.unit_bounds(figure.start)[0], figure.start - _LIST)
    said = sheet.text[low : figure.start]
    if "分别" not in said and "依次" not in said:
        return None
    return pattern.search(sheet.text, max(0, low - 1), figure.start)


def listed_name(scene: Scene, figure: Figure, pattern: re.Pattern[str]) -> str | None:
    """Return the figure's name in a list of names of which the last one alone is whole, None where it stands in none.

    Args:
        scene: the report's figures.
        figure: one of the figures behind ``分别``.
        pattern: finds ``names`` and the ``list`` of figures before this one.
    """
    found = _behind_names(scene, figure, pattern)
    if found is None:
        return None
    place = len(_JOINTS.findall(found.group("list")))
    names = _JOINTS.split(without_period(found.group("names")))
    if len(names) < 2 or place >= len(names) or max(map(len, names[:-1])) > _SHORT:  # noqa: PLR2004  (a list has two)
        return None
    return _with_tail(names, place)


def _with_tail(names: list[str], place: int) -> str | None:
    """Return a member of the list with the end that only the last one says; None where each is whole."""
    last, width = names[-1], len(names[-2])
    tail = last[width:] if last.endswith(_MEASURES) else ""
    if not tail or any(name.endswith(_MEASURES) for name in names[:-1]):
        return None
    return last if place == len(names) - 1 else names[place] + tail


def _named_before(scene: Scene, at: int, rate: str, place: int, total: int) -> str | None:
    """Return the rate of one of the names that the clause before lists, where there are as many as figures."""
    before = _NAMED_BEFORE.search(scene.sheet.text, max(scene.sheet.sentence_start(at), at - _LIST), at)
    if before is None:
        return None
    names = before.group("names").removesuffix("等").rpartition("的")[2].split("、")
    return names[place] + before.group("kind") + rate if len(names) == total else None


def _told(scene: Scene, figure: Figure, name: str) -> str | None:
    """Return the name of a rate of what the clause before says is done (``生活费按时足额发放，发放率100%``)."""
    text = scene.sheet.text
    clause = text[max(figure.floor, figure.start - _LIST) : figure.start].rpartition("，")[0].rpartition("，")[2]
    found = re.fullmatch(rf"(?P<it>[\u4e00-\u9fff“”]{{2,}}?)(?:按时|按期|足额|全部|及时|均|已)+{name[:2]}", clause)
    return found.group("it") + name if found else None


def _without_verb(counted: str, verb: str) -> str:
    """Return what a name counts, without the verb that its rate says too; ``""`` where little is left."""
    if verb not in counted:
        return counted
    head, _, rest = counted.rpartition(verb)
    rest = rest.removeprefix("成功")
    if rest in _WIDE and len(head) > 1:
        return head
    return rest if len(rest) > 1 else ""


def _rated(counted: str, rate: str) -> str:
    """Return the name of a rate of what was counted; a verb that both hold is said once (``大病专项救治率``)."""
    counted = _VOLUME.sub("", counted)
    tested = _TESTED.match(counted)
    if tested and rate.endswith(("合格率", "达标率")):
        return tested.group("what") + tested.group("did") + rate
    counted = (DID.sub("", counted) or counted).removeprefix("成功")
    if counted.endswith(rate[:2]):
        return counted[:-2].removesuffix("成功") + rate
    return _without_verb(counted, rate[:2]) + rate
