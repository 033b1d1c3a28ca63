"""Whose figure a metric is, and of which period: the last that the sentence names before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.readers.rules.figures.phrases import Phrase
from extract.readers.rules.figures.sheet import Sheet

_DAY = r"\d{1,2}月(?:\d{1,2}日|底|末|份)?"
PERIOD = re.compile(
    r"(?:截[至止]到?(?:目前|20\d\d年(?:底|末|\d{1,2}月(?:\d{1,2}日|底|末|份)?)|年底|年末|"
    + _DAY
    + r")|至"
    + _DAY
    + r"|(?:截[至止]到?)?目前为止"
    r"|20\d\d年(?:度|以来|全年|上半年|下半年|第[一二三四]季度|\d{1,2}(?:月)?(?:至|—|-|－|～)\d{1,2}月|"
    + _DAY
    + r")?(?:以来)?"
    r"|(?:今年|本年度?|全年(?!设定|确定|计划|目标|任务)|年内|当年|上半年|下半年|近期|目前|近年来|本月)(?:以来)?|汛[前期中后](?=[，]?[\u4e00-\u9fff]{2})|(?:今年)?\d{1,2}(?:月)?(?:至|—|-|－)\d{1,2}月"
    r"|(?:春秋|夏秋|秋冬|冬春|春夏)(?:两|二)?季|(?:年末|年底)(?=全[省市区县州镇乡]|累计|实有|共有)"
    r"|(?:(?!在)[\u4e00-\u9fff“”][\u4e00-\u9fff“”\d·.]{1,13})(?:期间|特护期内?|(?<![限效定到])期内)(?=[，]?[\u4e00-\u9fff])|“十[一二三四五]五”(?:期间|以来)?)"
)
_COMPARED = re.compile(r"(?:[较比与同和由从]|同比|[至—-])$")
_REGION = r"(?:全[省市区县州镇乡街盟旗校院系]|[我本][省市区县州局委办厅院校镇乡街队所站](?!级)|[我本](?:单位|部门)|[\u4e00-\u9fff]{2,4}[区县](?=[^\u4e00-\u9fff]|共|累计|现|年|[发完新信接受处办]))"
_ORGAN = (
    r"(?:(?!对|向|住院|出院|入院|移送|移交|针对|建立|组织|召开|开展|完善|加强|推动|协调|督促|要求|联合|会同|邀请|通过|敦促|指导|全面|根据|按照|由|在|各)(?:(?![到对向由被从将])[\u4e00-\u9fff]){0,10}?(?:班子成员|领导干部|领导|信联办|联席办|办公室|责任单位|有权单位|信访部门|职能部门|公安机关|政法机关|检察院|法院|大队|支队|工作组|"
    r"部门|单位|机关|局|委员会|委|厅|中心|街道|镇街|乡镇|企业|院|(?<=[\u4e00-\u9fff]{2})馆(?!藏)|剧团|站|所|队|(?<=[\u4e00-\u9fff]{2})办(?=联合|会同|共|累计|组织|开展|牵头|全年)))"
)
_VERBS = (
    r"(?:共|累计|先后|已|均|还|每|认真|积极|全面|及时|严格|主动|大力|扎实|深入|持续|共同|切实|不断|按照|根据|联合|会同|全部|梳理|组织|开展|召开|举办|接访|接待|受理|办理|处理|处置|完成|打击|化解|督办|督导|发放|发出|印发|检查|全年|今年|查处|立案|审批|培训|宣传|走访|调研|"
    r"约访|下访|包案|新建|改造|建成|实施|出动|救助|帮扶|收到|登记|报送|发布|推动|调解|指导|新增|核查|出具|组建|举行|参与|参加|征集|派出|审核|核发|巡查|排查|抽检|监测|安置|牵头|推出|延长|第一时间|迅速|立即|转移)"
)
_ACTOR = re.compile(
    rf"^(?:由|在)?(?P<it>{_ORGAN}|{_REGION}|[镇乡](?=共|累计|全年))(?={_VERBS}|到部分)|^(?P<one>同一个?人)$"
)
_REGIONAL = re.compile(rf"^(?P<it>{_REGION})(?=[\u4e00-\u9fff])")
_RATED = re.compile(
    rf"^(?P<it>{_ORGAN}|{_REGION})(?!覆盖|建成|达标|标准化|设置|建设|普及|规范化|负责人|人员|交办|转办|转送|转交|下发)(?=[\u4e00-\u9fff]{{2,12}}$)"
)
REGION = re.compile(r"(?:对|在)?(?P<it>全[省市区县州镇乡街盟旗])(?:的)?")
"""A whole region alone before a count (``全县98所学校``)."""

_JOINTLY = re.compile(r"联合|会同|配合")
_ADVERBS = re.compile(r"^(?:甚至|仍|还|也|并|其中|出现|发生)+")
_RATE = re.compile(r"(?:率|度|比例|比重|占比)$")
_NOTES = re.compile(r"（[^（）]*）")
_CLAUSES = re.compile(r"[，；：、。\n（）]")


@dataclass(frozen=True, slots=True)
class Setting:
    """Subject and period that hold for a metric, each None where the text names none."""

    subject: str | None = None
    period: str | None = None


def setting_of(sheet: Sheet, phrase: Phrase, *, low: int, carried: Setting) -> Setting:
    """Return the subject and period that the words from ``low`` to the phrase's end name last, else those carried on."""
    period = _period(sheet, low, phrase.end)
    return Setting(_subject(sheet, low, phrase) or carried.subject, period or carried.period)


def _period(sheet: Sheet, low: int, end: int) -> str | None:
    text, said = sheet.text, None
    notes = [note.span() for note in _NOTES.finditer(text, low, end)]
    for found in PERIOD.finditer(text, low, end):
        if (
            not any(start < found.start() < close for start, close in notes)
            and not _COMPARED.search(text[max(low, found.start() - 2) : found.start()])
            and text[found.end() : found.end() + 2] != "同期"
        ):
            said = sheet.said(found.start(), found.end())
    return said


def without_period(text: str) -> str:
    """Return a clause without the period that opens it."""
    stripped = True
    while stripped:
        found = PERIOD.match(text)
        stripped = bool(found and found.end() < len(text))
        text = text[found.end() :].lstrip("，") if found and stripped else text
    return text


def _subject(sheet: Sheet, low: int, phrase: Phrase) -> str | None:
    """Return the last actor before the figure: at the start of a clause, a verb or a rate behind it."""
    said, at, jointly = None, low, False
    for clause in _CLAUSES.split(sheet.text[low : phrase.end]):
        alone = _JOINTLY.match(clause) is None and not (jointly and sheet.text[at - 1] == "、")
        jointly = _JOINTLY.search(clause) is not None or not alone
        said = (None if not alone else actor_in(clause, rated=at + len(clause) == phrase.end)) or said
        at += len(clause) + 1
    return said


def actor_in(clause: str, *, rated: bool) -> str | None:
    """Return the actor that opens a clause; ``rated`` says that a figure follows the clause."""
    bare = _ADVERBS.sub("", without_period(clause))
    whole = REGION.fullmatch(bare) if rated else None
    if whole:
        return whole.group("it")
    found = _ACTOR.match(bare) or _REGIONAL.match(bare)
    if found is None and rated and _RATE.search(re.sub(r"(?:保持|达到?|为)+$", "", bare)):
        found = _RATED.match(re.sub(r"(?:保持|达到?|为)+$", "", bare))
    return next((said for said in found.groups() if said), None) if found else None
