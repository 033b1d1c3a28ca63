"""What a metric counts: the noun phrase before the figure, else the noun behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.forms import line_label
from extract.readers.rules.figures.metric_actors import PERIOD, REGION, actor_in, without_period
from extract.readers.rules.figures.phrases import Phrase, phrase_before
from extract.readers.rules.figures.scene import Scene

_CONNECTIVES = re.compile(
    r"^(?:其中|如(?=“)|包括|包含|另有|另外|此外|同时|以及|及(?!时)|和|与|且|并|即|对|将|把|为(?![^，]{1,12}(?:提供|开展|办理))|从|还|共有|共计|总计|合计|共|累计|先后|已经|已(?!化解|办结|完成|整改|处理|解决|结案)|均|、|按时(?!.{0,4}率)|抽样调查|切实|积极|全面|圆满|顺利|成功|全力|甚至|仍|出现|发生"
    r"|[一二三四五六七八九]是)+"
)
_MEANS = re.compile(
    r"^(?:通过|利用|依托|根据|按照|针对|围绕|结合|向|在|对|于|到)[^，]{1,30}?(?=(?:共|累计|成功|移交|提供|报送|发出|进行|开展|组织))"
    r"|^为[^，]{1,30}?(?=(?:共|累计|成功|移交|报送|发出|进行|组织))|^(?:联合|会同)[^，]{1,30}?(?=开展|组织)"
)
_LIGHT = re.compile(
    r"^(?:共|累计|总共|先后|成功|全面|圆满|认真|积极|及时|已)*(?:完成|梳理|排查出|组织开展|组织召开|组织|召开|举办|开展|进行|推动|移交|实现|发出|印发|下发|出具|上报|达成|实施(?=.{3})|办理|建立|评选|兑现|开行|出动|共有|有(?!效|关|机|限|序|偿))+(?:了)?(?=.{2})"
)
_RESULTS = re.compile(r"^.*(?:共计|累计|(?<!公)共(?![同享建和产青])|成功|先后|开展)(?=[\u4e00-\u9fff“]{2})")
_KEPT_VERBS = re.compile(r"^(?:接访|接待|受理|接处|处置|核查|打击|化解|督导)")
_TRAILING = re.compile(
    r"(?:保持在?|达到?|提高到|提升至|提升到|上升到|(?<!下)降|压缩|缩短|压减|可|为|共|了|的|约|已|(?<!平)均|连续[一二三四五六七八九十\d]+年)+$|[由从][^，]{0,6}$"
)
_NOUN = re.compile(
    r"^(?:的)?(?!仍|正在|尚|均|已|全部|被|进行)(?P<it>[\u4e00-\u9fff“”]{2,14}?)(?=(?:[，。；、（）！\n：]|仍|正在|尚|进行|逐一|逐个|均|已|被|全部|体现|足额|按时|参加|参与|开展|实施|得到|获|发放|追讨|挽回|减免|办理|落实|购买|提供|的|与|和|及|到|完成|，|以|并|分别|在|予以|工作的)|$|\d)"
)
_BOUGHT = re.compile(r"^(?P<verb>[\u4e00-\u9fff]{2})了(?P<noun>[\u4e00-\u9fff]{2,10})")
_RATE_WORD = re.compile(r"^(?:按时|按期|及时)?(?!满意)[\u4e00-\u9fff]{2}率(?:为|达到?|均|：)*$")
_DID = re.compile(
    r"^(?:新建|建立|建成|组织|开展|完成|实施|受理|办理|收到|接到|报告|排查|整改|清理|查处|查办|检查|审批|督促|推动|处置|新增|建设|举办|制作|规范(?=管理)|管理(?=.{3}))+(?=.{2})"
)
"""Verbs that open the name of a count and do not belong to that of its rate (``隐患整改率`` of ``排查整改隐患512处``)."""

_RATES_SHARED = re.compile(
    r"(?P<it>[\u4e00-\u9fff]{2,10}(?:率|比例))分别(?:为|达到?|是)?(?P<list>(?:\d[\d.]*%(?:、|和|，))*)$"
)
_RATES_BEHIND = re.compile(r"(?:[、和，]\d[\d.]*%)*")
_SAME_NOUN = re.compile(r"^(?P<noun>[\u4e00-\u9fff“”]{2,}?)(?:及时|按期|按时)?[\u4e00-\u9fff]{2}率$")
_BATCH = re.compile(r"第[一二三四五六七八九十\d]+[批轮]$")
_DONE = re.compile(r"剩余|其余|(?:已|未|尚未|其中|就地|妥善|成功)?(?:化解|办结|完成|整改|处理|解决|结案|销号)")
_REACH = 20
"""Characters behind a figure in which its noun stands."""

_SPOKEN_OF = re.compile(r"(?P<it>[\u4e00-\u9fff“”]{2,24}(?:率|度))[\u4e00-\u9fff]{0,8}，[^，。；]{0,6}$")
_LISTED = re.compile(r"(?P<it>[\u4e00-\u9fff“”]{2,20})(?:\d[\d.,]*[\u4e00-\u9fff（）]{1,4}、)+$")
_LIST = 60
_PART_DONE = re.compile(r"^(?:已|未)(?:化解|办结|完成|整改|处理|解决|结案|销号)(?=.)")
_VERB = 2
"""Characters of a bare verb; a noun phrase before a figure is longer, or stands alone in its clause."""

_NOUN_PHRASE = 10
"""Characters of what follows ``的`` that is a name as it stands."""

_INNER = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:发生|召开)(?=[^的]{2,8}$)")
"""Light verbs between what is spoken of and what is counted (``行业发生事故``)."""

_SPREAD = re.compile(r"^(?:新建|改建|扩建|改造|新增|更新|建成|规范管理|救助|资助|整治|修复|购置)+(?=.{2})")
"""Verbs that reach over the members of a list (``新建养老中心6个、长者饭堂38个``)."""

_HEAD_NOUN = re.compile(r"[\u4e00-\u9fff]{2}(?:案件|积案|问题|事项|线索|项目|企业|群众|件|案|(?<!工)单|函|户)$|工单$")
_JOINED = re.compile(r"(?P<it>[\u4e00-\u9fff]{1,8})[和、及与]$")
_REACHED = re.compile(r"(?:全年)?(?:实际)?(?:完成|达到|达|实际|为)?(?:值|数)?")
_PLANNED = re.compile(
    r"(?P<it>.{2,}?)(?:的)?(?:(?:年度|年初|计划)?(?:目标|指标|计划|预期)值?)?(?:为|是|：|≥|＞|>|不低于|设定|设置)*$"
)
_PREPOSITIONS = ("对", "为", "将", "把", "向", "给", "由", "在")
_JOINING = re.compile(
    r"(?:参加|参与|参训|参演|覆盖|受益|参会)(?:人员|群众)?|受众(?:人数)?|点击量|浏览量|观看|死亡|受伤|受益(?:人口|群众|人数)"
)
_TOPIC = re.compile(r"^(?P<it>[\u4e00-\u9fff]{2,6})中，")
_TREND = re.compile(
    r"(?:平均|总体|整体|持续|明显|大幅|稳步|不断|有所|逐年|显著)*(?:下降|上升|减少|增加|增长|提高|好转|提升)?$"
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Names that a bare name leans on: of the count before it in its sentence, and in its paragraph.

    ``counts`` are those of all counts of the sentence in order, ``rate`` is that of the rate directly before.
    """

    sentence: str | None = None
    paragraph: str | None = None
    counts: tuple[str, ...] = ()
    rate: str | None = None


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a count: the words before it, the name made of them, and the words behind it."""

    phrase: Phrase
    name: str
    behind: str


def metric_name(scene: Scene, figure: Figure, phrase: Phrase, *, earlier: Earlier) -> str:
    """Return the short noun phrase that names what the figure counts.

    Args:
        scene: the report's figures.
        figure: the figure to name.
        phrase: the words of its clause before it.
        earlier: the counts before it, which a bare ``化解率`` or ``已化解`` speaks of.
    """
    said = scene.sheet.said(phrase.start, phrase.end)
    if said and _REACHED.fullmatch(said):
        said = _planned_name(scene, figure) or said
    name = trimmed(said, rated=figure.rate)
    if figure.rate:
        shared = _shared_rate(scene, figure, earlier)
        if shared:
            return shared
    if figure.rate and not name:
        above = line_label(scene.sheet, figure)
        return scene.sheet.said(*above) if above else _rate_before(scene, figure)
    if figure.rate:
        return _rate_name(scene, figure, name, earlier=earlier, bare=_RATE_WORD.match(said) is not None)
    behind = scene.sheet.text[_pair_end(scene, figure) :][:_REACH]
    return _leaning(name, behind, earlier) or _count_name(scene, figure, _Beside(phrase, name, behind), earlier)


def _pair_end(scene: Scene, figure: Figure) -> int:
    """Return where the figure ends, with those that count the same thing directly behind it (``32户139人``)."""
    end = figure.end
    for after in scene.figures[figure.index + 1 : figure.index + 3]:
        if after.start != end:
            break
        end = after.end
    return end


def _leaning(name: str, behind: str, earlier: Earlier) -> str | None:
    """Return the name of a count that leans on the one before it: ``参加1.2万人次``, ``已化解8件``."""
    if _JOINING.fullmatch(name) and earlier.sentence:
        return (_DID.sub("", earlier.sentence) or earlier.sentence) + name
    done = _DONE.fullmatch(name) and not _NOUN.match(behind)
    return name + head_noun(earlier.paragraph or "") if done else None


def _count_name(scene: Scene, figure: Figure, beside: _Beside, earlier: Earlier) -> str:
    """Return the name of a count from the words before it and, where they are a verb or end in ``的``, behind it."""
    phrase, name, behind = beside.phrase, beside.name, beside.behind
    if scene.sheet.text[phrase.end : phrase.end + 1] == "的" and phrase.end < figure.start:
        noun = _NOUN.match(behind)
        return f"{name}的{noun.group('it')}" if noun else name
    batch = _NOUN.match(behind) if _BATCH.search(name) else None
    if batch:
        return name + batch.group("it")
    listed = _listed(scene, figure, behind, earlier)
    if listed:
        return listed
    if name.endswith("等") and _NOUN.match(behind):
        return _behind(behind, "") or name
    if len(name) > _VERB or (len(name) == _VERB and behind[:1] in "，。；、（\n"):
        return _topical(scene, figure) + name
    return _behind(behind, name) or name or _listed_name(scene, figure) or (earlier.sentence or "")


def _listed_name(scene: Scene, figure: Figure) -> str:
    """Return the noun before a list of figures that this one goes on (``救灾物资12大类、3.6万件``)."""
    found = _LISTED.search(scene.sheet.text, max(0, figure.start - _LIST), figure.start)
    return trimmed(scene.sheet.said(*found.span("it")), rated=False) if found else ""


def _planned_name(scene: Scene, figure: Figure) -> str | None:
    """Return what the planned value before is of (``诊疗量占比目标值65%，实际完成61.8%``)."""
    if not figure.index or scene.figures[figure.index - 1].end != figure.floor:
        return None
    phrase = phrase_before(scene.sheet, scene.figures[figure.index - 1])
    found = _PLANNED.match(scene.sheet.said(phrase.start, phrase.end))
    return found.group("it") if found else None


def _rate_before(scene: Scene, figure: Figure) -> str:
    """Return the rate that the clause before speaks of (``化解率不高，仅为72%``), empty where it speaks of none."""
    found = _SPOKEN_OF.search(scene.sheet.text, figure.floor, figure.start)
    return trimmed(found.group("it"), rated=True) if found else ""


def _shared_rate(scene: Scene, figure: Figure, earlier: Earlier) -> str | None:
    """Return the name of one of several rates of the counts before (``规范管理率分别为76.8%、75.1%``)."""
    found = _RATES_SHARED.search(scene.sheet.text, max(0, figure.start - _LIST), figure.start)
    place = found.group("list").count("%") if found else 0
    behind = _RATES_BEHIND.match(scene.sheet.text, figure.end) if found else None
    named = place + 1 + (behind.group().count("%") if behind else 0)
    if found is None or not 1 < named <= len(earlier.counts):
        return None
    return _rated(earlier.counts[-named:][place], trimmed(found.group("it"), rated=True))


def _told(scene: Scene, figure: Figure, name: str) -> str | None:
    """Return the name of a rate of what the clause before says is done (``生活费按时足额发放，发放率100%``)."""
    text = scene.sheet.text
    clause = text[max(figure.floor, figure.start - _LIST) : figure.start].rpartition("，")[0].rpartition("，")[2]
    found = re.fullmatch(rf"(?P<it>[\u4e00-\u9fff“”]{{2,}}?)(?:按时|按期|足额|全部|及时|均|已)+{name[:2]}", clause)
    return found.group("it") + name if found else None


def _rate_name(scene: Scene, figure: Figure, name: str, *, earlier: Earlier, bare: bool) -> str:
    """Return the name of a rate; a bare one takes what it is a rate of from the count, or the rate, before it."""
    if name.startswith("占"):
        return (earlier.sentence or "") + re.sub(r"的?占?$", "", name)
    if not bare:
        return name
    told = _told(scene, figure, name)
    if told:
        return told
    joined = scene.sheet.text[figure.floor : figure.floor + 1] == "、"
    same = _SAME_NOUN.match(earlier.rate or "") if joined else None
    if same and same.group("noun") != name[: len(same.group("noun"))]:
        return same.group("noun") + name
    counted = _PART_DONE.sub("", earlier.sentence or "") or head_noun(earlier.paragraph or "")
    return _rated(counted, name)


def _rated(counted: str, rate: str) -> str:
    """Return the name of a rate of what was counted; a verb that both hold is said once (``大病专项救治率``)."""
    counted = _DID.sub("", counted) or counted
    if counted.endswith(rate[:2]):
        return counted[:-2] + rate
    return (counted[2:] if counted[:2] == rate[:2] else counted) + rate


def head_noun(name: str) -> str:
    """Return the noun that a name ends in (``信访案件`` of ``区级领导包案化解的信访案件``)."""
    last = re.sub(rf"^(?:{_DONE.pattern}|发现|排查|收到|受理|办理)(?=.)", "", name).rpartition("的")[2]
    last = last.removeprefix("各类")
    if "的" in name and len(last) <= _NOUN_PHRASE:
        return last
    found = _HEAD_NOUN.search(last)
    return found.group() if found and len(last) > 6 else last  # noqa: PLR2004  (a short name is a noun)


def _listed(scene: Scene, figure: Figure, behind: str, earlier: Earlier) -> str | None:
    """Return the name of a further member of a list that one verb reaches (``督导…的14个镇街和23个职能部门``)."""
    spread = _SPREAD.match(earlier.sentence or "")
    said = trimmed(scene.sheet.said(figure.floor, figure.start), rated=False)
    if spread and scene.sheet.text[figure.floor] == "、" and not _SPREAD.match(said) and len(said) > _VERB:
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


def trimmed(said: str, *, rated: bool) -> str:
    """Return a clause without the period, actor, connectives and light verbs that open it and the verbs that close it."""
    name = _TRAILING.sub("", without_period(said))
    actor = actor_in(name, rated=rated)
    rest = name[name.index(actor) + len(actor) :] if actor else ""
    if len(rest) > 1 and (rated or "的" not in rest or _LIGHT.match(rest)):
        name = rest
    for pattern in (_CONNECTIVES, _MEANS, _CONNECTIVES):
        name = _cut(pattern, name)
    if rated:
        return name
    if not _KEPT_VERBS.match(name):
        name = _cut(_LIGHT, _cut(_RESULTS, name))
    name = _INNER.sub("", without_period(_cut(_CONNECTIVES, name)))
    if REGION.fullmatch(name):
        return ""
    return "" if PERIOD.fullmatch(name) or name in _PREPOSITIONS or name == actor_in(name, rated=False) else name


def _cut(pattern: re.Pattern[str], name: str) -> str:
    found = pattern.match(name)
    return name[found.end() :] if found and found.end() < len(name) else name


def trend_name(clause: str) -> str:
    """Return what a clause says has changed (``来访人数持续下降``), without its verb of change."""
    return _TREND.sub("", trimmed(clause, rated=False))
