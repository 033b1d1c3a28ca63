"""The general domain: closed sets for the reports of any department, by the logic of the guidelines."""

from __future__ import annotations

from extract.domains.pack import Domain, Term

TOPICS = (
    Term(
        "core_business",
        "主责主业",
        "本部门法定职责范围内的业务办理、项目实施与建设",
        "the department's own statutory business, projects and construction",
    ),
    Term(
        "regulation", "监管执法", "监督检查、行政执法、审批许可、安全监管", "inspection, enforcement, licensing, safety"
    ),
    Term(
        "public_service",
        "公共服务",
        "面向群众和企业的服务、救助、便民、办事质量与满意度",
        "services for people and firms, relief, convenience, quality and satisfaction",
    ),
    Term(
        "risk_and_order",
        "风险与应急",
        "风险排查、应急处置、稳定、疫情防控",
        "risk screening, emergency response, stability",
    ),
    Term("supervision", "督查考核问责", "督查、督办、考核、问责、整改", "supervision, assessment, accountability"),
    Term("publicity", "宣传引导", "政策法律宣传、新闻与科普", "publicity of law and policy, news, science outreach"),
    Term("workforce", "队伍建设", "培训、作风、人员配备、能力", "training, style of work, staffing, capability"),
    Term(
        "digital_and_facilities",
        "信息化与设施",
        "信息系统、平台、设施设备",
        "information systems, platforms, facilities",
    ),
    Term(
        "coordination",
        "组织领导与机制",
        "党建与政治引领、责任分工、协调机制、制度建设",
        "party and political leadership, division of responsibility, mechanisms, rules",
    ),
    Term("budget", "预算编制与执行", "预算编制、执行、支出控制", "budgeting, execution, expenditure control"),
    Term(
        "performance_management",
        "绩效管理",
        "绩效目标、指标、自评、绩效管理人员与制度",
        "performance targets, indicators, self-evaluation, its staff and rules",
    ),
    Term(
        "internal_control",
        "内控与资产",
        "内部控制、资金管理、采购、资产、信息公开",
        "internal control, funds, procurement, assets, disclosure",
    ),
    Term("other", "其他", "以上都不是", "none of these"),
)

CATEGORIES = (
    Term("workload", "业务总量", "受理、办理、服务对象的总量", "total volume of work or of people served"),
    Term("breakdown", "分类数量", "按渠道、地区、类别分列的数量", "volume by channel, place or class"),
    Term("output", "完成产出", "完成、办结、建成、发放的数量", "things completed, closed, built, handed out"),
    Term("inspection", "检查执法", "检查、执法、处罚、督办的次数与件数", "inspections, enforcement, supervision"),
    Term("outreach", "宣传培训", "宣传与培训的次数、份数、人次", "publicity and training"),
    Term("incident", "事件与投诉", "事故、投诉、案件、灾害的数量", "incidents, complaints, cases, disasters"),
    Term("service_rate", "工作比率", "工作的任何比率或占比（%）", "any rate or share in % of the work"),
    Term("other", "其他", "以上都不是", "none of these"),
)

GENERAL = Domain("general", "通用", TOPICS, CATEGORIES)
