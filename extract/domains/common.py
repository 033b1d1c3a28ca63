"""Topics that every department's report shares: money, performance management, internal control."""

from __future__ import annotations

from extract.domains.pack import Term, words

SHARED_TOPICS = (
    Term(
        "budget",
        "预算编制与执行",
        "预算编制、执行、支出控制",
        "budgeting, execution, expenditure control",
        words(
            "支出 资金支付 资金下达 资金拨付 拨付 支付 结转 结余 结转结余 经费 运行经费 公用经费 经费保障 资金保障 资金投入 投入不足 投入力度 资金规模 专项资金规模 "
            "专项资金投入 财政投入 年中追加 追加 测算 厉行节约 项目库 按季结算 进度管控 项目储备 存量资金 财力 支出标准 支出结构 超支 挤占 拨款 用款 用款计划 突击花钱 资金到位 资金安排 资金沉淀 过紧日子 节约"
        ),
        decisive=words(
            "预算 预算编制 编制预算 预算执行 资金执行 预算支出 项目预算 预算管理 预算约束 预算刚性 预算调整 支出进度 支付进度 执行率 执行进度 一般性支出 项目资金支付 零基预算"
        ),
        faint=words("结算 资金缺口 经费缺口 筹措 财政 金额"),
    ),
    Term(
        "performance_management",
        "绩效管理",
        "绩效目标、指标、自评、绩效管理人员与制度",
        "performance targets, indicators, self-evaluation, its staff and rules",
        words("自评 目标值 指标体系 指标设置 指标值 评价指标 评价结果 结果应用 佐证"),
        decisive=words("绩效 预算绩效 绩效预算"),
        faint=words("指标 评价 定性 定量 量化"),
    ),
    Term(
        "internal_control",
        "内控与资产",
        "内部控制、资金管理、采购、资产、信息公开",
        "internal control, funds, procurement, assets, disclosure",
        words(
            "内控 采购 资产 账实 核销 盘点 信息公开 预决算公开 项目资金 补贴资金 专项资金 资金使用 财务 财务管理 财务人员 财务制度 会计 会计核算 集中核算 合同 公务卡 往来款 账务 账目 报账 报销 收支两条线 资产处置 资产配置 闲置 往来 挂账 应收 票据 津补贴 专款专用 资金监管 资金安全 内部审计 履约验收 招投标 项目资料 归档"
        ),
        decisive=words("内部控制 内控制度 固定资产 资产管理 国有资产 政府采购 资金管理 合同管理 财务管理"),
        faint=words("资金 台账 验收 招标"),
    ),
    Term("other", "其他", "以上都不是", "none of these"),
)
"""The last topics of every pack, in this order."""
