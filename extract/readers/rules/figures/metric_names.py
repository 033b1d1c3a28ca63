"""What a metric counts: the noun phrase before the figure, else the noun behind it."""

from __future__ import annotations

import re

from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.metric_leaning import Beside, Earlier, leaning
from extract.readers.rules.figures.metric_rates import listed_name, rate_name
from extract.readers.rules.figures.metric_reach import deed_name, reached_name
from extract.readers.rules.figures.metric_trim import LIGHT_VERB, trimmed
from extract.readers.rules.figures.phrases import Phrase, phrase_before
from extract.readers.rules.figures.scene import Scene

_NOUN = re.compile(
    r"^(?:的)?(?!仍|正在|尚|均|已|全部|被|进行)(?P<it>[\u4e00-\u9fff“”]{2,14}?)(?=(?:[，。；、（）！\n：]|仍|正在|尚|进行|逐一|逐个|均|已|被|全部|体现|足额|按时|参加|参与|开展|实施|得到|获|发放|追讨|挽回|减免|办理|落实|购买|提供|的|与|和|及|到|完成|，|以|并|分别|在|予以|工作的)|$|\d)"
)
_BOUGHT = re.compile(r"^(?P<verb>[\u4e00-\u9fff]{2})了(?P<noun>[\u4e00-\u9fff]{2,10})")
_BATCH = re.compile(r"第[一二三四五六七八九十\d]+[批轮]$")
_REACH = 20
"""Characters behind a figure in which its noun stands."""

_LISTED = re.compile(r"(?P<it>[\u4e00-\u9fff“”]{2,20})(?:\d[\d.,]*[\u4e00-\u9fff（）]{1,4}、)+$")
_LIST = 60
_VERB = 2
"""Characters of a bare verb; a noun phrase before a figure is longer, or stands alone in its clause."""

_SPREAD = re.compile(
    r"^(?:新建|改建|扩建|改造|新增|更新|建成|规范管理|救助|资助|整治|修复|购置|修订|排查|新公布|培育|创建|收缴|查处|查获|破获|征集|发放|培训|评选|选派|引进|招聘|采购|配备|清理|拆除|更换|安装|种植|栽植|出版|储备|认定)+(?=.{2})"
)
"""Verbs that reach over the members of a list (``新建养老中心6个、长者饭堂38个``)."""

_OWN = re.compile(rf"{_SPREAD.pattern}|(?:库容|面积|容量|里程|床位|长度)$")
"""Members of a list that the verb before it does not reach: with a verb of their own, or a measure of the one before."""

_JOINED = re.compile(r"(?P<it>[\u4e00-\u9fff]{1,8})[和、及与]$")
_ATTAINED = re.compile(
    r"(?:全年)?(?:实际)?(?:完成|达到|达|实际|为)?(?:值|数)?|(?:全年)?实际(?:组织|举办|开展|召开|办理|实施|建成|新建|培训|发放)"
)
_PLANNED = re.compile(
    r"(?P<it>.{2,}?)(?:的)?(?:(?:年度|年初|计划)?(?:目标|指标|计划|预期)值?)?(?:为|是|：|≥|＞|>|不低于|设定|设置)*$"
)
_BARE_PLAN = re.compile(
    r"(?:年度|年初|全年|原)?(?:计划|目标|任务|应)(?:组织|举办|开展|召开|办理|实施|建成|完成|培训|发放)?"
)
_UNFULFILLED = re.compile(
    r"(?P<it>[\u4e00-\u9fff“”]{2,16}?)(?:场次|次数|数量|件数|人数|个数|期数|批次|户数)?(?:未|没有|尚未|低于|超过|超额)[^，。]{0,12}(?:目标|计划|任务|指标|预期)[^，。]{0,4}，"
)
"""The clause that says what fell short of its plan (``应急演练场次未达到年初目标，``)."""

_COUNTS = re.compile(
    r"(?:^|[，。；：\n])(?P<names>[^，。；：\d\n]{2,60}?)(?:分别|依次)(?:为|达到?|是|有)?(?P<list>(?:\d[\d.,]*[\u4e00-\u9fff]{0,4}(?:、|和|，|以及))*)$"
)
"""Before one of the counts of several things that share the end of their name (``养老、失业保险参保人数分别为98万人、12万人``)."""

_TOPIC = re.compile(r"^(?P<it>[\u4e00-\u9fff]{2,6})中，")


def metric_name(scene: Scene, figure: Figure, phrase: Phrase, *, earlier: Earlier) -> str:
    """Return the short noun phrase that names what the figure counts.

    Args:
        scene: the report's figures.
        figure: the figure to name.
        phrase: the words of its clause before it.
        earlier: the counts before it, which a bare ``化解率`` or ``已化解`` speaks of.
    """
    said = scene.sheet.said(phrase.start, phrase.end)
    if said and _ATTAINED.fullmatch(said):
        said = _planned_name(scene, figure) or said
    name = trimmed(said, rated=figure.rate)
    if figure.rate:
        return rate_name(scene, figure, said, name, earlier)
    behind = scene.sheet.text[_pair_end(scene, figure) :][:_REACH]
    beside = Beside(phrase, name, behind, alone=_NOUN.match(behind) is None)
    return leaning(scene, figure, beside, earlier) or _count_name(scene, figure, beside, earlier)


def _pair_end(scene: Scene, figure: Figure) -> int:
    """Return where the figure ends, with those that count the same thing directly behind it (``32户139人``)."""
    end = figure.end
    for after in scene.figures[figure.index + 1 : figure.index + 3]:
        if after.start != end:
            break
        end = after.end
    return end


def _count_name(scene: Scene, figure: Figure, beside: Beside, earlier: Earlier) -> str:
    """Return the name of a count from the words before it and, where they are a verb or end in ``的``, behind it."""
    phrase, name, behind = beside.phrase, beside.name, beside.behind
    reached = reached_name(scene.sheet.text, max(figure.floor, phrase.start - 1), figure.start, figure.end)
    if reached:
        return reached
    noun = _NOUN.match(behind)
    deed = deed_name(scene.sheet.text, figure.start, figure.end, noun.group("it") if noun else "")
    if deed:
        return deed
    if noun and scene.sheet.text[phrase.end : phrase.end + 1] == "的" and phrase.end < figure.start:
        return f"{name}的{noun.group('it')}"
    if noun and _BATCH.search(name):
        return name + noun.group("it")
    shared = listed_name(scene, figure, _COUNTS)
    if shared:
        return trimmed(shared, rated=False)
    return _listed(scene, figure, behind, earlier) or _own(scene, figure, beside, earlier)


def _own(scene: Scene, figure: Figure, beside: Beside, earlier: Earlier) -> str:
    """Return the name that a count's own words make: before it, else behind it, else those of the list it goes on."""
    name, behind = beside.name, beside.behind
    if name.endswith("等") and _NOUN.match(behind):
        return _behind(behind, "") or name
    if len(name) > _VERB or (len(name) == _VERB and behind[:1] in "，。；、（\n"):
        return _topical(scene, figure) + name
    verb = "" if LIGHT_VERB.fullmatch(name) else name
    return _behind(behind, verb) or name or _listed_name(scene, figure) or (earlier.sentence or "")


def _listed_name(scene: Scene, figure: Figure) -> str:
    """Return the noun before a list of figures that this one goes on (``救灾物资12大类、3.6万件``)."""
    found = _LISTED.search(scene.sheet.text, max(0, figure.start - _LIST), figure.start)
    return trimmed(scene.sheet.said(*found.span("it")), rated=False) if found else ""


def _planned_name(scene: Scene, figure: Figure) -> str | None:
    """Return what the planned value before is of (``诊疗量占比目标值65%，实际完成61.8%``)."""
    if not figure.index or scene.figures[figure.index - 1].end != figure.floor:
        return None
    phrase = phrase_before(scene.sheet, scene.figures[figure.index - 1])
    said = scene.sheet.said(phrase.start, phrase.end)
    if _BARE_PLAN.fullmatch(said):
        low = scene.sheet.sentence_start(figure.start)
        short = _UNFULFILLED.match(scene.sheet.text, low, phrase.start)
        return short.group("it") if short else None
    found = _PLANNED.match(said)
    return found.group("it") if found else None


def _listed(scene: Scene, figure: Figure, behind: str, earlier: Earlier) -> str | None:
    """Return the name of a further member of a list that one verb reaches (``督导…的14个镇街和23个职能部门``)."""
    spread = _SPREAD.match(earlier.sentence or "")
    said = trimmed(scene.sheet.said(figure.floor, figure.start), rated=False)
    if spread and scene.sheet.text[figure.floor] == "、" and len(said) >= _VERB and not _OWN.match(said):
        return spread.group() + said
    joined = _JOINED.match(scene.sheet.text, figure.floor, figure.start)
    noun = _NOUN.match(behind)
    if joined is None or noun is None or not (earlier.sentence or "").endswith(joined.group("it")):
        return None
    return (earlier.sentence or "").removesuffix(joined.group("it")) + noun.group("it")


def _topical(scene: Scene, figure: Figure) -> str:
    """Return what the sentence breaks down where it says so first (``来访中，区本级登记38批``)."""
    sheet = scene.sheet
    low = sheet.sentence_start(figure.start)
    found = _TOPIC.match(sheet.text[low : low + 8])
    return found.group("it") if found and low + found.end() <= figure.start else ""


def _behind(behind: str, verb: str) -> str | None:
    """Return the noun behind the figure, with the verb before it where there is one."""
    bought = _BOUGHT.match(behind)
    if bought:
        return bought.group("verb") + bought.group("noun")
    noun = _NOUN.match(behind)
    return verb + noun.group("it") if noun else None
