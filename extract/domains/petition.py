"""The petition domain (信访): topics and metric categories of gold/GUIDELINES.md."""

from __future__ import annotations

from extract.domains.pack import Domain, Term

TOPICS = (
    Term(
        "prevention",
        "源头预防与矛盾排查",
        "源头治理、风险与矛盾纠纷排查、基层调解、预警；预防法治化",
        "source governance, risk and dispute screening, grass-roots mediation, early warning",
    ),
    Term(
        "case_handling",
        "受理办理",
        "登记、受理、转送、办理质量、答复、复查、满意度与参评；受理、办理法治化",
        "registration, acceptance, transfer, handling quality, reply, review, satisfaction and participation in ratings",
    ),
    Term(
        "backlog",
        "积案化解与领导包案",
        "积案与重复信访、重点案件、领导包案、领导接访下访约访",
        "long-standing and repeated petitions, key cases, leaders' case responsibility, reception and visits by leaders",
    ),
    Term(
        "supervision",
        "督查督办与问责",
        "督查、督办、考核、问责；监督追责法治化",
        "supervision, urging, assessment, accountability",
    ),
    Term(
        "public_order",
        "维稳与秩序",
        "重要时间节点、进京赴省越级上访、信访秩序、应急处置、举报违法犯罪；维护秩序法治化",
        "key periods, petitions to higher levels, order of petitioning, emergency response, crime reporting",
    ),
    Term("publicity", "宣传引导", "法律政策宣传、引导信访人", "publicity of law and policy, guidance of petitioners"),
    Term(
        "workforce",
        "队伍建设",
        "培训、作风、人员配备、干部能力与知识",
        "training, style of work, staffing, capability and knowledge of staff",
    ),
    Term(
        "service",
        "信息化与服务设施",
        "信息系统、网上渠道、接访场所、便民服务、工作方式创新",
        "information systems, online channels, reception halls, convenience services, innovation in ways of working",
    ),
    Term(
        "coordination",
        "组织领导与机制",
        "政治引领、责任分工、联席会议、常设机制、信访工作法治化与《信访工作条例》整体",
        "political leadership, division of responsibility, joint meetings, standing mechanisms, law-based petition work as a whole",
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
    Term("petition_volume", "信访总量", "信访件、信访事项的总数", "total volume of petitions"),
    Term(
        "channel_volume",
        "分渠道数量",
        "按渠道或登记地的数量（来信、来访、网上、电话……）",
        "by channel or place of registration",
    ),
    Term(
        "reception",
        "接访约访下访",
        "领导或律师接访、约访、下访的批次人次",
        "receptions and visits by leaders or lawyers",
    ),
    Term("resolution", "办理化解", "办理、化解、交办的案件数", "cases handled or resolved"),
    Term(
        "escalation", "越级与集体访", "进京、到省、到市等越级访与集体访", "petitions to higher levels, collective ones"
    ),
    Term("supervision", "督查督办", "督办、建议函、提醒函、会议调度", "supervision, letters, coordinating meetings"),
    Term("outreach", "宣传培训", "宣传与培训的次数、份数、人次", "publicity and training"),
    Term(
        "service_rate", "工作比率", "工作的任何比率或占比（%），含培训率、化解率", "any rate or share in % of the work"
    ),
    Term("other", "其他", "以上都不是", "none of these"),
)

PETITION = Domain("petition", "信访", TOPICS, CATEGORIES)
