"""The general domain: closed sets for the reports of any department, by the logic of the guidelines."""

from __future__ import annotations

from extract.domains.common import SHARED_TOPICS
from extract.domains.pack import Domain, Term, words

TOPICS = (
    Term(
        "core_business",
        "主责主业",
        "本部门法定职责范围内的业务办理、项目实施与建设",
        "the department's own statutory business, projects and construction",
        words(
            "项目建设 工程建设 主责主业 重点项目 重点工程 基础设施 教学 教育 学校 医疗 公共卫生 水利 "
            "河湖 养护 妇幼 卫生健康 人口 农业 农村 森林 草原 造林 绿化 乡村振兴 种植 养殖 产业 交通 公路 道路 运输 林业 生态 环境 档案 文化 旅游 "
            "体育 科技 就业 社会保障 社会保险 社保 住房 招商 供水 灌区 粮食 城市 规划 土地 地质 民政 儿童 殡葬 "
            "退役军人 统计 气象 建设 治理 发展 业务 工程 项目 保护 改革 开发 征收"
        ),
    ),
    Term(
        "regulation",
        "监管执法",
        "监督检查、行政执法、审批许可、安全监管",
        "inspection, enforcement, licensing, safety",
        words(
            "行政执法 执法检查 监督检查 综合执法 加强监管 卫生监督 行业监管 监督执法 市场监管 安全监管 食品安全 药品安全 安全生产 特种设备 "
            "行政审批 行政许可 专项整治 执法 监管 审批 许可 抽检 检验 检测 查处 处罚 整治 稽查 巡查 "
            "检查 质量安全"
        ),
    ),
    Term(
        "public_service",
        "公共服务",
        "面向群众和企业的服务、救助、便民、办事质量与满意度",
        "services for people and firms, relief, convenience, quality and satisfaction",
        words(
            "公共服务 政务服务 惠民利企 惠民 养老服务 养老 社会救助 便民服务 营商环境 群众满意度 服务对象满意度 救助 低保 帮扶 慰问 "
            "补贴发放 困难群众 优待抚恤 资助 便民 满意度 办事 志愿服务 优质服务 服务质量 服务水平 "
            "服务 民生"
        ),
    ),
    Term(
        "risk_and_order",
        "风险与应急",
        "风险排查、应急处置、稳定、疫情防控",
        "risk screening, emergency response, stability",
        words(
            "风险防控 应急管理 防火 防洪 防汛 应急处置 突发事件 校园安全 安全保障 平稳有序 矛盾纠纷 信访维稳 疫情防控 防灾减灾 风险 应急 隐患 维稳 "
            "疫情 稳定 排查 舆情 消防 灾害 平安 预警"
        ),
    ),
    Term(
        "supervision",
        "督查考核问责",
        "督查、督办、考核、问责、整改",
        "supervision, assessment, accountability",
        words("督查督办 督查 督办 督导 考核 问责 追责 巡察 审计 通报 监督 整改"),
    ),
    Term(
        "publicity",
        "宣传引导",
        "政策法律宣传、新闻与科普",
        "publicity of law and policy, news, science outreach",
        words("普法 宣传引导 宣传教育 宣传活动 科普 宣传 宣讲 新闻 舆论"),
    ),
    Term(
        "workforce",
        "队伍建设",
        "培训、作风、人员配备、能力",
        "training, style of work, staffing, capability",
        words(
            "队伍建设 力量薄弱 力量不足 人才短缺 缺编 技术力量 基层力量 自身建设 人才队伍 干部队伍 持证 资格考试 师资 教师 人才 队伍 能力建设 业务能力 作风 人手 人员不足 专业力量 专业人员 "
            "人员配备 培训 综合素质 素质 专业知识 知识 掌握 干部 能力 学习"
        ),
    ),
    Term(
        "digital_and_facilities",
        "信息化与设施",
        "信息系统、平台、设施设备",
        "information systems, platforms, facilities",
        words(
            "信息化 信息系统 数字化 智慧 大数据 智能化 系统平台 平台建设 设施设备 设备 平台 信息技术 网络 "
            "设施 场所 硬件 库房"
        ),
    ),
    Term(
        "coordination",
        "组织领导与机制",
        "党建与政治引领、责任分工、协调机制、制度建设",
        "party and political leadership, division of responsibility, mechanisms, rules",
        words(
            "党的建设 党建 全面从严治党 政治建设 政治责任 政治引领 组织领导 责任分工 协调机制 工作机制 "
            "联席会议 制度建设 机制建设 政治 党风廉政 责任落实 统筹 协同 合力 机制 制度 责任 协调"
        ),
    ),
    *SHARED_TOPICS,
)

CATEGORIES = (
    Term(
        "workload",
        "业务总量",
        "受理、办理、服务对象的总量",
        "total volume of work or of people served",
        words(
            "受理 接待 登记 接收 服务对象 惠及 受益 总诊疗 诊疗 门诊 就诊 出院 参保 在校 收到 办理 办件 申请 咨询 总量 总数 乘车 客运量 "
            "吞吐量 低保 特困 保障 在册 对象 患者 低收入 入住 供养 业务 贷款 融资 客流 游客 公证 法律援助"
        ),
    ),
    Term(
        "breakdown",
        "分类数量",
        "按渠道、地区、类别分列的数量",
        "volume by channel, place or class",
        words("来信 来电 网上 来访"),
    ),
    Term(
        "output",
        "完成产出",
        "完成、办结、建成、发放的数量",
        "things completed, closed, built, handed out",
        words(
            "化解 新登记 办结 医学检查 预警 救助 新建 改建 扩建 改造 新改建 修建 建成 建设 完成 审结 执结 新登记 新设立 新增 更新 发放 资助 补贴 转移 抢通 "
            "安置 验收 印发 出台 制定 修编 竣工 开工 通车 创建 培育 新设 修复 治理 养护 审批 核发 举办 招聘 引进 交流轮岗 "
            "评选 上线 体检 筛查 签约 救治 建档 健康档案 发布 优化 开行 组建 送教 公开招 推广 植树 造林 成功 设置"
        ),
    ),
    Term(
        "inspection",
        "检查执法",
        "检查、执法、处罚、督办的次数与件数",
        "inspections, enforcement, supervision",
        words(
            "撤销 吊销 违法 执法 检查 排查 整改 整治 查处 处罚 督促 查办 立案 抽检 抽查 核查 图斑 收回 检定 检验 检测 督查 督办 督导 巡查 巡河 巡察 巡护 异常名录 "
            "责令 约谈 查封 扣押 移送 清理 监测 取缔 关停 四乱"
        ),
    ),
    Term(
        "outreach",
        "宣传培训",
        "宣传与培训的次数、份数、人次",
        "publicity and training",
        words(
            "宣传 培训 宣讲 讲座 演练 科普 受教育 受众 短视频 点击量 资料 宣传册 手册 折页 横幅 标语 展板 开放日 宣教 普法"
        ),
    ),
    Term(
        "incident",
        "事件与投诉",
        "事故、投诉、案件、灾害的数量",
        "incidents, complaints, cases, disasters",
        words(
            "投诉 事故 纠纷 死亡 受伤 确诊 病例 火灾 警情 险情 举报 灾害 疫情 突发 信访 发案 刑事 治安 溺水 伤亡 起数 火情 火警 舆情 "
            "隐患 案件"
        ),
    ),
    Term("service_rate", "工作比率", "工作的任何比率或占比（%）", "any rate or share in % of the work"),
    Term("other", "其他", "以上都不是", "none of these"),
)

GENERAL = Domain("general", "通用", TOPICS, CATEGORIES)
