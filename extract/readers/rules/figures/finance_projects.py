"""Projects: amounts that a list, a table or a sentence tells one by one, and ratios that speak of one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model.text import Unit
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.phrases import Phrase
from extract.readers.rules.figures.scene import Scene
from extract.readers.rules.figures.sheet import Sheet

PROJECTS = re.compile(r"(?:重点|主要|专项|实施的?|其他|具体|延续|新增)项目(?:支出|经费|资金)?$")
"""What opens a list of projects by name (``重点项目包括：``)."""

_LEADS = re.compile(r"项目(?:支出|经费|资金)|(?:重点|主要|专项)项目")
_OPENS = re.compile(
    r"(?:主要(?:有|为|是|包括|用于|项目)|具体(?:为|是|如下)|包括|如下|分别(?:是|为)|其中|：)(?:以下)?：?$"
)
_TABLE = re.compile(r"项目名称")
_ABOUT = 80
"""Characters before a table in which it is said what its rows are."""

_BACK = 12
"""Items of a list above one, at most."""

_NAMED = re.compile(
    r"(?:^|[，。；：\n])(?:其中)?(?P<it>(?!全部|各|本|主要|重点|部分|个别|所有|相关|基本|一般)[\u4e00-\u9fff（）“”]{2,20}?(?:工程|项目))(?=[\u4e00-\u9fff])"
)
_ITS_OWN = re.compile(r"(?:完成)?(?:年度|累计|总)?投资|(?:年末|年底)?(?:项目)?(?:资金|支出)?支付率|(?:完成)?投资完成率")
"""Labels that speak of the project named in a clause before."""

_EXECUTED = re.compile(r"(?:年末|年底)?(?:项目|预算|资金)?执行率")
"""Labels that speak of the project that their own sentence names."""

_OF_ITEM = re.compile(
    r"(?:年初|全年|年度|本年|调整后?的?|实际|累计|已)*(?:预算)?(?:预算|支出|执行|决算|支付|拨付|安排)(?:数|额|金额|资金)?|(?:预算|资金|支出)?(?:执行|支付|完成|使用)率"
)
"""Labels that say a stage of the project that their numbered item opens with."""

_CLAUSE = re.compile(r"(?P<it>[\u4e00-\u9fffA-Za-z“”（）()、]{3,30}?)(?:[，。；：,;:]|$)")
_NO_PROJECT = re.compile(
    r"^(?:(?:基本|项目|人员|公用|日常公用|部门|单位|整体|财政拨款|其他|本年|总|“?三公”?)*(?:支出|经费|收入|预算|资金)|(?:专项|财政|项目|其他|配套)?资金|公务接待费|公务用车(?:购置|运行|维护|及|和)*费用?|因公出国.*)$|(?:情况|执行|完成|管理)$|^(?:重点|主要|专项|个别|部分|各|全部|所有|有的|其他)项目|^(?:个别|部分|各|全部|所有|有的)|滞后|偏[慢低高]|不[足够高到平均]"
)
_PROJECT_END = re.compile(r"(?:项目|专项|工程|经费|资金|补助|补贴)$")
_ITEM = 5
"""Units back to the number of the item that a label stands in."""

_REACH = 160
"""Characters before such a label in which the project is named."""


def lists_projects(scene: Scene, label: Phrase) -> bool:
    """Whether the label opens an item of a list whose lead-in speaks of projects (``项目支出具体为：``)."""
    sheet = scene.sheet
    unit = sheet.unit_at(label.start)
    if not unit.enumerator or label.start - sheet.starts[unit.number - 1] > len("其中："):
        return False
    for above in reversed(sheet.reading.units[max(0, unit.number - 1 - _BACK) : unit.number - 1]):
        low, high = sheet.unit_bounds(sheet.starts[above.number - 1])
        said = sheet.text[low:high]
        if _OPENS.search(said):
            return _LEADS.search(said) is not None or _titled(sheet, label.start)
        if not above.enumerator:
            return False
    return False


def _titled(sheet: Sheet, at: int) -> bool:
    return any(_LEADS.search(title) for title in sheet.titles(at)[:1])


def tables_projects(scene: Scene, figure: Figure) -> bool:
    """Whether the figure stands in a table of projects: its first header says ``项目名称``, the words above it what they are."""
    text = scene.sheet.text
    low = max(0, figure.start - 20 * _ABOUT)
    heads = [found.start() for found in _TABLE.finditer(text, low, figure.start)]
    if not heads:
        return False
    return _LEADS.search(text, max(0, heads[-1] - _ABOUT), heads[-1]) is not None or _titled(scene.sheet, figure.start)


def of_project(scene: Scene, label: Phrase) -> str:
    """Return the project that a label such as ``完成投资`` speaks of: the last named before it in its paragraph, else ``""``."""
    opening = _opening(scene, label) if _OF_ITEM.fullmatch(label.text) else ""
    if opening:
        return opening
    executed = _EXECUTED.fullmatch(label.text) is not None
    if not executed and not _ITS_OWN.fullmatch(label.text):
        return ""
    sheet, name = scene.sheet, ""
    paragraph = sheet.unit_at(label.start).paragraph
    low = max(label.start - _REACH, sheet.sentence_start(label.start) - 1 if executed else 0, 0)
    for found in _NAMED.finditer(sheet.text, low, label.start):
        if sheet.unit_at(found.start("it")).paragraph == paragraph and not _LEADS.search(found.group("it")):
            name = found.group("it")
    return name


def _opening(scene: Scene, label: Phrase) -> str:
    """Return the project that the numbered item around a label opens with (``2.水库除险加固，全年预算……``), ``""`` if none."""
    sheet = scene.sheet
    unit = sheet.unit_at(label.start)
    back = sheet.reading.units[max(0, unit.number - _ITEM) : unit.number]
    item = next((one for one in reversed(back) if one.enumerator), None)
    if item is None or item.paragraph != unit.paragraph:
        return ""
    found = _CLAUSE.match("".join(sheet.reading.text[item.core.start : _label_end(sheet, item, label)].split()))
    name = found.group("it") if found else ""
    if not name or _NO_PROJECT.search(name):
        return ""
    told = any(_LEADS.search(title) for title in sheet.titles(label.start)[:2]) or _introduced(sheet, item)
    return name if told or _PROJECT_END.search(name) else ""


def _introduced(sheet: Sheet, item: Unit) -> bool:
    """Whether the line above the first item of the list speaks of projects (``主要项目执行情况：``)."""
    for above in reversed(sheet.reading.units[max(0, item.number - 1 - _BACK * 2) : item.number - 1]):
        if above.paragraph != item.paragraph and not above.enumerator:
            return _LEADS.search(above.text) is not None
    return False


def _label_end(sheet: Sheet, item: Unit, label: Phrase) -> int:
    """Return where in the source the words of an item before a label end."""
    return min(item.core.end, sheet.offsets[label.start]) if item is sheet.unit_at(label.start) else item.core.end


def named_in(labels: Sequence[str]) -> str:
    """Return the project that the label of the amount before names, ``""`` where it names none (``…工程支出``)."""
    found = (
        re.match(
            r"(?P<it>.{3,}?(?:工程|项目|专项|经费|资金))(?:年初|全年|年度|调整后|实际)*(?:预算|支出|决算|投入|安排|使用)?(?:数|金额)?$",
            labels[-1],
        )
        if labels
        else None
    )
    return found.group("it") if found else ""
