"""The petition domain (信访): topics and metric categories of gold/GUIDELINES.md."""

from __future__ import annotations

from extract.domains.common import SHARED_TOPICS
from extract.domains.pack import Domain, Term, words

TOPICS = (
    Term(
        "prevention",
        "源头预防与矛盾排查",
        "源头治理、风险与矛盾纠纷排查、基层调解、预警；预防法治化",
        "source governance, risk and dispute screening, grass-roots mediation, early warning",
        words(
            "预防法治化 源头治理 源头预防 治未病 就地化解 前端治理 化解在基层 化解在萌芽 从源头 矛盾纠纷 矛盾排查 纠纷排查 源头 人民调解 枫桥 隐患 预警 基层基础 "
            "苗头 风险 排查 预防 调解 萌芽 前端 防范"
        ),
    ),
    Term(
        "case_handling",
        "受理办理",
        "登记、受理、转送、办理质量、答复、复查、满意度与参评；受理、办理法治化",
        "registration, acceptance, transfer, handling quality, reply, review, satisfaction and participation in ratings",
        words(
            "受理法治化 办理法治化 受理办理 依法分类 基础业务 业务规范 信访业务 业务流程 办理流程 满意度 满意率 参评 初信初访 复查复核 "
            "办理质量 办理质效 转送交办 办信 登记 受理 答复 复查 转送 回访 按期 办理 办结 交办 来信 "
            "投诉"
        ),
    ),
    Term(
        "backlog",
        "积案化解与领导包案",
        "积案与重复信访、重点案件、领导包案、领导接访下访约访",
        "long-standing and repeated petitions, key cases, leaders' case responsibility, reception and visits by leaders",
        words(
            "积案 重复信访 领导包案 重点案件 案件化解 突出矛盾 突出问题化解 四下基层 接访下访 领导接访 接访 "
            "下访 约访 包案 疑难 实体化解 控增减存 攻坚化解 化解攻坚 重复访 老户 化解"
        ),
    ),
    Term(
        "supervision",
        "督查督办与问责",
        "督查、督办、考核、问责；监督追责法治化",
        "supervision, urging, assessment, accountability",
        words("监督追责法治化 督查督办 三级督办 督查 督办 督导 责任追究 考核 问责 追责 通报"),
        faint=words("监督"),
    ),
    Term(
        "public_order",
        "维稳与秩序",
        "重要时间节点、进京赴省越级上访、信访秩序、应急处置、举报违法犯罪；维护秩序法治化",
        "key periods, petitions to higher levels, order of petitioning, emergency response, crime reporting",
        words(
            "维护秩序法治化 信访维稳 维稳 稳控 信访秩序 进京 赴省 越级 非访 稳定 集体访 重大活动 两会 重要节点 "
            "敏感时期 敏感节点 特护期 扫黑除恶 应急处置 应急 信访保障 安保 劝返 秩序 举报"
        ),
    ),
    Term(
        "publicity",
        "宣传引导",
        "法律政策宣传、引导信访人",
        "publicity of law and policy, guidance of petitioners",
        words("普法 宣传引导 宣传教育 条例宣传 宣传 宣讲 舆论 宣教"),
        faint=words("引导"),
    ),
    Term(
        "workforce",
        "队伍建设",
        "培训、作风、人员配备、干部能力与知识",
        "training, style of work, staffing, capability and knowledge of staff",
        words(
            "队伍建设 干部队伍 队伍 能力建设 业务能力 作风 人手 人员不足 人员配备 专业力量 专业人员 培训 综合素质 "
            "素质 专业知识 掌握 人员力量"
        ),
        faint=words("知识 干部 能力 学习"),
    ),
    Term(
        "service",
        "信息化与服务设施",
        "信息系统、网上渠道、接访场所、便民服务、工作方式创新",
        "information systems, online channels, reception halls, convenience services, innovation in ways of working",
        words(
            "信息化 信息系统 网上信访 智慧信访 大数据 智能化 接访大厅 接访场所 接待场所 服务中心 便民 "
            "工作方式 方式创新 数字化 线上 平台 窗口 硬件"
        ),
    ),
    Term(
        "coordination",
        "组织领导与机制",
        "政治引领、责任分工、联席会议、常设机制、信访工作法治化与《信访工作条例》整体",
        "political leadership, division of responsibility, joint meetings, standing mechanisms, law-based petition work as a whole",
        words(
            "信访工作条例 法治信访 信访工作法治化 信访法治化 政治责任 政治站位 政治任务 政治引领 党的建设 "
            "党建 组织领导 联席会议 信访工作制度改革 责任体系 压实责任 "
            "法治化 使命 工作责任"
        ),
        faint=words("工作机制 责任落实 合力 协同 统筹 机制 政治 格局 责任 协调"),
    ),
    *SHARED_TOPICS,
)

CATEGORIES = (
    Term(
        "petition_volume",
        "信访总量",
        "信访件、信访事项的总数",
        "total volume of petitions",
        words=("信访总量", "信访总数", "信访总件", "接处信访", "信访量", "信访件", "信访事项"),
    ),
    Term(
        "channel_volume",
        "分渠道数量",
        "按渠道或登记地的数量（来信、来访、网上、电话……）",
        "by channel or place of registration",
        words=(
            "登记",
            "来信",
            "来访",
            "来电",
            "网信",
            "网上",
            "信箱",
            "微信",
            "邮件",
            "人民网",
            "热线",
            "留言",
            "短信",
            "电话",
            "初信初访",
            "初访",
            "建议征集",
        ),
    ),
    Term(
        "reception",
        "接访约访下访",
        "领导或律师接访、约访、下访的批次人次",
        "receptions and visits by leaders or lawyers",
        words=("接待", "接访", "约访", "下访", "坐班", "回访", "法律咨询", "心理咨询"),
    ),
    Term(
        "resolution",
        "办理化解",
        "办理、化解、交办的案件数",
        "cases handled or resolved",
        words=(
            "化解",
            "办结",
            "积案",
            "案件",
            "交办",
            "专项件",
            "类案",
            "倒流件",
            "任务单",
            "指令单",
            "办理",
            "调处",
            "信访问题",
            "诉求",
            "纠纷",
            "问题",
        ),
    ),
    Term(
        "escalation",
        "越级与集体访",
        "进京、到省、到市等越级访与集体访",
        "petitions to higher levels, collective ones",
        words=("进京", "集体访", "越级", "非访", "赴省", "信访局走访", "进京走访", "到省", "到市", "集访", "上访"),
    ),
    Term(
        "supervision",
        "督查督办",
        "督办、建议函、提醒函、会议调度",
        "supervision, letters, coordinating meetings",
        words=(
            "督办",
            "督导",
            "抽查",
            "评查",
            "督查",
            "建议函",
            "提醒函",
            "提示函",
            "调度",
            "约谈",
            "通报",
            "会商",
            "联席会",
            "会议",
        ),
    ),
    Term(
        "outreach",
        "宣传培训",
        "宣传与培训的次数、份数、人次",
        "publicity and training",
        words=("宣传", "培训", "宣讲", "横幅", "讲座", "学习", "资料", "交流", "短视频", "点击量", "宣传品"),
    ),
    Term(
        "service_rate", "工作比率", "工作的任何比率或占比（%），含培训率、化解率", "any rate or share in % of the work"
    ),
    Term(
        "other",
        "其他",
        "以上都不是",
        "none of these",
        words=("打击", "举报线索", "排查", "重点人员", "风险评估", "标准"),
    ),
)

PETITION = Domain("petition", "信访", TOPICS, CATEGORIES, made_for=("信访",))
