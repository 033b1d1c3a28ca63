"""Words by which the sentences of the genre show what they do; lists that grow, kept apart from the rules that use them."""

from __future__ import annotations

import re


def any_of(words: str, *patterns: str) -> re.Pattern[str]:
    """Return a pattern for any of the words (written with spaces between them) or of the regular expressions."""
    return re.compile("|".join((*words.split(), *patterns)))


DOING = any_of(
    "开展 组织 推进 推动 落实 加强 强化 完成 制定 制订 建立 完善 健全 召开 印发 举办 举行 培训 "
    "宣传 宣讲 排查 整治 检查 督促 督导 督查 督办 协调 配合 指导 处理 处置 办理 办结 化解 调处 "
    "调解 接访 下访 约访 接待 走访 慰问 发放 资助 补助 救助 建设 建成 新建 改建 扩建 改造 修缮 "
    "维修 安装 购置 采购 投入 实施 执行 审核 审批 审查 核查 核实 调查 调研 监测 监督 监管 巡查 "
    "执法 立案 查处 处罚 打击 抽调 抽检 抽查 报送 上报 编制 编印 发布 公开 公示 公布 签订 引进 "
    "招聘 选派 派出 验收 整改 整合 联合 统筹 部署 学习 研究 梳理 纳入 压实 创建 打造 拓宽 拓展 "
    "优化 规范 提供 帮扶 支持 扶持 培育 争取 筹集 拨付 下达 分解 细化 明确 坚持 贯彻 深化 创新 "
    "探索 实行 推行 推广 启动 搭建 开通 开设 设立 成立 出台 修订 起草 移交 转办 转送 交办 回访 "
    "动员 引导 鼓励 参与 参加 承办 承担 保障 维护 养护 管护 清理 清运 收集 采集 归档 整理 征集 "
    "移送 抢修 疏浚 治理 防控 防治 防范 预防 巩固 改进 促进 缩短 狠抓 抓好 抓实 抓牢 做好 做实 "
    "做到 聚焦 严格 严把 依托 结合 取缔 关停 种植 播种 防疫 接种 诊疗 救治 演练 应对 调度 疏导 "
    "劝返 配备 升级 上线 录入 数字化 评选 表彰 考核 问责 追责 兑现 清退 供应 调配 划定 勘查 普查 "
    "体检 接收 安置 严守 守住 守牢 坚守 筑牢 夯实 压降 盘活 追缴 追赃 普惠 助力 压缩 减免 压减 "
    "赠送 捐赠 上门 送教 送医 挽回 攻关 试点 竣工 通车 投运 投用 完工 开工 落地 铺设 栽植 绿化 "
    "硬化 亮化 疏通 加固 除险 评审 评估 评查 测评 认定 认证 授予 颁发 核发 换发 登记 备案 注销 "
    "答复 回复 反馈 告知 通报 约谈 挂牌 协作 对接 签约 展出 巡展 演出 播出 刊发 推送 编排 调整 "
    "调高 上调 下调 追回 补发 代缴 免征 增设 增派 增配 划拨 统一 推选 遴选 引入 构建 发出 发送 "
    "悬挂 张贴 制作",
    r"服务(?=[^，]*\d)",
    r"^(?:将|把)",
    r"形成(?=[^，]{0,12}(?:机制|制度|方案|报告|清单|台账))",
    r"(?:围绕[^，]+|深入[^，]{1,6})开",
)
"""Verbs of administrative work; a clause that holds one says that something is done."""

RATE = any_of(
    "",
    r"(?:率|度|占比|比例|比重|覆盖面)[^，。；]{0,12}?(?:\d|[一二三四五六七八九十百]+成|百分之)",
    r"完成[^，]{0,8}(?:目标|任务|计划)的?\d",
)
"""A rate or share with its figure, the fulfilment of a plan in per cent."""

INTAKE = any_of(
    "收到 接到 接处 接报 同比 环比 体现 表明",
    r"^其中",
    r"协调处置[^，]*\d",
    r"登记(?:受理)?(?:群众)?(?:信访|来信|来访|投诉|举报)[^，]*\d",
    r"[比较](?:上|去)年",
    r"反映(?:了|出)",
)
"""What came in, a comparison, what something shows: nothing that the department did."""

ATTAINED = any_of(
    "得到 取得 获得 获评 荣获 赢得 呈现 体现 受到 平稳 可控 成效 显著 明显 向好",
    r"发挥[^，]{0,8}作用",
    r"(?:不断|持续|稳步|进一步|有效|大幅|全面)(?:了)?(?:提高|提升|增强|改善|好转)",
    r"(?:提高|提升|改善|增强)(?:了|$)",
    r"奠定[^，]{0,10}基础",
    r"营造[^，]{0,12}(?:氛围|环境)",
    r"保持[^，]{0,10}稳定",
    r"未(?:发生|出现)",
    r"无[^，]{0,16}(?:发生|事件|事故)",
)
"""What the work has come to."""

COUNT = any_of(
    "共有 现有 拥有 设有 位于 涉及 占 排名 位居 增长 下降 减少 上升 持平",
    r"(?:总量|总数|人数|收入|产值|增速|面积|规模|余额|数量|总额|得分)[^，]{0,8}(?:达|为|是|约|\d)",
    r"达到?\d",
    r"为\d",
)
"""How much there is of something."""

LACKS = any_of("不足 不够 缺口 短缺 紧张 困难 有待 滞后 薄弱 偏低 偏高 仍 尚未")
"""A state that a report complains of even where it tells its work."""

PROBLEM = any_of(
    "不 缺 欠 薄弱 滞后 有待 偏差 困难 矛盾 难以 难度 太难 短缺 紧缺 紧张 单一 突出 流于形式 隐患 未能 未及时 未按 没有 老化 落后 压力 瓶颈 短板 差距"
    " 漏洞 粗放 脱节 波动 制约 弱化 淡薄 仍需",
    r"[较过偏][慢低高少弱差大重难紧]",
    r"需(?:要)?(?:进一步|加强|提高|完善|改进|提升|加快|加大|优化|强化)",
    r"问题(?:仍|依|较|比|时)",
    r"存在[^，。]{0,30}(?:问题|现象|情况)",
    r"重[^，。]{1,6}轻",
)
"""Something lacking, weak, late or in the way."""
