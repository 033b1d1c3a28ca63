"""Known classifications: sets of parts that make up a whole, so that they must add up to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Family:
    """A classification.

    ``members`` name its classes by pattern, tried in order. The parts are complete where they are all of different
    classes (unless ``many``) and hold every class of one of ``wholes``. ``total`` restricts the total's label.
    """

    name: str
    members: tuple[tuple[str, re.Pattern[str]], ...]
    wholes: tuple[frozenset[str], ...]
    source: str
    total: re.Pattern[str] | None = None
    many: bool = False


def _members(**patterns: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in patterns.items())


def _wholes(*sets: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(names.split()) for names in sets)


CHANNELS: Final = Family(
    "channels",
    _members(
        online=r"网|信箱|微信|邮箱|电子邮件|邮件|小程序|客户端|APP",
        letter=r"来信|信件|写信|信函|办信|群众信",
        visit=r"来访|走访|接访|上访|到访|访",
        phone=r"来电|电话|热线|12345|12315|12388",
    ),
    _wholes("letter visit online", "letter visit phone"),
    "《信访工作条例》第十七条：公民可以采用信息网络、书信、电话、传真、走访等形式提出信访事项",
    many=True,
)
"""The ways by which petitions come in."""

FAMILIES: Final = (
    CHANNELS,
    Family(
        "basic_expenditure",
        _members(personnel=r"人员|工资福利|个人和家庭|对个人", operating=r"公用|办公|商品和?服务|日常"),
        _wholes("personnel operating"),
        "政府收支分类科目·支出经济分类：基本支出由人员经费和公用经费构成",
        total=re.compile(r"基本支出|基本经费"),
        many=True,
    ),
    Family(
        "expenditure",
        _members(
            project=r"项目",
            basic=r"基本支出|基本经费",
            personnel=r"人员|工资福利|个人和家庭|对个人",
            operating=r"公用|办公|商品和?服务|日常",
        ),
        _wholes("basic project", "personnel operating project"),
        "《中华人民共和国预算法实施条例》：各部门预算支出包括基本支出和项目支出",
        total=re.compile(r"支出|预算|决算|经费|资金"),
    ),
    Family(
        "three_public",
        _members(
            overseas=r"出国|出境|国（境）",
            reception=r"接待",
            vehicle=r"购置及运行|购置和运行|购置及维护|(?:公务用车|公车|车辆)(?!购置|运行|维护)",
            purchase=r"车.*购置|购置.*车",
            running=r"车.*(?:运行|维护)|车辆|公务用车",
        ),
        _wholes("overseas reception vehicle", "overseas reception purchase running", "overseas reception running"),
        "《党政机关厉行节约反对浪费条例》：“三公”经费指因公出国（境）费、公务用车购置及运行费、公务接待费",
        total=re.compile(r"三公"),
    ),
    Family(
        "staffing",
        _members(
            administrative=r"行政|公务员|机关干部",
            institution=r"事业|参公",
            worker=r"工勤|工人|机关后勤|勤",
            contract=r"编外|聘用|合同|临聘|雇员|政府购买",
        ),
        _wholes("administrative institution", "administrative worker", "administrative contract"),
        "机构编制管理条例：编制按行政编制、事业编制、工勤编制核定",
        total=re.compile(r"编制|人员|在职|在岗|在编|实有|核定|人数|职工|干部"),
        many=True,
    ),
    Family(
        "levels",
        _members(
            state=r"国家|中央|进京|赴京|到京",
            province=r"省级|自治区|到省|赴省|^省",
            city=r"市级|市本级|到市|赴市|^市(?!场|政|民|容)",
            county=r"区级|县级|旗级|区本级|县本级|到区|到县|本级|^[区县](?!域)",
            town=r"镇级|乡级|乡镇|镇街|街道|到镇",
        ),
        _wholes("province city county", "city county town", "state province city"),
        "《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》：省、市、县、乡各级",
    ),
    Family(
        "outcome",
        _members(undone=r"^(?:未|尚未|正在|待)", done=r"^(?:已|按期|按时|办结|化解|完成)"),
        _wholes("done undone"),
        "完成与未完成两类互斥且穷尽",
    ),
    Family(
        "retirement",
        _members(veteran=r"离休", retired=r"退休"),
        _wholes("veteran retired"),
        "离退休人员由离休人员和退休人员构成",
    ),
    Family(
        "quarters",
        _members(
            first=r"^第?一季度$",
            second=r"^第?二季度$",
            third=r"^第?三季度$",
            fourth=r"^第?四季度$",
            early=r"^上半年$",
            late=r"^下半年$",
        ),
        _wholes("first second third fourth", "early late", "early third fourth"),
        "公历一年分四个季度、两个半年",
        total=re.compile(r"^(?!.*(?:平均|月均|季均|在职|在编|实有|人数|余额|结余|存量))"),
    ),
    Family("sex", _members(women=r"女", men=r"男"), _wholes("women men"), "性别两类互斥且穷尽"),
    Family(
        "satisfaction",
        _members(against=r"不满意", fairly=r"基本满意|较满意|比较满意", fully=r"满意"),
        _wholes("against fairly fully", "against fully"),
        "满意度调查三档互斥且穷尽",
    ),
    Family(
        "budgets",
        _members(
            general=r"一般公共预算",
            fund=r"政府性基金",
            capital=r"国有资本",
            other=r"其他|财政专户|单位资金|自有|事业收入|经营|上级",
            carried=r"结转",
        ),
        _wholes("general fund capital", "general fund other", "general other"),
        "《中华人民共和国预算法》第五条：一般公共预算、政府性基金预算、国有资本经营预算、社会保险基金预算",
        many=True,
    ),
)
"""Classifications of the genre; a report's own (按…统计, 分别为) need no entry here."""

FUNCTIONAL: Final = re.compile(
    r"一般公共服务|公共安全|国防|教育|科学技术|文化|旅游|社会保障|卫生健康|节能环保|城乡社区|农林水|交通运输|资源勘探|商业服务|金融|自然资源|住房保障|粮油|灾害防治|其他支出"
)
"""Functional classes of expenditure (政府收支分类科目·支出功能分类, 类)."""

_FUNCTIONAL_LEAST = 3
_SHORT = 3
_REST_LEAST = 3  # of two parts 其他收入 may be a class of its own
_REST: Final = re.compile(r"^(?:其他|其它|其余|剩余|余下)")


def complete_family(total: str, labels: Sequence[str]) -> Family | None:
    """Return the classification that the labels make up in full, None where there is none."""
    return next((family for family in FAMILIES if is_complete(family, total, labels)), None)


def names_the_rest(labels: Iterable[str]) -> bool:
    """Whether one of three or more parts is called the rest (其他, 其余): then the parts are all there are."""
    named = tuple(labels)
    return len(named) >= _REST_LEAST and any(_REST.match(label) for label in named)


def functional_classes(labels: Sequence[str]) -> bool:
    """Whether the parts are functional classes of expenditure, of which reports list all that are not 0."""
    return len(labels) >= _FUNCTIONAL_LEAST and all(FUNCTIONAL.search(label) for label in labels)


def alike(labels: Sequence[str]) -> bool:
    """Whether the labels are built alike: two characters at their end (区本级登记, 市级登记), or one in short ones (公办, 民办)."""
    if len(set(labels)) < len(labels) or "" in labels:
        return False
    short = len({len(label) for label in labels}) == 1 and len(labels[0]) <= _SHORT
    return len({label[-(1 if short else 2) :] for label in labels}) == 1 and len(labels[0]) > 1


def within_family(total: str, labels: Sequence[str]) -> bool:
    """Whether the labels are different classes of one classification, complete or not: they exclude one another."""
    for family in FAMILIES:
        classes = {_class(family, label) for label in labels}
        if None not in classes and len(classes) == len(labels) and (family.total and family.total.search(total)):
            return True
    return False


def is_complete(family: Family, total: str, labels: Sequence[str]) -> bool:
    """Whether the labels make up the classification in full."""
    if family.total and not family.total.search(total):
        return False
    classes = [_class(family, label) for label in labels]
    if None in classes or (not family.many and len(set(classes)) < len(classes)):
        return False
    return any(whole <= set(classes) for whole in family.wholes)


def _class(family: Family, label: str) -> str | None:
    return next((name for name, pattern in family.members if pattern.search(label)), None)
