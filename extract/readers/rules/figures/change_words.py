"""The words of comparisons: directions, earlier times, and what may stand between them and a number."""

from __future__ import annotations

import re

UP = r"(?:上升|增加|增长|提高|提升|上涨|增幅|增速|攀升|多支出|多支|增支|多(?!于)|升|增)"
DOWN = r"(?:下降|减少|降低|下滑|降幅|缩减|压减|压缩|回落|减幅|少支出|少支|减支|少(?!于)|降|减|节约)"
_EARLIER = r"(?:去年|上年|上一年|往年|前年|年初(?!预算)|期初|同期|上期|上月|上季度|20\d\d年|“?十[一二三四五]五”?(?:时期|期)?末?|改革前|以往)"

OF_MONEY = re.compile(r"(?:增加|减少|增长|下降|上升|降低|多支出|少支出)")
"""Directions that make an amount of money a change even where nothing is said to compare it with."""

MOVED = re.compile(rf"(?:{UP}|{DOWN})")
"""A direction."""

LEAD = re.compile(
    rf"(?<![调追净新累核审减整])(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:幅度|比例|(?<!约)率)?(?:了|约|近|达到|达|(?<=[幅速度例率])为|：)*$"
    rf"|(?:(?P<above>高于|高出|超)|(?P<below>低于))(?:{_EARLIER})(?:同期|水平|的)*$"
)
"""A direction directly before the number that says by how much; ``调增``, ``新增`` are none."""

COMPARED = re.compile(
    rf"(?:同比|环比|(?:与|和|同|较|比|相较于?|对比){_EARLIER}[^，。；、（）]{{0,14}}?(?:相比|比较)?，?"
    rf"|(?:与|和|同|较|比|相较于?|对比)[^，。；、（）]{{0,10}}?(?:预算|决算|计划|年|期)[^，。；、（）\d]{{0,8}}(?:相比|比较)?，?)+"
)
"""With what a figure is compared: ``同比``, ``比去年同期``, ``较年初预算``."""

OF_PERIOD = re.compile(rf"同比|环比|{_EARLIER}(?!预算)")
"""A comparison with an earlier period, as against one with a budget."""

BASE_LEAD = re.compile(
    rf"(?:比|较|与|同|和)(?:{_EARLIER}|[^，。；、（）\d]{{0,8}}(?:预算|决算|计划))[^，。；、（）\d]{{0,14}}$"
)
"""Before an earlier figure that the comparison goes on from (``比去年同期1676件上升…``)."""

BASE_ALONE = re.compile(
    rf"[（，]?(?:{_EARLIER}(?:度|同期|同比|同|末|底|的)*[^，。；（）\d]{{0,8}}?(?:为|是)|{_EARLIER}(?:度|同期|同比|的)*(?:决算|实际|执行|支出|完成)*数?)$"
)
"""Before an earlier figure that stands alone (``（去年同比平均为9.42%）``)."""

BASES_LISTED = re.compile(rf"[（，]{_EARLIER}[^，。；（）\d]{{0,8}}分别(?:为|是)?$")
"""Before the first of several earlier figures (``事故6起、死亡2人（2021年分别为9起、5人）``)."""

FROM = re.compile(r"(?:由|从)(?:20\d\d年)?[^，。；、（）\d]{0,16}(?:的)?$")
"""Before the first of two figures (``由89.2%提高到92.6%``)."""

TO = re.compile(rf"[^，。；\d]{{0,8}}?(?:{UP}|{DOWN})[^，。；\d]{{0,2}}(?:到|至|为)")
"""Between the two figures of a movement."""

FLAT = re.compile(
    rf"(?:(?:与|和|同|较|比){_EARLIER}[^，。；（）\d]{{0,14}}?|同比|环比)(?:基本|大致|保持|总体)*(?:持平|一致|相当)"
)
"""A comparison that finds no change."""

FOLLOWS = re.compile(r"^[，、（,]?(?:同比|环比)?$")
"""Between an amount of change and the rate that states it once more."""

PLAIN_HEAD = re.compile(
    r"^(?:受[^，。；]{1,16}?影响|其中|总体|整体|总数|总量|数量|均|也|分别|共|而|但|且|并|（|比率|比例|金额|决算数?|预算数?|执行数|实际支出|支出|收入)*$"
)
"""Words before a comparison that name nothing of their own."""

ADVERBS = re.compile(
    r"(?:总体|整体|略|小幅|大幅|明显|有所|共|均|分别|持续|实际|总计|也|约|同时|，|平均|相应|净|又|还|再)*"
)
"""Words between a comparison and its direction that name nothing."""

MOVES_ON = re.compile(rf"{ADVERBS.pattern}{MOVED.pattern}")
"""A direction behind an earlier figure (``118人次大幅下降…``)."""

INSIDE = re.compile(r"(?:相比|比较|，)，?(?P<it>[^，\d]+)$")
"""What has changed, named behind the comparing words (``与上年相比，收入合计减少…``)."""

DELIMITERS = "，。；：（）、,\n\t"
"""Marks that part the clause of a change from the words before it."""
