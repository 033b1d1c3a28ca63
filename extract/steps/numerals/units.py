"""The vocabulary of units: what may follow a number, what must not be read as a unit, and what each measures."""

from __future__ import annotations

import re
from typing import Final

from extract.model.quantity import Dimension

WORDS: Final = (
    (Dimension.MONEY, "元 美元 港元 港币 欧元 日元 英镑 圆 块钱 元钱"),
    (Dimension.PERCENT, "% ‰ ‱"),
    (Dimension.POINT, "个百分点 百分点 个千分点 个点"),
    (
        Dimension.TIME,
        "个工作日 工作日 个自然日 自然日 个月 个季度 个年度 个小时 小时 分钟 秒 天 周年 周 个周 个星期 年 岁 周岁",
    ),
    (Dimension.TIME, "学时 课时 个课时 个学时 工日 台班 人天 人日 人年 人月"),
    (Dimension.SCORE, "分"),
    (Dimension.AREA, "平方米 平方公里 平方千米 平方 平米 公顷 亩 ㎡ m² m2 km² km2 万㎡"),
    (Dimension.LENGTH, "公里 千米 米 延米 厘米 毫米 km KM m cm mm 海里 里"),
    (Dimension.MASS, "吨 公斤 千克 毫克 微克 克 斤 kg mg t 吨标准煤"),
    (Dimension.VOLUME, "立方米 立方 方 m³ m3 升 毫升 L"),
    (Dimension.OTHER, "千瓦时 千瓦 兆瓦 度 GB TB MB Mbps 兆 ℃ 摄氏度 分贝 kW KV kV MW 千伏 千伏安"),
    (Dimension.TIMES, "倍 成 折"),
    (
        Dimension.COUNT,
        "件次 件 人次 人·次 人份 人头 人 批次 批 次 份 条次 条 个次 个 宗 起次 起 项次 项 名 位 户次 户 家次 家 所 座",
    ),
    (
        Dimension.COUNT,
        "台次 台套 台件 件套 套件 台 套 辆次 辆 标台 标箱 TEU 艘 架次 架 部 处 间次 间 栋 幢 场次 场 期 篇次 篇 本 册 张 幅 支 只 头 匹 羽",
    ),
    (
        Dimension.COUNT,
        "棵 株 颗 粒 枚 块 片 面 段 根 盏 组 队次 队 班次 班 车次 趟 门 节 堂 例次 例 案 单 笔 页 字 封 通 轮次 轮",
    ),
    (
        Dimension.COUNT,
        "回 票 席 床 桶 瓶 箱 包 袋 盒 卷 部次 剂次 剂 针次 针 站 点 款 类 种 集 副 支次 对 双 道 口 宗次",
    ),
    (Dimension.COUNT, "路 扇 樘 组次 艘次 标段 岗 人户 眼 具 尾 箱次 盘 筐 捆 桩 幕 档 例/人次"),
)
"""Units by what they measure; open text in the genre, so the list is long rather than clever."""

DIMENSIONS: Final = {word: dimension for dimension, words in WORDS for word in words.split()}

FOLLOWERS: Final = {
    "路": "面段口灯线边由公长网程径过上",
    "人": "员民大力均社事才口数身文工防为行们群保居财",
    "项": "目",
    "部": "门分署委级队长件属位",
    "分": "管类别析工局公配布解级享批流散支为步",
    "个": "人体别案性",
    "次": "日年月要序数生品",
    "条": "例件款文规令",
    "位": "于置",
    "名": "称录义单额誉册优下",
    "户": "籍外口主均",
    "家": "庭长属园乡访具电政畜",
    "所": "属有在需以得谓示致提列涉反做辖占作用开",
    "处": "理置室于罚分突级所在",
    "起": "草点诉来到步因止义初",
    "份": "额子",
    "宗": "旨教地",
    "批": "准复评示办转量",
    "场": "所地景面馆",
    "期": "间限末初内待望满刊货",
    "篇": "章幅",
    "座": "谈席位",
    "套": "取用餐路改期",
    "台": "账帐湾风阶胞",
    "度": "过假量",
    "面": "积对向临试貌上",
    "点": "位面击评多对",
    "间": "接隔歇断",
    "组": "织长成建团合员",
    "队": "伍员长",
    "班": "子级主长",
    "门": "户诊槛类店窗",
    "节": "约假能目省日余庆支俭",
    "堂": "而",
    "例": "如行会外证",
    "案": "件例情卷由",
    "单": "位独一纯价",
    "笔": "记录试",
    "页": "面码",
    "字": "号样",
    "张": "贴",
    "本": "级年部单局地着身人月区市县省院科站职系办街镇指报表预季质来次项",
    "支": "出付持部撑援委教农配",
    "只": "有能要是为剩做",
    "头": "绪脑部条",
    "片": "区面",
    "段": "落",
    "根": "据本源治",
    "块": "状",
    "集": "中体团合聚访成约镇市资装",
    "站": "位式长",
    "回": "访复应头收避落顾升函",
    "轮": "换岗训流椅",
    "票": "据务证房",
    "通": "过报知信讯道常用告达行畅车电水",
    "封": "闭存堵控",
    "包": "括含案干保装联抓片村容",
    "元": "旦素月宇",
    "升": "级高至降学任幅",
    "克": "服扣",
    "天": "气然河津府候门",
    "年": "度初底末内级均终龄报会审检轻限中前",
    "周": "边期末知密转",
    "米": "粉面",
    "亩": "产均",
    "类": "型似别",
    "种": "植类子粮养",
    "款": "项式",
    "成": "立为果效本员都功绩",
    "方": "面式案法便向针可",
    "里": "程面",
    "道": "路德歉",
    "口": "径岸头",
    "对": "于外象策应照接上下口标比",
    "双": "向方随重",
    "折": "旧算",
    "床": "位",
    "席": "位",
    "架": "构",
    "幅": "度员",
    "支次": "数",
    "卷": "宗",
    "队次": "数",
    "点评": "",
    "眼": "前",
    "具": "体有备",
    "档": "案次",
    "盘": "活点",
    "岗": "位",
    "针": "对",
}
"""Characters after a unit that make it the beginning of another word (``项`` + ``目``), checked across white space."""

TIGHT: Final = {
    "路": "面段口灯线边由公长网",
    "人": "员民均",
    "部": "门委署分",
    "分": "管别析之类局",
    "次": "日年月",
    "条": "例",
    "所": "属有需",
    "位": "于置",
    "处": "理置室",
    "起": "草诉",
    "批": "准复",
    "场": "所",
    "期": "间限末",
    "座": "谈",
    "台": "账",
    "组": "织",
    "班": "子",
    "本": "级年部单局",
    "支": "出付持",
    "年": "级均轻龄度",
    "成": "立为果效员绩功本",
    "方": "面式案法便",
    "对": "于",
    "道": "路",
    "双": "向",
    "里": "程",
    "度": "过假",
    "点": "位",
    "面": "积",
    "升": "级",
    "通": "过报知",
    "元": "旦",
    "米": "粉",
    "折": "旧算",
    "针": "对",
}
"""The same where the unit stands directly after the number: only words that never are a unit there."""

SCALE: Final = r"(?:万\s*亿|[十百千]?\s*[万亿]|[千百](?![分姓日花年家米克瓦伏]))"
"""Multipliers between an Arabic number and its unit; 千米, 千克 and 千瓦 are units themselves."""


def _spaced(word: str) -> str:
    """Let white space and line breaks stand between the characters of a unit."""
    return r"\s{0,3}".join(re.escape(char) for char in word)


def _pattern(word: str, followers: dict[str, str]) -> str:
    barred = followers.get(word, "") + ("A-Za-z" if word[-1].isascii() and word[-1].isalpha() else "")
    return _spaced(word) + (rf"(?!\s?[{barred}])" if barred else "")


def _vocabulary(followers: dict[str, str]) -> str:
    words = sorted(DIMENSIONS, key=len, reverse=True)
    days = r"日(?=以?内|之内)"
    return "(?:" + "|".join((*(_pattern(word, followers) for word in words), days)) + ")"


_PER: Final = "(?:生(?![产活态命长])|[百千万]平方公里|吨公里|千瓦时|[千万]人(?!次)|万元|人次|人日|人|平方米|立方米|平方公里|公里|千米|公斤|千克|吨|亩|公顷|户次|户|家|件次|件|批次|批|次|场|期|班|台套|台|套|辆|艘|架|条|个|项|份|张|床|座|栋|间|处|所|头|只|羽|株|枚|本|册|篇|标段|岗|课时|学时|小时|分钟|秒|年度|学期|季度?|月|周|天|日|年|度|升|米|元|㎡|m²|m3|m³|L|km)"
"""What a rate may be counted by (``元/人``, ``次/月``)."""
_BRACKETED: Final = (
    "(?:[个人件批次项套台场户家条份宗起处间所期班名辆艘架株头盏枚幅册天只羽座幢本张篇支部栋]|人次|件次|批次)"
)
"""Units that stand in brackets behind another."""


def _compound(simple: str) -> str:
    """Allow ``批（件）次``, ``场（次）``, ``人/次``, ``元/平方米``, ``元/人·月`` around a simple unit."""
    bracket = rf"\s?[（(]\s?{_BRACKETED}(?:、{_BRACKETED})*\s?[）)](?:\s?次(?![日年月数]))?"
    slash = rf"\s?[/／]\s?{_PER}(?:\s?[·./*×]\s?[年月日天次人户])?"
    return rf"{simple}(?:{bracket}|{slash})?"


LOOSE_UNIT: Final = _compound(_vocabulary(TIGHT))
"""A unit directly after its number."""

STRICT_UNIT: Final = _compound(_vocabulary(FOLLOWERS))
"""A unit after white space, where the next word may belong to another line or cell."""


def dimension_of(unit: str) -> Dimension:
    """Return what a unit measures, its multiplier (``万``, ``亿`` …) aside; counting where the vocabulary has no entry."""
    base = unit if unit in DIMENSIONS else unit.lstrip("十百千万亿")
    if not base:
        return Dimension.NUMBER
    if base in DIMENSIONS:
        return DIMENSIONS[base]
    simple = re.split(r"[/／（(]", base, maxsplit=1)[0]
    if base != simple and base[0] == "/":
        return Dimension.RATIO
    if base != simple and "/" in base:
        return DIMENSIONS.get(base, Dimension.COUNT if simple in {"人", "场", "台", "件"} else Dimension.RATIO)
    return Dimension.TIME if simple == "日" else DIMENSIONS.get(simple, Dimension.COUNT)
