"""How personal names and numbers show in Chinese reports: surnames, the words around names, the forms of numbers."""

from __future__ import annotations

import re

SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛"
    "樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉"
    "骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗"
    "瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝旷官谈揭练楚鞠丰沃"
    "蔺危区丘郗郁郦冀幸鄢帅南宦胥衡涂晋归封植年经来占旦覃招仝亓花竺"
)
"""Single-character surnames that cover all but some thousandths of the population (Ministry of Public Security, 2020)."""

DOUBLE = "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|长孙|端木|轩辕|宇文|独孤|南宫|西门|淳于|申屠|呼延"

GIVEN = r"[\u4e00-\u9fff]"
NAME = rf"(?:(?:{DOUBLE}){GIVEN}{{1,2}}|[{SINGLE}]{GIVEN}{{1,2}})"
"""A Han name: surname and one or two characters."""

MINORITY = rf"{GIVEN}{{1,6}}(?:[·•・]{GIVEN}{{1,8}})+"
"""A transcribed name with a dot (``买买提·艾力``)."""

DOING = "反映|来访|来信|来电|信访|上访|投诉|表示|参加|出席|带队|带领|主持|率队|接访|约访|介绍|指出|强调|汇报|讲话|提出|负责|达成|签订"
"""What persons do in such reports; the verb ends a name."""

EDGE = rf"(?=$|[\s，,。；;、：:（(）)《【\[/|\d]|等|和|与|及|同志|签|的|为|是|女|男|电话|联系|{DOING})"
"""What may follow a name."""

LABELS = (
    "填报人|填表人|制表人|报告撰写人|撰写人|撰稿人|编制人|起草人|审核人|复核人|审批人|签发人|经办人|经手人|承办人|"
    "联系人|项目负责人|单位负责人|部门负责人|财务负责人|评价工作负责人|负责人|法定代表人|法人代表|"
    "[（(]?代?[）)]?组长|副组长|组员|成员|评价人员|评价小组成员|姓名|户主|当事人|申请人|投诉人|举报人|反映人|来访人|来信人|"
    "信访人|信访户|老信访户|上访人|上访户|上访老户|重点人员|信访重点人员|死者|伤者"
)
"""Words that a person's name follows."""

PEOPLE = "群众|村民|居民|业主|职工|退役军人|教师|企业主|户主"
"""Words that a name follows only where a person is then told of (``村民李某某反映…``)."""

TITLES = (
    "书记|副书记|局长|副局长|县长|副县长|区长|副区长|市长|副市长|镇长|副镇长|主任|副主任|科长|副科长|处长|副处长|"
    "股长|院长|所长|站长|队长|主席|部长|会计|出纳|科员|律师|调研员|主任科员|同志"
)
"""Offices that a person's name follows."""

BEHIND = (
    r"(?:同志|先生|女士|等?(?:\d+|[一二三四五六七八九十]+)?(?:名|位|户|个)?"
    r"(?:老)?(?:信访户|信访人|上访户|上访人员|上访老户|重点人员|信访人员))"
)
"""Words that follow a person's name, or a list of names."""

GAP = r"[\s：:（(]*(?:签[字名章]|盖章|签字)?[）)]?[\s：:]*"
"""What may stand between a label and its name (``填报人（签字）：``)."""

AFTER_LABEL = re.compile(
    rf"(?:{LABELS})(?P<gap>{GAP})(?P<names>(?:{MINORITY}|{NAME}{EDGE})(?:[、，,\s与和及]+{NAME}{EDGE})*)"
)
AFTER_PEOPLE = re.compile(
    rf"(?:{PEOPLE})(?P<names>{NAME}(?:、{NAME})*)(?=等|[（(，,]?[男女\d]|反映|来访|信访|上访|投诉|一案|一事|家)"
)
AFTER_TITLE = re.compile(rf"(?:{TITLES})[：:\s]?(?P<names>{NAME}(?=$|[\s，,。；;、：:（(]|同志|等|{DOING}))")
BEFORE_WORD = re.compile(rf"(?P<names>(?:{NAME}、)*{NAME}){BEHIND}")
LISTED = re.compile(rf"(?P<names>(?:{NAME}、)+{NAME})(?=等)")
ONLY_NAME = re.compile(rf"(?:{MINORITY}|{NAME})$")

NAMES_HEADER = re.compile(r"姓名|填报人|联系人|负责人|签字|成员")

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
ID_CARD = re.compile(r"(?<!\d)(?:\d{17}[\dXxＸ]|[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?!\d)")
BANK_CARD = re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)")
MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")
LANDLINE = re.compile(r"(?<![\d.])(?:[（(]0\d{2,3}[）)]|0\d{2,3}[-－—– ]?)\d{7,8}(?:[-－—转]\d{1,6})?(?![\d.%])")
SERVICE = re.compile(r"(?<!\d)[48]00[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)")
LABELLED = re.compile(
    r"(?:电话|手机|座机|传真|联系方式|[Tt][Ee][Ll]|号码|微信号?|QQ号?|账号|帐号|卡号|身份证号?码?)"
    r"[\s：:为是（(]{0,3}(?P<number>\+?[A-Za-z]{0,2}\d[\d\-－—– ]{4,24}\d)"
)

NUMBERS = (
    ("邮箱", EMAIL),
    ("证件", ID_CARD),
    ("银行卡", BANK_CARD),
    ("手机", MOBILE),
    ("电话", LANDLINE),
    ("电话", SERVICE),
)
"""Kinds of numbers that show by their form alone, in the order in which they are looked for."""

NO_PART = re.compile(
    "领导|干部|群众|人员|部门|单位|工作|问题|涉及|各级|接待|项目|情况|事项|机关|委员|代表|中心|街道|信访|财政|以及|关心|关切|管理"
)
"""What no name holds."""

NO_NAMES = frozenset(
    [
        "成员", "组员", "单元", "高度重视", "方面", "成员单位", "成立", "和谐", "和各", "向各", "应当", "明确", "时间", "文明", "全区", "全县", "全市", "全省",
        "全国", "全体", "全部", "全年", "和市", "和区", "和县", "和镇", "和村", "明显", "安全", "安排", "经济", "经费", "解决", "解释",
        "管理", "管辖", "项目", "常态", "常见", "严格", "严重", "包案", "包括", "包保", "关于", "关注", "关键", "方案", "方式", "方法",
        "成果", "成绩", "成效", "成功", "向上", "来信", "来访", "来电", "和来", "应急", "应对", "时限", "时期", "历史", "单位", "单项",
        "连续", "连同", "封闭", "查看", "查处", "查询", "经常", "经营", "经过", "年初", "年末", "年度", "年内", "文件", "文字", "路线",
        "简要", "简单", "牛羊", "金额", "龙头", "高效", "高位", "高质", "景区", "农村", "农民", "农业", "车辆", "车站", "荣誉", "温馨",
    ]
)  # fmt: skip
"""Words of reports that have the form of a name."""
