"""What the words of a financial label say: which item of the budget, and at which stage."""

from __future__ import annotations

import re

from extract.model.report import BudgetStage, FinanceItem

FUNCTIONS = (
    "一般公共服务|公共安全(?:支出|类|（类）)|国防支出|教育(?:（类）)?支出|教育类|科学技术(?:支出|类|（类）)|文化旅游体育与传媒|文化体育与传媒"
    "|社会保障[和与及]就业|社保[和与]就业|社会保障支出|医疗卫生(?:与计划生育|支出)|卫生健康(?:支出|类|（类）|$)|节能环保|城乡社区|农林水"
    "|交通运输(?:支出|类|（类）)|资源勘探|商业服务业|金融支出|援助其他地区|自然资源海洋气象|国土海洋气象|住房保障|粮油物资储备"
    "|灾害防治及应急管理|债务付息|（类）"
)
"""Functional classes of expenditure (政府收支分类科目, 支出功能分类)."""

AMOUNTS = tuple(
    (item, re.compile(pattern))
    for item, pattern in (
        (
            FinanceItem.OTHER,
            r"旅游(?:总|综合)?收入|出让(?:金)?收入|营业(?:性)?收入|销售收入|主营业务|村集体(?:经济)?收入|农民(?:人均)?收入|门票收入|执行到位|案款|标的|人均|户均|纯收入|可支配|政府采购|采购(?:金额|预算|支出|总额|合同)|固定资产|无形资产|流动资产|资产(?:总|原|净|处置)|负债|罚没|(?<!非)税收|减税",
        ),
        (FinanceItem.CARRYOVER, r"结转|结余"),
        (FinanceItem.OVERSEAS_TRAVEL, r"因公出国|出国（?境|出国费|因公临时出国"),
        (FinanceItem.OFFICIAL_VEHICLE, r"公务用车|公车|公务车|车均|每辆车|车辆(?:购置|运行|维护)"),
        (FinanceItem.OFFICIAL_RECEPTION, r"公务接待|接待费"),
        (FinanceItem.THREE_PUBLIC_EXPENDITURE, r"三公"),
        (FinanceItem.FUNCTIONAL_EXPENDITURE, FUNCTIONS),
        (FinanceItem.TOTAL_EXPENDITURE, r"基本支出[和与及、]项目支出"),
        (
            FinanceItem.PERSONNEL_EXPENDITURE,
            r"人员(?:类)?(?:经费|支出|费用|工资)|工资福利|对个人和家庭|工资(?:性)?支出|人员类",
        ),
        (
            FinanceItem.OPERATING_EXPENDITURE,
            r"公用(?:类)?(?:经费|支出)|办公经费|商品[和与]服务支出|机关运行经费|运转类|公用类|运转经费",
        ),
        (FinanceItem.BASIC_EXPENDITURE, r"基本支出|基本经费"),
        (
            FinanceItem.PROJECT_EXPENDITURE,
            r"支出项目|项目(?:支出|经费|资金|总|年|预算|决算|实际|全年|调整|类)|专项(?:经费|资金|支出|业务|工作|预算)|任务(?:涉及|所需|安排)?资金|特定目标类",
        ),
        (
            FinanceItem.FUND_SOURCE,
            r"财政(?:预算)?(?:拨款|补助)|一般公共预算|政府性基金|基金预算|国有资本经营|社会保险基金|上级补助|事业(?:单位)?(?:经营)?收入|经营收入|其他收入|附属单位上缴|专户|非税|(?:中央|省|市|县|区|本|上)级?(?:财政)?(?:补助|配套|下达|专项)?(?:资金|补助)|财政资金|自[筹有]资金|其他资金|单位资金|债券资金",
        ),
        (FinanceItem.TOTAL_EXPENDITURE, r"收入(?:及|和|与|、)支出|收支"),
        (FinanceItem.TOTAL_REVENUE, r"收入"),
        (
            FinanceItem.TOTAL_EXPENDITURE,
            r"(?:总支出|支出(?:总|合)|(?:本年|年度|部门|单位|整体|全部|财政)(?:整体)?支出|部门(?:整体)?预算|整体支出)",
        ),
    )
)
"""Items of amounts with the words that name them; the first that fits counts."""

RATIOS = tuple(
    (item, re.compile(pattern))
    for item, pattern in (
        (FinanceItem.OPERATING_CONTROL_RATE, r"公用经费[^，。]*控制率"),
        (FinanceItem.THREE_PUBLIC_CONTROL_RATE, r"三公[^，。]*控制率"),
        (FinanceItem.ASSET_UTILIZATION_RATE, r"资产[^，。]*(?:利用|使用)率"),
        (FinanceItem.BUDGET_ADJUSTMENT_RATE, r"调整率"),
        (
            FinanceItem.OTHER,
            r"结转|结余|变动率|控制率|采购(?:预算)?(?:执行|完成|节约)?率|资金(?:到位|拨付)(?:及时)?率|拨付及时率|重点支出安排率|资产[^，。]*处置率|审减率|核减率|预算编制|到位率|节约率|(?:科目|预算|支出|收入|预决算|决算)(?:偏差|偏离|差异)[率度]",
        ),
        (
            FinanceItem.BUDGET_EXECUTION_RATE,
            r"执行率|执行进度|预算完成率|预算完成|支出(?:完成)?率|支出进度|支付(?:进度)?率|支付进度|(?:资金|经费|预算)(?:拨付|使用|支付)率|完成(?:年初|全年|年度|调整后?)?(?:预算|决算)",
        ),
    )
)
"""Financial ratios with the words that name them; the first that fits counts."""

SHARE = re.compile(
    r"占[^，。；占]{0,24}?(?:支出|经费|预算|收入|决算|资金|总额|拨款|全年|年度|全部)[^，。；]{0,10}?(?:的)?(?:比例|比重|比率)?(?:约|为|达|：)*$"
)
OF_BUDGET = re.compile(r"(?:为|达到?|是)(?:年初|全年|年度|调整后)?(?:的)?预算(?:数)?的$")
BARE_SHARE = re.compile(r"^占比?$")
CONTROL = re.compile(r"控制率")

STAGE_ONLY = re.compile(
    r"^(?:部门|单位|财政|资金|经费|上级|本级)?(?:总体|整体(?!支出)|总|本年|全年|年度|年初|年末|年中|期初|当年|截至年末|调整后?的?|实际|累计|已|实|合计|共)*(?:总)?"
    r"(?:预算|决算|执行|支出|支付|完成|安排|批复|下达|到位|使用|拨付|拨款|投入|调整|追加|调增|调减|增加|减少)*(?:预算|决算|执行|支出|调整)?"
    r"(?:总|合)?(?:数额?|额|金额|资金|经费|总额|合计|总计|规模|情况|计)*$"
)
"""Labels that name a stage only; what they are figures of is said by the words before."""

REACHED_BUDGET = re.compile(r"^完成(?=(?:年初|全年|年度|调整后?的?)*预算(?:数|安排)?$)")
"""Before the budget that a rate is of (``完成年初预算4万元的71.5%``)."""

OF_PLAN = re.compile(r"(?:占|为|完成|达到?)?(?:年度|年初|全年|年)?(?:计划|目标|任务|目标任务|投资计划)(?:任务|数|值)?$")
"""What is said before the rate at which an investment planned for the year was made (``为年度目标的108.5%``)."""

MONTHLY = re.compile(
    r"(?P<months>(?:(?:\d{1,2}月(?:底|末|份)?|第?[一二三四]季度|上半年|全年)[、和及])+(?:\d{1,2}月(?:底|末|份)?|第?[一二三四]季度|上半年|全年))"
    r"(?P<it>[\u4e00-\u9fff]{2,8}(?:进度|率))分别(?:为|达到?|是)?(?P<list>(?:\d[\d.]*%[、和，])*)$"
)
"""Before one of the rates of several months (``6月、9月支出进度分别为43.1%、66.7%``)."""

OF_STAGE = re.compile(r"(?:完成|为|占)(?:年初|全年|年度|调整后?的?)*预算(?:数|安排)?")
"""Labels of ratios that name a stage only."""

GENERIC_SPENT = re.compile(
    r"^(?:部门|资金|总体|年度|本年|全年|当年|累计|合计|共|已|实)*(?:总支出|支出(?:总额|总计|合计|决算)?|支出)$"
)
NAMED_PURPOSE = re.compile(r"(?:经费|项目|专项|工程|补助|补贴|支出|费用?|资金)(?:支出|预算|决算|数|金额|总额|合计)*$")

LAID_OUT = re.compile(r"(?:发放|送去|投入|拨付|(?<!转移)支付|兑付|兑现|支出)[^，。；]*$")
FUNDS = re.compile(r"(?:金|资金|补助|补贴|经费|费|券)$")
INVESTED = re.compile(r"(?:工程|项目)[^，。；]{0,8}(?:总|完成|年度)投资$")
"""Words of an amount that the department lays out: the verb before it, the noun it ends in, what is built with it."""

UNSTAGED = re.compile(
    r"签约(?!服务)|(?<!完)成交|意向|贷款|融资|授信|挽回|追讨|追回|追缴|让利|减免|减税|降费|免除|原值|净值|资产总|总投资|拉动|产值|销售额|成交额|损失|负债|余额|标准"
)
"""Words of amounts that are at no stage of a budget."""

RECEIVED = re.compile(r"(?:全年|本年|当年|实际)(?!.*预算)[^，。；]{0,4}收入(?:合计|总计|总额|为|达|$)")
"""A label that says what came in over the year, whatever budget was told before it."""

_ADJUSTED = re.compile(r"调整(?:数|额|金额|增加|减少)|预算调整|调增|调减|追加|追减|核增|核减")
_ADJUSTED_TOTAL = re.compile(r"调整后|调整预算|预算调整后|调整为|调整到")
_SPENT = re.compile(r"决算|执行|实际|实支|已支|完成|支付|使用|拨付|到位|发放|兑付|投入|实现|列支|开支|收到|争取")
_INITIAL = re.compile(r"年初|期初")
PLAIN_BUDGET = re.compile(r"^(?!.*(?:调整|全年|年度|本年|追加)).*预算")
_BUDGETED = re.compile(r"预算|控制数|控制指标|安排|下达|批复|计划(?:数|额|安排|下达|投入|投资|支出)")


def amount_item(words: str) -> FinanceItem | None:
    """Return the item that the words of a label name, None where they name none."""
    return next((item for item, pattern in AMOUNTS if pattern.search(words)), None)


def spans_name(head: str, tail: str) -> bool:
    """Whether a name of the budget stands across the place where ``head`` ends and ``tail`` begins."""
    whole, cut = head + tail, len(head)
    return any(found.start() < cut < found.end() for _, pattern in AMOUNTS for found in pattern.finditer(whole))


def ratio_item(words: str) -> FinanceItem | None:
    """Return the financial ratio that the words of a label name, None where they name none."""
    return next((item for item, pattern in RATIOS if pattern.search(words)), None)


def stage_of(words: str, *, negative: bool = False) -> BudgetStage | None:
    """Return the stage of the budget that the words of a label name, None where they name none.

    ``调整预算数`` is the budget after adjustment unless its figure is ``negative``.
    """
    if _ADJUSTED_TOTAL.search(words):
        return BudgetStage.BUDGET_ADJUSTMENT if negative else BudgetStage.REVISED_BUDGET
    if _ADJUSTED.search(words):
        return BudgetStage.BUDGET_ADJUSTMENT
    if _SPENT.search(words):
        return BudgetStage.ACTUAL
    if _INITIAL.search(words) and not re.search("结转|结余", words):
        return BudgetStage.INITIAL_BUDGET
    if _BUDGETED.search(re.sub("一般公共预算|预算(?:内|外|单位)|国有资本经营预算|政府性基金预算", "", words)):
        return BudgetStage.REVISED_BUDGET
    return None
