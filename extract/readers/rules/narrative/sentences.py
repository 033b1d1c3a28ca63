"""What a sentence of the genre does: state work, report figures, state a problem, promise, introduce a list."""

from __future__ import annotations

import re

from extract.readers.rules.narrative.vocabulary import ATTAINED, COUNT, DOING, INTAKE, LACKS, PROBLEM, RATE

_CLAUSE = re.compile(r"[，；;：:。！？]|,(?!\d)")
_DIGIT = re.compile(r"\d")
_DEFINES = re.compile(
    r"^[^，。]{0,10}目标(?:是|为|：)|是指|内涵|指的是|主要(?:是)?包括|主要(?:职责|职能)|系(?:我|为|指)"
)
_BACKGROUND = re.compile(r"^(?:随着|由于|因为|近年来|鉴于|面对)[^，]*，?[^，]*$")
_SETTING = re.compile(
    r"^受[^，]{2,24}(?:影响|冲击|制约)$|是[^，]{2,40}(?:之年|[第首]一?年|元年|起步年|收官年|开局年)$|^(?:面对|面临|在)[^，]*(?:形势|压力|挑战|背景|情况)下?$"
)
"""A clause that tells under which circumstances something was done."""
_PLANNED = re.compile(r"(?:为|达到?|占|完成|超)[^，]{0,8}(?:目标|任务|计划)(?:任务|值|数)?的?\d")
"""What part of a plan was attained; beside it money invested is a figure and no deed."""
_INVESTED = re.compile(r"[^，]*完成[^，]{0,6}投资[^，]*")
_BREAKDOWN = re.compile(r"^(?:其中|按[^，]{1,12}(?:统计|划分|分类)(?=[，：])|[^，]{0,12}指标[^，]{0,4}\d+项)")
_TIME = re.compile(r"^(?:截[至止]|今年|全年|目前|年内|至|20\d\d年)[^，]{0,14}$|^\d{1,2}[月至—-][^，]{0,8}[月日]份?$")
_INTENDED = re.compile(r"^(?:进一步|努力|不断|最终)?(?:确保|力争|努力|切实|全力|保证|力求)")
_LEAD_IN = re.compile(
    r"(?:如下|(?<![及或\d元岁级人个年月日%分])以下(?!的)[^，。]{0,14}|具体(?:情况|措施|表现|做法)?(?:为|是|有)?|主要(?:有|是|表现(?:在|为)|体现在|做法|工作有|问题有|原因有)"
    r"|(?:从|在)?[一二两三四五六七八九十几\d]+个?(?:大)?方面[^，。]{0,12})$"
)
_CONCLUDES = re.compile(
    r"^(?:综上|总之|总的(?:来)?[看说]|总体(?:来)?[看说上]|整体(?:来)?[看说上]|综合(?:以上|上述|来看))"
)
_TURNS = re.compile(
    r"(?:针对|为(?:了)?(?:切实|有效|进一步)?(?:解决|改进|整改)|对于?|围绕)(?:以上|上述|前述|这些|存在的)[^，。]{0,12}(?:问题|不足|情况|短板)(?:[，：]?$"
    r"|，(?![^，]*，[^，]*，)[^。]*(?:方面|措施|工作|改进|整改|做法|努力|着手|入手)$)"
)
_TEMPLATE = re.compile(
    r"^(?:简要|请(?:填|说|简|结|根|按|列)|应(?:在|包括|从)|（?此处|包括但不限于|填写|说明[：:]|注[：:])|不超过\d+字|\d+字(?:以内|左右)|参考格式"
    r"|^（(?:结合|根据|对照|请|简要|包括)[^）]*(?:说明|分析|填写|阐述|描述)"
)
_US = r"(?:我|本)(?:局|委|办|厅|部|院|校|中心|单位|部门|区|市|县|馆|站|处|镇|街道)|我们|全(?:局|委|市|区|县)|各(?:单位|部门)"
_LATER = r"下一?步|今后|接下来|下一?阶段|明年"
_PROMISE = re.compile(
    rf"^(?:{_US}|{_LATER}|为此|因此|对此|20\d\d年|，|工作中)*"
    r"(?:也|还|需|均)?(?:(?:要(?!素|点|害|闻|约)|拟(?!任|态|录|建项目|投)|应(?!急|用|届|邀|对|收|付|战|激|聘|诉|税|变|答|力|检|尽|知)|须(?!知))(?!求|件|上|近|是|不|有待)|(?:建议(?!案|提案|书|办理)|计划(?!生育|财务|经济|外|内|任务|完成|执行|编制|性|与|和|单列|管理|安排|招生|下达|调整|变更|偏|较|未)|力争)(?!不|是|有)|需要?(?:进一步|加大|加强|加快|尽快)|继续(?!教育))"
)
_LACKING = re.compile(
    r"^(?!.*(?:解决|改进|改善|克服|破解|避免|防止|杜绝|补齐|扭转|减少))[^，；：]{2,22}(?:不[^，]{1,4}|薄弱|滞后|缓慢|[偏较][低弱高慢差少]|紧张|短缺|缺乏|单一|不足|有待[^，]{2,4}|仍需[^，]{2,4})$"
)
"""A headline that complains, whatever it begins with (``应急物资储备结构单一``)."""
_WILL = re.compile(
    rf"^(?:(?:{_US}|{_LATER}|20\d\d年|，)+(?:也|还|均)?将|将(?=继续|进一步|加|积极|严格|认真|按|通过|根据|针对|结合))"
)
_REMEDY = re.compile(
    rf"^(?:针对(?!性)|为(?:了)?(?:解决|改进|破解))|^(?:改进|整改|解决|对应)(?:措施|办法|建议)?[：:]|^(?:{_LATER})[，]?(?!.*(?:不足|不够|压力|困难))"
)
_PURPOSE = re.compile(
    r"^(?:以便|从而|最终|切实|进而)?(?:确保|力争|力求|实现|达到|保证|促进|使)[^，]*(?:，(?:确保|实现|促进|达到|为|提升|提高)[^，]*)*$"
)
_TELLS = re.compile(r"[^而正但]是(?!否)|具有|属于|意义|关系到|事关|有利于|有助于|目前|已(?!有|建)|近年来")
"""Words of a sentence that tells how things are, not what will be done."""
_INTENT = re.compile(
    r"^(?:由|向|每[年季月半周])|^对[^，]+的(?!问题|不足)[^，不]{2,8}$|邀请|聘请|委托|汇报|论证|牵头|一律|原则上|做[深细实]|严控|用好|要|将|应|提高|提升|增强|使用|运用|把"
)


def clauses(text: str) -> tuple[str, ...]:
    """Return the clauses of a sentence, punctuation left out, none empty."""
    return tuple(part for part in _CLAUSE.split(text) if part)


def states_work(text: str) -> bool:
    """Whether the sentence says that something was done or laid down to be done.

    Definitions, background, attainment and outcome figures do not (guidelines, measures).
    """
    if _DEFINES.search(text) or is_template(text) or _BACKGROUND.match(text) or _BREAKDOWN.match(text):
        return False
    if _PLANNED.search(text):
        text = _INVESTED.sub("，", text)
    return any(
        DOING.search(clause) and not (_is_outcome(clause) or _SETTING.search(clause)) for clause in clauses(text)
    )


def tells_deed(text: str) -> bool:
    """Whether a sentence of an account gives figures of something done, though no verb of the list stands in it."""
    if not _DIGIT.search(text) or _DEFINES.search(text) or _BREAKDOWN.match(text) or LACKS.search(text):
        return False
    told = [clause for clause in clauses(text) if not (_TIME.match(clause) or _SETTING.search(clause))]
    if not any(map(_DIGIT.search, told)) or any(map(INTAKE.search, told[:2])) or _PLANNED.search(text):
        return False
    if any(map(RATE.search, told)) and (RATE.search(told[0]) or not _DIGIT.search(told[0])):
        return False
    return not (_is_outcome(told[0]) or COUNT.search(told[0]) or _BACKGROUND.match(text))


def _is_outcome(clause: str) -> bool:
    """Whether the clause gives a rate, a volume or an attainment, though it may hold a verb of work in a noun."""
    if RATE.search(clause) or INTAKE.search(clause):
        return True
    attained, done = ATTAINED.search(clause), DOING.search(clause)
    return attained is not None and (done is None or attained.start() <= done.start())


def tells_result(text: str) -> bool:
    """Whether the sentence tells in words what work has come to, without figures (a cell 目标完成情况 of a form)."""
    attained = any(ATTAINED.search(clause) and not _INTENDED.match(clause) for clause in clauses(text))
    return (attained or text.startswith("通过")) and states_work(text) and not _DIGIT.search(text)


def is_lead_in(text: str, closing: str = "") -> bool:
    """Whether the sentence only introduces a list (``主要做了以下工作：``, ``从两个方面……``)."""
    return closing == "：" or _LEAD_IN.search(text) is not None or turns_to_remedies(text)


def concludes(text: str) -> bool:
    """Whether the sentence sums up what stands before it (``综上，……基本实现``)."""
    return _CONCLUDES.match(text) is not None


def turns_to_remedies(text: str) -> bool:
    """Whether the sentence only leads from the problems before it to what will be done about them (``针对以上问题``)."""
    return text[:1] in "针为对围" and _TURNS.match(text) is not None


def is_template(text: str) -> bool:
    """Whether the sentence is an instruction of an unfilled template."""
    return _TEMPLATE.search(text) is not None


def promises(text: str) -> bool:
    """Whether the sentence promises a remedy (``我局要继续……``, ``下一步将……``)."""
    if _LACKING.match(text):
        return False
    return bool(_PROMISE.match(text) or _WILL.match(text) or _REMEDY.search(text))


def states_problem(text: str) -> bool:
    """Whether the sentence speaks of something lacking, weak, late or in the way."""
    return PROBLEM.search(text) is not None


def is_purpose(text: str) -> bool:
    """Whether the sentence names only what something is for (``确保……``, ``力争……``)."""
    return _PURPOSE.match(text) is not None


def is_step(text: str) -> bool:
    """Whether a sentence under an improvement says what will be done, not only background or purpose."""
    if is_template(text) or is_purpose(text):
        return False
    if DOING.search(text) or promises(text) or _INTENT.search(text):
        return True
    return not (_BACKGROUND.match(text) or _TELLS.search(text) or states_problem(text))
