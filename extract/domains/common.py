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
            "预算编制 编制预算 预算执行 资金执行 预算支出 项目预算 预算管理 预算约束 支出进度 支付进度 进度管控 支付不 支付滞后 项目资金支付 按季结算 结算 执行率 执行进度 预算 "
            "支出 资金支付 测算 结转 拨付 经费"
        ),
    ),
    Term(
        "performance_management",
        "绩效管理",
        "绩效目标、指标、自评、绩效管理人员与制度",
        "performance targets, indicators, self-evaluation, its staff and rules",
        words("绩效自评 预算绩效 绩效目标 绩效指标 绩效管理 绩效评价 绩效监控 绩效意识 绩效工作 自评 指标 绩效"),
    ),
    Term(
        "internal_control",
        "内控与资产",
        "内部控制、资金管理、采购、资产、信息公开",
        "internal control, funds, procurement, assets, disclosure",
        words(
            "内部控制 内控 政府采购 采购 固定资产 资产管理 国有资产 资产 信息公开 预决算公开 资金管理 "
            "项目资金 财务管理 会计 财务制度 财务 合同 资金"
        ),
    ),
    Term("other", "其他", "以上都不是", "none of these"),
)
"""The last topics of every pack, in this order."""
