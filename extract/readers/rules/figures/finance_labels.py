"""Labels of financial figures: the noun phrase before the figure, without year, department and connectives."""

from __future__ import annotations

import re

from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.forms import line_label
from extract.readers.rules.figures.metric_trim import trimmed
from extract.readers.rules.figures.phrases import Phrase, phrase_before
from extract.readers.rules.figures.scene import Scene

_YEARED = re.compile(r"^.*20\d\d(?:年(?:度(?=.))?(?![初末底中])|(?=年[初末底中]))")
_LEAD = re.compile(
    r"^(?:其中|(?:严格|切实|有效)?控制在(?=.{2})|对(?!个人)(?=.{3})|(?:街道|全系统|本系统|[镇乡])(?=年初|全年|年度|调整|资金总)|(?:项目支出|重点项目|主要项目|基本支出)(?:主要)?(?:包括|含|有|为)(?=.{2})|未(?:突破|超过?|超出)|主要(?=包括|用于|为|是)|(?<=主要)是|包括|包含|含|另有|另外|另|此外|同时|以及|及|和|与|且|并|即|由于|因[\u4e00-\u9fff]{2,10}(?=调减|调增|追加)|因此|财政拨款(?=“三公)|全[省市区县旗](?=[\u4e00-\u9fff]{4,}投资)|用于|用|占(?=年初|全年|年度|调整|预算)|为(?=预算|年初)|主要用于|安排的?|截[至止](?:到)?(?:年底|年末|目前|\d{1,2}月(?:底|末|\d{1,2}日)?)|本年度?(?!收入|支出)|今年|当年|上述|该|我[局委办厅院市县区校]"
    r"|[我本](?:单位|部门|[局委办厅院校])(?=.{2})|[、”》\-—]|[一二三四五六七八九]是|[一二三四五六七八九十]+、|\d[.、])+"
)
_INSIDE = re.compile(r"^.{2,12}(?:支出|收入|经费|预算|费用|决算)(?:总额|合计|金额)?(?:当?中|里)[，]?(?=.{2})")
_ORGANISATION = re.compile(
    r"^[\u4e00-\u9fff]{2,18}(?:局|委员会|厅|办公室|中心|院|会|校)(?=(?:部门|年|总|收|支|基本|项目|财政|一般|预算|本年|全年))"
)
_WHOLE_YEAR = re.compile(
    r"^(?:全年(?=(?:收入|支出)(?:合计|总计|总额)$|政府采购|“三公|三公经费|公务|[\u4e00-\u9fff]{2,}率$)|部门(?=固定资产|公用经费|政府采购))"
)
"""A span of time before a name that is whole without it."""

_NOTE = re.compile(r"（[\u4e00-\u9fff、]{2,20}）$")
"""What a name covers, between it and its figure (``其他支出（福利彩票公益金）``)."""

_ONLY_SPENT = re.compile(
    r"(?<=资金|经费|专款)(?:年内|全年|当年|已|仅|累计|目前|共|总共|合计)+(?:支出|使用|支付|执行|拨付)$|(?<=补助|补贴|津贴|待遇)发放$"
)
"""Verbs behind a name that is whole without them."""

_HANDED = re.compile(
    r"^(?:全[年省市区县镇]|累计|共|已|另|分[一二三四五六七八九十\d]+[批期次轮]|为[\u4e00-\u9fff]{2,6}?)*(?:办理|征收|收取|收缴|兑现|兑付|送去|发放|下达|拨付|投入|完成|争取|落实|支付|支出|列支|安排|实现)(?:了)?"
    r"(?=[\u4e00-\u9fff（]{2,}(?:金|费|款|费用|资金|经费|补助|补贴|投资|金额|收入|融资|券)$)"
)
_STAGED = re.compile(
    r"(?:年初|期初|全年|年度|本年|当年|调整后?的?|实际|财政|完成|累计|调增|调减|追加|控制)*(?:预算|决算|执行|实际)?(?:安排|批复|支出|执行|完成|使用|调整)?(?:数额?|总?额|金额|合计|总计|共计|为)*$"
)
"""Words of a stage at the end of a label."""

_EVENT_WORTH = re.compile(r"(?:签约|成交|协议|合同|意向|销售|交易)(?:总)?(?:金额|额)|成交额|销售额|交易额")
"""Worth of an event that the clause before counts (``产销对接活动6场次，签约金额1.38亿元``)."""

_WORTH = re.compile(r"[、，]?(?:共计?|合计|总计|金额)?")
_AFTER = re.compile(r"^(?:的)?(?P<it>[\u4e00-\u9fff]{2,14}?(?:经费|资金|补助|补贴|支出|费))")


def finance_label(scene: Scene, figure: Figure) -> Phrase:
    """Return the noun phrase that names a financial figure, a note directly before it included; empty where there is none."""
    phrase = _plain(scene.phrase(figure))
    if phrase.text:
        note = _NOTE.match(scene.sheet.text, phrase.end, figure.start)
        return Phrase(phrase.start, note.end(), phrase.text + note.group()) if note else phrase
    above = line_label(scene.sheet, figure)
    return Phrase(*above, scene.sheet.text[slice(*above)]) if above else _named_beside(scene, figure)


def event_label(scene: Scene, label: Phrase, figure: Figure) -> str:
    """Return the event that an amount of contracts or sales was made at, ``""`` where none is counted just before it."""
    before = scene.figures[figure.index - 1] if figure.index else None
    if before is None or before.money or before.rate or not _EVENT_WORTH.fullmatch(label.text):
        return ""
    if scene.sheet.text[before.end : label.start] != "，":
        return ""
    phrase = scene.phrase(before)
    return trimmed(scene.sheet.said(phrase.start, phrase.end), rated=False)


def _plain(phrase: Phrase) -> Phrase:
    """Return the phrase without the year, department, connectives and verbs that open it."""
    for pattern in (_YEARED, _ORGANISATION, _LEAD, _INSIDE, _LEAD, _HANDED, _WHOLE_YEAR):
        found = pattern.match(phrase.text)
        if found:
            phrase = phrase.from_(found.end())
    spent = _ONLY_SPENT.search(phrase.text)
    return phrase.to(spent.start()) if spent else phrase


def _named_beside(scene: Scene, figure: Figure) -> Phrase:
    """Return the noun behind the figure (``安排50万元项目经费``), else that of the count that it is the worth of.

    Empty where there is neither (``贷款18笔、共计256万元`` has its noun before the count).
    """
    text = scene.sheet.text
    before = scene.figures[figure.index - 1] if figure.index else None
    if before and before.end == figure.floor and not before.money and _WORTH.fullmatch(text, before.end, figure.start):
        return _plain(phrase_before(scene.sheet, before))
    found = _AFTER.match(text[figure.end : figure.end + 24])
    start, end = (
        (figure.end + found.start("it"), figure.end + found.end("it")) if found else (figure.start, figure.start)
    )
    return Phrase(start, end, text[start:end])


def named_again(label: str, before: str) -> str:
    """Return the label of a figure that only says a stage with the name of what it is a stage of.

    ``实际支出`` behind ``“三公”经费年初预算`` is ``“三公”经费实际支出``; behind ``年初预算`` it stays as it is.
    """
    noun = _STAGED.sub("", before)
    return noun + label if noun and noun not in label else label


def share_label(whole: str, phrase: Phrase, of: str) -> str:
    """Return the label of a share: what it is a share of is in ``phrase``, else ``of``; whose share it is may be the ``whole`` before."""
    part = re.sub(r"的?(?:比例|比重|比率)?$", "", phrase.text)
    if part in {"占", "占比"}:
        return f"{whole}占{of}" if of else f"{whole}占比"
    return whole + part if part.startswith("占") else part
