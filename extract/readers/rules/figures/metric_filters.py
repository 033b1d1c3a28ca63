"""Which numbers of a report are results of the work, and which describe structure, method, schedule or plans."""

from __future__ import annotations

import re

from extract.model.quantity import Dimension
from extract.model.text import SectionKind
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.finance_limits import PLANNED
from extract.readers.rules.figures.metric_reach import reached_name
from extract.readers.rules.figures.scene import Scene
from extract.readers.rules.figures.staffing import head_count
from extract.readers.rules.figures.tables import cell_of, excuses, instructs, planned

COUNTED = (Dimension.COUNT, Dimension.PERCENT, Dimension.AREA, Dimension.LENGTH, Dimension.MASS, Dimension.VOLUME)
"""What a metric may measure; time, scores, money and ratios are none."""

_DESCRIPTION = (SectionKind.FUNCTIONS, SectionKind.ORGANISATION, SectionKind.STAFFING, SectionKind.GOALS)
_TOLD = (SectionKind.WORK, SectionKind.EFFECT, SectionKind.EVALUATION)
"""Sections whose parts tell results also where their heading speaks of duties (``依法履行审判职责``)."""

_PLANS = (SectionKind.IMPROVEMENTS,)

_METHOD = (
    r"方面|层级|层面|阶段|步骤|环节|原则|机制|途径|渠道|维度|要求|举措|措施|要点|抓手|导向|指标|一级指标|维护|建议权|领域(?!部门的)|类别|大类|小类|季度|月份|年度"
    r"|重点|难点|目标|坚持|统筹|体系|关键|不发生|不受理|专项行动|工程|短板|结合|转变|转型"
)
_STRUCTURE = r"小组|工作组|专班|支部|镇街|乡镇|镇|街道|街|乡|村|社区|居委会|县|区|市|州|省|科室|股室|处室|机构|部门|单位|内设|直属|下属|二级|基层|办事处|成员单位|委办局|站所|学校|医院"
_METHODICAL = re.compile(rf"(?:大|项|类|种)?(?:[\u4e00-\u9fff]{{0,10}}?)(?:{_METHOD})")
_STRUCTURAL = re.compile(rf"(?:[\u4e00-\u9fff]{{0,4}}?)(?:{_STRUCTURE})")
_ACTED = re.compile(
    r"(?:督导|检查|走访|覆盖|涉及|惠及|深入|建成|新建|改造|新增|完成|督查|调研|建设|创建|打造|命名|培育|指导|服务|支持|帮扶|评选|验收|撤并|成立|巡察|巡查|抽查|抽检|评估|考核)[^，。；]{0,18}$"
)
_DEALT_WITH = re.compile(
    r"(?:检查|查处|处罚|约谈|整治|取缔|关停|开通|抽查|抽测|走访|服务|培训|监测|巡诊)[^，。；、]{0,14}(?:机构|单位)$"
)
"""Before a count of bodies that the work was done to, and that are none of the department's own."""

_ACTED_ON = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:改造|修缮|整治提升|综合整治)(?=[，。；])|[^，。；]{0,10}(?:开展|进行|实施)[^，。；]{0,12}(?:检查|督导|调研|督查|审计|评价|抽查|巡察|帮扶|培训|排查|整治)"
)
_ALL_DID = re.compile(
    r"(?!镇|乡|街|行政村|村|社区|县|区|市|部门|单位)[^，。；的]{0,12}(?:全部|均已?)(?:开展|完成|实现|建成|达到)"
)
"""Behind a count of all there are: that each of them did or reached something."""

_ALL_OF = re.compile(
    r"(?:全[国省市区县州镇乡街盟旗]|所?辖区?|下辖|所属|下属|下设|内设|设有|设置|现有|共有|共设|设立|分为|划分为|由|等|涵盖|包括|[我本][省市区县州局委办院])(?:的|共|各)?$"
)
_STOCK = re.compile(
    r"(?:共有|现有|拥有|设有|下辖)[^，。；]{0,12}(?:学校|医院|机构|单位|村|社区|乡镇|街道|中心|网点|站|所)$"
)
_ALL_LISTED = re.compile(r"全[省市区县州镇乡旗]\d+个[\u4e00-\u9fff]{1,6}[、和及]$")
_WORK = re.compile(
    r"开展|完成|受理|办理|接待|处理|举办|召开|组织|检查|发放|培训|化解|建成|新建|收到|印发|发出|接访|接处|督办|救助|审批|服务群众|率"
)
_RESULTS = re.compile(r"完成|实现情况|达成|自评")
_BACK = 30
_SHORT = 15
"""Units above a figure, and characters of one, in which a form says that results follow."""
_INDICATORS = re.compile(r"指标[、，]?$")
_SET_UP = re.compile(
    r"(?:内设|下设|下辖|所属|直属|下属|设有)[^。；]{0,40}$|(?:预算|事业|二级|基层)单位$|[科股处]室$|机构$|单位(?:数量|个数)(?:为|：)*$"
)
_CHINESE = re.compile(r"^[一二两三四五六七八九十百千]+")
_IDIOM_BEFORE = re.compile(r"[第每同这某任哪初再又首上下逐进另有唯统任何其之新换做是]$")
_EVENT_UNITS = (
    "件",
    "起",
    "宗",
    "次",
    "场",
    "份",
    "批",
    "例",
    "家",
    "名",
    "人",
    "人次",
    "批次",
    "件次",
    "期",
    "所",
    "座",
    "条",
    "户",
    "辆",
    "台",
    "套",
    "万次",
    "万人次",
    "万份",
    "处",
    "篇",
)
_HELD = ("次", "场", "轮", "期")
"""Units of what was held once (``开展了一次桌面推演``)."""

_SCHEDULE = re.compile(r"每(?:个)?(?:年|月|周|季|季度|日|天|半年|旬|学期|两|次|人|户|村|镇)[^，。；]{0,16}$")
_COUNT_NOUN = re.compile(r"(?:次数|件数|人数|数量|率|度|数)(?:为|是|达|达到)?$")
_STAFF = re.compile(
    r"(?:编制(?![^，。；]{0,8}(?:预案|规划|方案|目录|手册|报告|标准|清单|计划|指南|规程))|在职|实有|退休|离休|在编|抽调|借调|派驻|配备|聘用|编外|领导职数|班子|供养)[^，。；]{0,14}$"
)
_WEATHER = re.compile(r"(?:强|特大|较强|大范围)?(?:降雨|降水|降雪|暴雨|台风|寒潮|高温|洪水|雨雪|大风)")
"""What came over a place and was no work (``出现5轮强降雨过程``)."""

_STAFF_UNITS = ("人", "名", "位", "个")
_NEGATED = re.compile(r"(?:未发生|没有|未出现|杜绝|防止|避免|不发生|未|无)[^，。；]{0,24}$")
_THRESHOLD = re.compile(r"^（?含?）?(?:及)?(?:以上|以下|以内)(?:的)?[\u4e00-\u9fff]")
_REACHED = re.compile(r"(?:率|度|达到?|比例|占比|比重|完成)[^，。；]{0,4}$")
_ASSETS = re.compile(r"(?:车辆?|设备)保有量|公务用车|公车|实有车辆|车辆编制|车辆保有")
_SERVED = re.compile(r"(?:服务|志愿|培训|学习|授课|劳动)[^，。；\d]{0,4}(?:时长|时间|工时)[^，。；\d]{0,4}$")
_BROUGHT_DOWN = re.compile(r"(?:用时|时限|时间|时长|周期)[^，。；]{0,6}(?:压缩|缩短|压减|降)(?:到|至|为)$")
_REMEDY = re.compile(r"(?:整改|改进)(?:措施|办法)：|下一步[，]")
"""Words from which on a paragraph promises what will be done."""

_QUOTED = re.compile(r"[“《][^”》，。；]{0,6}$")


def is_metric(scene: Scene, figure: Figure) -> bool:
    """Whether a figure reports a result of the work; its own comparison, money and staffing are set aside elsewhere."""
    if not _measured(scene, figure) or figure.index in scene.compared.spent or not in_place(scene, figure.start):
        return False
    if any(of_no_result(scene.sheet, scene.tables, figure) for of_no_result in (planned, instructs, excuses)):
        return False
    text = scene.sheet.text
    before, behind = text[max(figure.floor, figure.start - 30) : figure.start], text[figure.end : figure.end + 28]
    if _QUOTED.search(before) or PLANNED.search(before) or _threshold(before, behind):
        return False
    if figure.rate:
        return not _is_weight(before, behind)
    return (
        figure.bare or cell_of(scene.sheet, scene.tables, figure) is not None or _counts(scene, figure, before, behind)
    )


def _measured(scene: Scene, figure: Figure) -> bool:
    """Whether the figure says how much there is of something: by its unit, or by the one in the name of its row."""
    if figure.bare:
        cell = scene.cell(figure)
        return cell is not None and cell.counted is not None
    return figure.quantity.dimension in COUNTED or _shortened(scene, figure)


def _counts(scene: Scene, figure: Figure, before: str, behind: str) -> bool:
    """Whether a count in running text is one of the work, by the words beside it."""
    text = scene.sheet.text
    low = _clause_start(text, figure.start)
    clause = text[low : figure.start]
    if _ASSETS.search(before) or head_count(scene, figure) or _WEATHER.match(behind):
        return False
    if _is_idiom(figure, before, behind):
        return False
    if reached_name(text, max(low, figure.floor), figure.start, figure.end):
        return True
    return not (_is_structure(figure, clause, behind) or _is_staff(figure, before))


def _shortened(scene: Scene, figure: Figure) -> bool:
    """Whether a span of time is what a procedure was brought down to, or what was worked (``平均用时压缩到0.5个工作日``)."""
    if figure.quantity.dimension is not Dimension.TIME:
        return False
    text = scene.sheet.text
    return any(words.search(text, figure.floor, figure.start) for words in (_BROUGHT_DOWN, _SERVED))


def in_place(scene: Scene, at: int) -> bool:
    """Whether results may stand in the section: not in duties, organisation, staffing, goals or plans."""
    kinds = scene.sheet.kinds(at)
    told = kinds and kinds[0] is SectionKind.FUNCTIONS and any(kind in _TOLD for kind in kinds[1:])
    if kinds and kinds[0] in _DESCRIPTION and not told:
        return kinds[0] is SectionKind.GOALS and _tells_results(scene, at)
    if any(kind in _PLANS for kind in kinds):
        return False
    if kinds and kinds[0] is SectionKind.OVERVIEW and not _tells_work(scene, at):
        return False
    if _promised(scene, at):
        return False
    title = next(iter(scene.sheet.titles(at)), "")
    return not re.search("(?:绩效|总体|年度|预期)目标", title) or _tells_results(scene, at)


def _promised(scene: Scene, at: int) -> bool:
    """Whether the paragraph has begun to say what will be done about a problem."""
    sheet = scene.sheet
    if SectionKind.PROBLEMS not in sheet.kinds(at):
        return False
    number = sheet.unit_at(at).number
    first = number
    while first > 1 and sheet.reading.units[first - 2].paragraph == sheet.reading.units[number - 1].paragraph:
        first -= 1
    return _REMEDY.search(sheet.text, sheet.starts[first - 1], at) is not None


def _tells_work(scene: Scene, at: int) -> bool:
    """Whether the clause of a figure in a department's description tells of work done."""
    text = scene.sheet.text
    return _WORK.search(text, _clause_start(text, at), at) is not None


def _tells_results(scene: Scene, at: int) -> bool:
    """Whether a part about goals says what became of them: by its heading, or by a form's label above."""
    if _RESULTS.search(next(iter(scene.sheet.titles(at)), "")):
        return True
    unit = scene.sheet.unit_at(at)
    above = scene.sheet.reading.units[max(0, unit.number - 1 - _BACK) : unit.number - 1]
    return any(one.section == unit.section and len(one.text) <= _SHORT and _RESULTS.search(one.text) for one in above)


def _clause_start(text: str, at: int) -> int:
    """Return where the clause around ``at`` starts; figures before it in the clause belong to it."""
    return max(at - 40, *(text.rfind(mark, 0, max(0, at - 1)) + 1 for mark in "，。；：\n"))


def _threshold(before: str, behind: str) -> bool:
    if _THRESHOLD.match(behind) and not _REACHED.search(before):
        return True
    return behind[:2] in {"以上", "以下", "以内"} and _NEGATED.search(before) is not None


def _is_weight(before: str, behind: str) -> bool:
    """Whether a percentage weighs an item of a rating or states a negation (``不能达到100%``)."""
    return (
        re.search(
            r"(?:在职|人员|编制)[^，。]{0,6}控制率[^，。]{0,3}$|(?:权重|不能达到|不得|未达到?|未能达到|低于|高于|不足|扣|≥|≤|>|<)[^，。；]{0,4}$",
            before,
        )
        is not None
        or behind[:2] == "权重"
    )


def _is_idiom(figure: Figure, before: str, behind: str) -> bool:
    """Whether a Chinese numeral only belongs to a phrase (``一次性``, ``两个方面``, ``同一个人``)."""
    numeral = _CHINESE.match(figure.quantity.text)
    if numeral is None:
        return False
    large = len(numeral.group()) > 1 and re.search("[十百千万]", numeral.group()) is not None
    if (figure.quantity.unit not in _EVENT_UNITS and not large) or _IDIOM_BEFORE.search(before) or behind[:1] == "性":
        return True
    if figure.quantity.unit == "批" and re.match(r"[\u4e00-\u9fff]", behind):
        return True
    if before.endswith("了") and figure.quantity.unit in _HELD:
        return False
    return numeral.group() == "一" and not (re.match(r"[，。；、）\n]|$", behind) and len(before) > 1)


def _is_structure(figure: Figure, before: str, behind: str) -> bool:
    """Whether a count describes how things are organised, scheduled or done."""
    if _METHODICAL.match(behind) and figure.quantity.unit in {
        "个",
        "项",
        "大",
        "种",
        "类",
        "条",
    }:
        return not re.search(r"(?:建成|实施|办结|化解)[^，。]{0,6}$", before)
    if (
        _STOCK.search(before)
        or _INDICATORS.search(before)
        or (figure.quantity.unit in {"个", "家"} and _SET_UP.search(before) and not _DEALT_WITH.search(before))
    ):
        return True
    if _SCHEDULE.search(before) and not _COUNT_NOUN.search(before):
        return True
    if figure.quantity.unit in {"个", "家", "所"} and _STRUCTURAL.match(behind):
        if _ALL_DID.match(behind):
            return False
        acted = _ACTED.search(before) or _ACTED_ON.match(behind)
        reached = re.search("对[^，。；]{0,6}$", before) is not None and _ACTED_ON.match(behind) is not None
        rebuilt = before.rstrip("0123456789").endswith("等") and _ACTED_ON.match(behind) is not None
        return not acted or (not (reached or rebuilt) and bool(_ALL_OF.search(before) or _ALL_LISTED.search(before)))
    return False


def _is_staff(figure: Figure, before: str) -> bool:
    return figure.quantity.unit in _STAFF_UNITS and _STAFF.search(before) is not None
