"""Names of the classes of government accounts, so that a line break inside one is known as such."""

from __future__ import annotations

from typing import Final

_EXPENDITURE: Final = (
    "一般公共服务 外交 国防 公共安全 教育 科学技术 文化旅游体育与传媒 文化体育与传媒 社会保障和就业 卫生健康 "
    "医疗卫生与计划生育 节能环保 城乡社区 农林水 交通运输 资源勘探工业信息等 资源勘探信息等 商业服务业等 金融 "
    "援助其他地区 自然资源海洋气象等 国土海洋气象等 住房保障 粮油物资储备 国有资本经营预算 灾害防治及应急管理 "
    "债务还本 债务付息 工资福利 商品和服务 资本性 基本 项目"
)
_OTHERS: Final = (
    "对个人和家庭的补助 一般公共预算财政拨款 政府性基金预算财政拨款 国有资本经营预算财政拨款 财政专户管理资金 "
    "上年结转和结余 年末结转和结余 用事业基金弥补收支差额 机关事业单位基本养老保险缴费 行政事业单位医疗 住房公积金"
)
NAMES: Final = (*(f"{name}支出" for name in _EXPENDITURE.split()), *_OTHERS.split())
"""The classes by function and by kind of the Ministry of Finance's 政府收支分类科目, of the years since 2018."""

_WORD: Final = "支出"
_SHORTEST: Final = 4
"""Characters by which a name is known from its beginning."""


def _splits() -> dict[str, tuple[str, ...]]:
    """Return the ends of names by their beginnings."""
    found: dict[str, tuple[str, ...]] = {}
    for name in NAMES:
        for at in range(2, len(name)):
            found[name[:at]] = (*found.get(name[:at], ()), name[at:])
    return found


_SPLITS: Final = _splits()
_LONGEST: Final = max(map(len, _SPLITS))
_OPENINGS: Final = frozenset(name[:_SHORTEST] for name in NAMES if len(name) > _SHORTEST)


def splits_account(before: str, after: str) -> bool:
    """Whether a name of the accounts ends the one line and goes on at the beginning of the other.

    ``支出`` alone opens the next line as a word of its own as well; it counts where no other word follows it.
    """
    for size in range(2, min(len(before), _LONGEST) + 1):
        for rest in _SPLITS.get(before[-size:], ()):
            if after.startswith(rest) and not (rest == _WORD and _is_han(after[len(rest) : len(rest) + 1])):
                return True
    return False


def opens_account(line: str) -> bool:
    """Whether a line begins with the beginning of such a name."""
    return line[:_SHORTEST] in _OPENINGS


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
