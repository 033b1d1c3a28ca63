"""Names of counts that lean on the words before them: ``办结84件`` of proposals, ``惠及企业836家`` by a grant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.metric_trim import trimmed
from extract.readers.rules.figures.phrases import Phrase
from extract.readers.rules.figures.scene import Scene

DID = re.compile(
    r"^(?:新建|建立|建成|组织|开展|完成|实施|受理|办理|收到|接到|接收|报告|排查|整改|清理|查处|查办|检查|审批|督促|推动|处置|发现|新增|建设|举办|制作|办结|审结|执结|审执结|调解|化解|调处|侦办|破获|追回|提出|立案|结案|按期|按时|规范(?=管理)|管理(?=.{3}))+(?=.{2})"
)
"""Verbs that open the name of a count and do not belong to that of its rate (``隐患整改率`` of ``排查整改隐患512处``)."""

_DONE = re.compile(
    r"剩余|其余|(?:已|未|尚未|其中|就地|妥善|成功|按期|按时|及时|依法)?(?:化解|办结|完成|整改|处理|解决|结案|销号|审结|执结|审执结|答复|回复|整改完成|完成整改|整改到位)"
)
_PART_DONE = re.compile(r"^(?:已|未)(?:化解|办结|完成|整改|处理|解决|结案|销号)(?=.)")
_VERBS = re.compile(r"(?:受理|收到|接到|办理|接收|立案|登记|发现|排查)+")
_OPENED = re.compile(rf"^(?:{_DONE.pattern}|发现|排查|收到|受理|办理)(?=.)")
_PUNISHED = re.compile(r"查处|立案|处罚|破获|侦破|答复|被?采纳|落实|通过|签约|开工|竣工|投产")
"""Verbs that are done to the things counted before where both have one unit."""

_SENT = re.compile(r"交办|转办|转交|移送|的")
"""Words of a name that say from where its things came; what is done is done to the things."""

_HARM = re.compile(r"(?:死亡|受伤|遇难|失踪|伤亡)")
_HARMED = re.compile(r"(?:死亡|受伤|遇难|失踪|伤亡)+$")
_PEOPLE = "人员|群众|读者|市民|居民|职工|师生|学生|家长|党员|企业|农户|家庭|青少年|公众|儿童|妇女|老人"
_JOINING = re.compile(
    rf"(?:参加|参与|参训|参演|覆盖|受益|参会|观影|观展|观看|参观)(?:{_PEOPLE})?|受众(?:人数)?|(?:累计|总)?(?:点击|浏览|阅读|播放|转发|观看)量?|死亡|受伤|受益(?:人口|群众|人数)"
)
_SEEN = re.compile(r"(?:推送|发布|刊发|播发|制作)(?=[\u4e00-\u9fff]{2,3}$)")
"""What was done with what was then seen by so many (``公众号推送信息`` and its ``阅读量``)."""

_TRAINED = re.compile(r"(?:培训|参训|受训)(?:学员|人员)|(?:事故|火灾|灾害)(?:死亡|受伤|伤亡)(?:人数)?")
"""Names that say again what the count before ends in."""

_REACHED = re.compile(r"(?:惠及|涉及|受益|带动)[\u4e00-\u9fff]{0,8}")
_REACHED_TAIL = re.compile(r"(?:惠及|涉及|受益|带动)[\u4e00-\u9fff]*$")
_SOLVED = re.compile(r"^(?:推动|协调|有效)*解决(?=.{4})")
_CHOSEN = re.compile(r"(?:入选|获评|获得|荣获|被评为|获批|晋级|列入)[\u4e00-\u9fff“”]{2,}")
_GUESTS = re.compile(r"(?:累计|共计|安排)*(?:国内)?(?:公务)?接待(?:来访)?(?:批次|人次|人数|国内来宾|来宾|来客|团组)?")
"""How guests of the department are counted beside the cost of receiving them."""

_CLASS = re.compile(r"[\u4e00-\u9fff]{2,12}[类型]")
_KIND = re.compile(
    r"(?:案件|问题|事项|线索|项目|企业|诉求|投诉|举报|纠纷|隐患|事故|工单|建议|活动|人员|业务|订单|警情|服务)$"
)
"""What the members of a class are, at the end of the name of them all."""

_HEAD_NOUN = re.compile(
    r"[\u4e00-\u9fff]{2}(?:案件|积案|问题|事项|线索|项目|企业|群众|件|案|(?<!工)单|函|户)$|工单$|诉求$"
)
_NOUN_PHRASE = 10
"""Characters of what follows ``的`` that is a name as it stands."""

_NOUN_WHOLE = 14
"""Characters of a name of things that is taken over whole."""

_SHORT_NOUN = 6
"""Characters of a name that is a noun as it stands."""


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
class Beside:
    """What stands beside a count: the words before it, the name made of them, and the words behind it.

    ``alone`` says that no noun follows the figure.
    """

    phrase: Phrase
    name: str
    behind: str
    alone: bool


def leaning(scene: Scene, figure: Figure, beside: Beside, earlier: Earlier) -> str | None:
    """Return the name of a count that leans on what stands before it, None where its own words name it."""
    name, before = beside.name, earlier.sentence or ""
    if not name and before.endswith("公务接待"):
        return before
    if _GUESTS.fullmatch(name):
        return _guests(scene, figure, name)
    if _REACHED.fullmatch(name):
        measure = _measure(scene, figure, beside.phrase, before)
        return measure + name if measure else None
    if beside.alone and (_DONE.fullmatch(name) or (_PUNISHED.fullmatch(name) and _same_unit(scene, figure))):
        return name.removeprefix("被") + _object(before if not before.startswith(name) else "", earlier.paragraph or "")
    return _joined(scene, figure, beside, before) if before else None


def _same_unit(scene: Scene, figure: Figure) -> bool:
    """Whether the figure and the one before it are in one unit."""
    return figure.index > 0 and scene.figures[figure.index - 1].rivals(figure)


def _joined(scene: Scene, figure: Figure, beside: Beside, before: str) -> str | None:
    """Return the name of those who took part in, saw, were harmed by or were of what was counted before."""
    name = beside.name
    harmed = _HARM.match(beside.behind) if name in {"", "造成", "致", "导致", "共造成"} else None
    if harmed:
        return _HARMED.sub("", DID.sub("", before)) + harmed.group()
    if _JOINING.fullmatch(name):
        return (_SEEN.sub("", DID.sub("", before)) or before) + name
    if _TRAINED.fullmatch(name):
        return _said_again(before, name)
    if _of_the_whole(scene, figure) and (_CLASS.fullmatch(name) or _CHOSEN.fullmatch(name)):
        return _part(before, name)
    return None


def _object(before: str, paragraph: str) -> str:
    """Return what a bare verb is done to: the thing counted before in the sentence, else in the paragraph."""
    before = _PART_DONE.sub("", before)
    same = DID.sub("", before)
    noun = same if same and len(same) <= _NOUN_WHOLE and not _SENT.search(same) else head_noun(before or paragraph)
    return "" if _VERBS.fullmatch(noun) else noun


def _guests(scene: Scene, figure: Figure, name: str) -> str | None:
    """Return ``公务接待`` for the ``接待`` of guests told beside its cost, None where others are received."""
    spent = scene.sheet.text[scene.sheet.sentence_start(figure.start) : figure.start].rfind("公务接待")
    return None if spent < 0 else "国内公务接待" if "国内" in name else "公务接待"


def _of_the_whole(scene: Scene, figure: Figure) -> bool:
    """Whether the figure stands in a list that ``其中`` opens."""
    low = scene.sheet.sentence_start(figure.start)
    return "其中" in scene.sheet.text[low : figure.start]


def _part(whole: str, name: str) -> str:
    """Return the name of a class of the whole, or of those of it that were chosen for something."""
    if _CHOSEN.fullmatch(name):
        return whole + name
    kind = _KIND.search(whole)
    return name + kind.group() if kind else name


def _said_again(before: str, name: str) -> str:
    """Return ``公益培训学员`` for ``培训学员`` behind ``公益培训班``, ``生产安全事故死亡`` for ``事故死亡``; the name itself if they share nothing."""
    head = re.sub(r"(?:班|会|活动)$", "", DID.sub("", before)).removeprefix("各类")
    return head + name[2:] if head.endswith(name[:2]) else name


def _measure(scene: Scene, figure: Figure, phrase: Phrase, before: str) -> str:
    """Return the measure by which so many were reached: the one of the clause before, ``""`` where there is none."""
    sheet = scene.sheet
    low = sheet.sentence_start(figure.start)
    if phrase.start <= low or sheet.text[phrase.start - 1] not in "，,":
        return ""
    last = scene.figures[figure.index - 1] if figure.index else None
    start = max(sheet.text.rfind(mark, low, phrase.start - 1) + 1 for mark in "，；：。\n")
    if before and last and not last.money and last.start >= start:
        return without_reached(before)
    clause = re.sub(r"\d.*$", "", sheet.said(max(low, start), phrase.start - 1))
    return _SOLVED.sub("", trimmed(clause, rated=False)).removesuffix("金额") if len(clause) > 1 else ""


def without_reached(name: str) -> str:
    """Return the name of a measure without those whom it reached (``…涉及当事人``)."""
    return _REACHED_TAIL.sub("", name)


def head_noun(name: str) -> str:
    """Return the noun that a name ends in (``信访案件`` of ``区级领导包案化解的信访案件``)."""
    last = _OPENED.sub("", name).rpartition("的")[2]
    last = last.removeprefix("各类")
    last = last.rpartition("类")[2] or last
    if "的" in name and len(last) <= _NOUN_PHRASE:
        return last
    found = _HEAD_NOUN.search(last)
    return found.group() if found and len(last) > _SHORT_NOUN else last
