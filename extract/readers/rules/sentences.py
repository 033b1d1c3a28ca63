"""What a sentence of the genre does: state work, report figures, state a problem, promise, introduce a list."""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"[，,；;：:。！？]")

DOING = re.compile(
    "开展|组织|推进|推动|落实|加强|强化|完成|制定|制订|建立|完善|健全|召开|印发|举办|举行|培训|宣传|宣讲|排查|整治|检查|督促|督导|督查|督办"
    "|协调|配合|指导|处理|处置|办理|办结|化解|调处|调解|接访|下访|约访|接待|走访|慰问|发放|资助|补助|救助|建设|建成|新建|改建|扩建|改造|修缮|维修"
    "|安装|购置|采购|投入|实施|执行|审核|审批|审查|核查|核实|调查|调研|监测|监督|监管|巡查|执法|立案|查处|处罚|打击|抽调|抽检|抽查|报送|上报"
    "|编制|编印|发布|公开|公示|公布|签订|引进|招聘|选派|派出|验收|整改|整合|联合|统筹|部署|学习|研究|梳理|纳入|压实|创建|打造|拓宽|拓展|优化"
    "|规范|提供|帮扶|支持|扶持|培育|争取|筹集|拨付|下达|分解|细化|明确|坚持|贯彻|深化|创新|探索|实行|推行|推广|启动|搭建|开通|开设|设立|成立"
    "|出台|修订|起草|移交|转办|转送|交办|回访|动员|引导|鼓励|参与|参加|承办|承担|保障|维护|养护|管护|清理|清运|收集|采集|归档|整理|征集|移送"
    "|抢修|疏浚|治理|防控|防治|防范|预防|巩固|改进|促进|缩短|狠抓|抓好|抓实|抓牢|做好|做实|做到|聚焦|严格|严把|依托|结合|取缔|关停|种植|播种"
    r"|防疫|接种|诊疗|救治|演练|应对|调度|疏导|劝返|配备|升级|上线|录入|数字化|评选|表彰|考核|问责|追责|兑现|清退|供应|调配|划定|勘查|普查|体检|接收|安置|严守|守住|守牢|坚守|筑牢|夯实|压降|盘活|追缴|追赃|普惠|助力|服务(?=[^，]*\d)|压缩|减免|压减|赠送|捐赠|上门|送教|送医|挽回|攻关|试点|竣工|通车|投运|投用|完工|开工|落地|铺设|栽植|绿化|硬化|亮化|疏通|加固|除险"
    "|评审|评估|评查|测评|认定|认证|授予|颁发|核发|换发|登记|备案|注销|答复|回复|反馈|告知|通报|约谈|挂牌|协作|对接|签约|展出|巡展|演出|举行|播出|刊发|推送|编排"
    "|^(?:将|把)|调整|调高|上调|下调|追回|补发|代缴|免征|增设|增派|增配|划拨|统一|推选|遴选|引入|构建|形成(?=[^，]{0,12}(?:机制|制度|方案|报告|清单|台账))|围绕[^，]+开|深入[^，]{1,6}开|发出|发送|悬挂|张贴|制作"
)
"""Verbs of administrative work in the genre; a clause that holds one says that something is done."""

_RATE = re.compile(
    r"(?:率|度|占比|比例|比重|覆盖面)[^，。；]{0,12}?(?:\d|[一二三四五六七八九十百]+成|百分之)|完成[^，]{0,8}(?:目标|任务|计划)的?\d"
)
_INTAKE = re.compile(
    r"收到|接到|接处|接报|^其中|协调处置[^，]*\d|登记(?:受理)?(?:群众)?(?:信访|来信|来访|投诉|举报)[^，]*\d|[^，]{0,6}同比|环比|[比较](?:上|去)年|体现|表明|反映(?:了|出)"
)
_ATTAINED = re.compile(
    r"得到|取得|获得|获评|荣获|赢得|呈现|体现|受到|发挥[^，]{0,8}作用|平稳|可控|成效|显著|明显|向好"
    r"|(?:不断|持续|稳步|进一步|有效|大幅|全面)(?:了)?(?:提高|提升|增强|改善|好转)|(?:提高|提升|改善|增强)(?:了|$)|奠定[^，]{0,10}基础"
    r"|营造[^，]{0,12}(?:氛围|环境)|保持[^，]{0,10}稳定|未(?:发生|出现)|无[^，]{0,16}(?:发生|事件|事故)"
)
_DEFINES = re.compile(r"是指|内涵|指的是|主要(?:是)?包括|主要(?:职责|职能)|系(?:我|为|指)")
_BACKGROUND = re.compile(r"^(?:随着|由于|因为|近年来|鉴于|面对)[^，]*，?[^，]*$")
_LEAD_IN = re.compile(
    r"(?:如下|以下[^，。]{0,14}|具体(?:情况|措施|表现|做法)?(?:为|是|有)?|主要(?:有|是|表现(?:在|为)|体现在|做法|工作有|问题有|原因有)"
    r"|(?:从|在)?[一二两三四五六七八九十几\d]+个?(?:大)?方面[^，。]{0,12})$"
)
_TEMPLATE = re.compile(
    r"^(?:简要|请(?:填|说|简|结|根|按|列)|应(?:在|包括|从)|（?此处|包括但不限于|填写|说明[：:]|注[：:])|不超过\d+字|\d+字(?:以内|左右)|参考格式"
)
_US = r"(?:我|本)(?:局|委|办|厅|部|院|校|中心|单位|部门|区|市|县|馆|站|处)|我们|全(?:局|委|市|区|县)|各(?:单位|部门)"
_PROMISE = re.compile(
    rf"^(?:{_US}|下一?步|今后|接下来|下一?阶段|明年|为此|因此|对此|20\d\d年|，|,|工作中)*"
    r"(?:也|还|需|均)?(?:(?:要|将|拟|应|须)(?!求|件|上|近|是|不|有待)|(?:建议|计划|力争)(?!不|是|有)|需要?(?:进一步|加大|加强|加快|尽快)|继续)"
)
_REMEDY = re.compile(
    r"^(?:针对|为(?:了)?(?:解决|改进|破解))|^(?:改进|整改|解决|对应)(?:措施|办法|建议)?[：:]|(?:下一?步|今后|接下来|下一?阶段)[，,]?[^，]{0,10}(?:将|要|拟|应|需)"
)
_PROBLEM = re.compile(
    "不足|不够|不高|不强|不到位|不完善|不健全|不完整|不规范|不合理|不科学|不均|不力|不严|不深|不细|不实|不及时|不平衡|不充分|不明确|不清晰|不熟"
    "|不敏感|不彻底|不全面|不畅|不精准|不准确|不匹配|不统一|不理想|不紧密|不适应|不符|不多|不快|不大|不广|不全|缺乏|欠缺|欠|缺少|缺失|缺位|薄弱|滞后"
    "|有待|偏[低高差少慢弱大紧重]|偏差|困难|矛盾|难以|难度|较难|太难|短缺|紧缺|紧张|单一|突出|流于形式|隐患|缺口|较[慢低少弱差大重]|过[慢低少重高]"
    "|需(?:要)?(?:进一步|加强|提高|完善|改进|提升|加快|加大|优化|强化)|仍需|未能|未及时|未按|没有|老化|落后|压力|瓶颈|短板|差距|漏洞|粗放|脱节|波动"
    "|问题(?:仍|依|较|比|时)|存在[^，。]{0,30}(?:问题|现象|情况|不足)|制约|重[^，。]{1,6}轻|弱化|淡薄|不"
)
_LACKS = re.compile(r"不足|不够|缺口|短缺|紧张|困难|有待|滞后|薄弱|偏[低高]|仍|尚未")
_PURPOSE = re.compile(
    r"^(?:以便|从而|最终|切实|进而)?(?:确保|力争|力求|实现|达到|保证|促进|使)[^，]*(?:，(?:确保|实现|促进|达到|为|提升|提高)[^，]*)*$"
)


def clauses(text: str) -> tuple[str, ...]:
    """Return the clauses of a sentence, punctuation left out, none empty."""
    return tuple(part for part in _CLAUSE.split(text) if part)


_COUNT = re.compile(
    r"(?:总量|总数|人数|收入|产值|增速|面积|规模|余额|数量|总额|得分)[^，]{0,8}(?:达|为|是|约|\d)|共有|现有|拥有|设有|位于|涉及|占|排名|位居|增长|下降|减少|上升|持平|达到?\d|为\d"
)
_TIME = re.compile(r"^(?:截[至止]|今年|全年|目前|年内|至|20\d\d年)[^，]{0,14}$")
_BREAKDOWN = re.compile(r"^(?:其中|按[^，]{1,12}(?:统计|划分|分类)(?=[，：]))")


def states_work(text: str) -> bool:
    """Whether the sentence says that something was done or laid down to be done.

    Definitions, background, attainment and outcome figures do not (guidelines, measures).
    """
    if _DEFINES.search(text) or is_template(text) or _BACKGROUND.match(text) or _BREAKDOWN.match(text):
        return False
    return any(DOING.search(clause) and not _is_outcome(clause) for clause in clauses(text))


def tells_deed(text: str) -> bool:
    """Whether a sentence of an account gives figures of something done, though no verb of the list stands in it."""
    if not re.search(r"\d", text) or _DEFINES.search(text) or _BREAKDOWN.match(text) or _LACKS.search(text):
        return False
    told = [clause for clause in clauses(text) if not _TIME.match(clause)]
    if any(_RATE.search(clause) for clause in told):
        return False
    return bool(told) and not (_is_outcome(told[0]) or _COUNT.search(told[0]) or _BACKGROUND.match(text))


def _is_outcome(clause: str) -> bool:
    """Whether the clause gives a rate, a volume or an attainment, though it may hold a verb of work in a noun."""
    if _RATE.search(clause) or _INTAKE.search(clause):
        return True
    attained, done = _ATTAINED.search(clause), DOING.search(clause)
    return attained is not None and (done is None or attained.start() <= done.start())


_INTENDED = re.compile(r"^(?:进一步|努力|不断|最终)?(?:确保|力争|努力|切实|全力|保证|力求)")


def tells_result(text: str) -> bool:
    """Whether the sentence tells in words what work has come to, without figures (a cell 目标完成情况 of a form)."""
    attained = any(_ATTAINED.search(clause) and not _INTENDED.match(clause) for clause in clauses(text))
    return attained and states_work(text) and not re.search(r"\d", text)


def is_lead_in(text: str, closing: str = "") -> bool:
    """Whether the sentence only introduces a list (``主要做了以下工作：``, ``从两个方面……``)."""
    return closing in {"：", ":"} or _LEAD_IN.search(text) is not None


def is_template(text: str) -> bool:
    """Whether the sentence is an instruction of an unfilled template."""
    return _TEMPLATE.search(text) is not None


def promises(text: str) -> bool:
    """Whether the sentence promises a remedy (``我局要继续……``, ``下一步将……``)."""
    return bool(_PROMISE.match(text) or _REMEDY.search(text))


def states_problem(text: str) -> bool:
    """Whether the sentence speaks of something lacking, weak, late or in the way."""
    return _PROBLEM.search(text) is not None


def is_purpose(text: str) -> bool:
    """Whether the sentence names only what something is for (``确保……``, ``力争……``)."""
    return _PURPOSE.match(text) is not None


def is_step(text: str) -> bool:
    """Whether a sentence under an improvement says what will be done, not only background or purpose."""
    if is_template(text) or is_purpose(text):
        return False
    return bool(DOING.search(text) or _PROMISE.search(text) or re.search("要|将|应|提高|提升|增强|使用|运用|把", text))
