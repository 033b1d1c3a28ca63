"""Find personal data in a report: names beside their labels, petitioners called by name, telephones, identity numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from extract.model.text import Span


class PersonalKind(StrEnum):
    """What a stretch of text says of a person."""

    STAFF = "staff"
    PETITIONER = "petitioner"
    TELEPHONE = "telephone"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data in a text."""

    span: Span
    kind: PersonalKind


SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙"
    "叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农"
    "温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空"
    "曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公旷佟肖涂占代付兰苟牟佘覃邸仝岳海亓原闫鄢粟敬揭"
)
"""Surnames of one character (百家姓 and those frequent today)."""

DOUBLE: Final = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯")
"""Surnames of two characters."""

NOT_NAMES: Final = frozenset(
    [
        "高度",
        "方面",
        "方案",
        "安全",
        "平安",
        "时间",
        "时候",
        "常态",
        "常务",
        "和谐",
        "万元",
        "全部",
        "全面",
        "全区",
        "全市",
        "全县",
        "全省",
        "关于",
        "于是",
        "任务",
        "成功",
        "成效",
        "成员",
        "元旦",
        "能够",
        "明确",
        "强化",
        "严格",
        "严肃",
        "计划",
        "广大",
        "通过",
        "通报",
        "相关",
        "有关",
        "单位",
        "国家",
        "国务院",
        "公安",
        "公开",
        "公众",
        "文件",
        "文明",
        "从而",
        "经济",
        "经费",
        "经办",
        "解决",
        "解释",
        "申请",
        "申诉",
        "支持",
        "应当",
        "应急",
        "部门",
        "党委",
        "党组",
        "农村",
        "农民",
        "居民",
        "古村",
        "江湖",
        "满意",
        "重点",
        "宣传",
        "边远",
        "山区",
        "连续",
        "容易",
        "向上",
        "利用",
        "利益",
        "都是",
        "干部",
        "管理",
        "包括",
        "包案",
        "房屋",
        "房产",
        "路线",
        "方式",
        "史上",
        "水平",
        "水利",
        "乐于",
        "白云",
        "东莞",
        "广州",
        "广东",
        "海南",
        "江西",
        "江苏",
        "山东",
        "山西",
        "云南",
        "河南",
        "安徽",
        "温馨",
        "步骤",
        "连同",
        "后续",
        "原则",
        "原因",
        "代表",
        "项目",
        "别人",
        "双方",
        "权益",
        "印发",
        "相应",
        "易于",
        "充分",
        "解难",
        "游客",
        "师生",
        "城管",
        "组长",
        "副组长",
        "局长",
        "副局长",
        "主任",
        "副主任",
        "科长",
        "副科长",
        "科员",
        "成立",
        "成果",
        "主要",
        "签字",
        "姓名",
        "职务",
    ]
)
"""Words of the genre that begin with a surname's character."""

_NAME: Final = rf"(?:(?:{'|'.join(DOUBLE)})[\u4e00-\u9fff]{{1,2}}|[{SURNAMES}][\u4e00-\u9fff]{{1,2}})"
_LABELLED: Final = re.compile(
    r"(?:填报人|填表人|报告撰写人|撰写人|联系人|经办人|负责人|审核人|复核人|评价人员|主评人|组长|评价组长|评价工作负责人|单位负责人|部门负责人|分管领导)"
    rf"(?:[（(]签[字名章][）)])?[ \t　]*[：:][ \t　]*\r?\n?[ \t　]*(?P<name>{_NAME})(?![\u4e00-\u9fff])"
)
_PETITIONERS: Final = (
    re.compile(
        r"(?P<names>[\u4e00-\u9fff]{2,4}?(?:、[\u4e00-\u9fff]{2,4}?){1,12}?)等?(?:\d+[名位个户])?(?:老|重点|疑难|缠访|长期)?"
        r"(?:信访户|上访户|信访人|上访人|信访老户|上访老户|老信访户|老上访户|老户|访民|当事人|上访者|信访者)"
    ),
    re.compile(
        r"(?:信访人|上访人|信访户|上访户|信访老户|老上访户|老信访户|访民|当事人|来访人|举报人|村民|居民|职工|群众|军转干部|退役军人)"
        rf"(?P<names>{_NAME}(?:、{_NAME}){{0,12}})(?=反映|等人|等\d|多次|长期|进京|赴省|越级|上访|信访|来访|诉求|要求|缠访|因|的(?:信访|诉求|问题|合理))"
    ),
)
_TITLE_LINE: Final = re.compile(r"姓\s*名")
_CELL: Final = re.compile(r"[^\t|]+")
_WHOLE_NAME: Final = re.compile(_NAME)
_PHONE_LABEL: Final = re.compile(
    r"(?:电话|手机|联系方式|联系电话|传真)[号码]{0,2}[ \t　]*[：:]?[ \t　]*(?P<number>(?:\(?0\d{2,3}\)?[-— ]?)?\d{7,8}(?:[-转]\d{1,5})?|1[3-9]\d{9})(?!\d)"
)
_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
_IDENTITY: Final = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)")
_TABLE_ROWS: Final = 12
_LONGEST: Final = 3
_LABEL_LIST: Final = 2


def find_personal(text: str) -> tuple[Personal, ...]:
    """Return the personal data that the patterns know, in order, not overlapping; completeness is not claimed."""
    found = [*_identities(text), *_telephones(text), *_labelled(text), *_in_tables(text), *_petitioners(text)]
    found.sort(key=lambda personal: (personal.span, personal.kind))
    kept: list[Personal] = []
    for personal in found:
        if not kept or personal.span.start >= kept[-1].span.end:
            kept.append(personal)
    return tuple(kept)


def is_name(word: str) -> bool:
    """Whether a word is built like a person's name: a surname and one or two characters, no word of the genre."""
    return _WHOLE_NAME.fullmatch(word) is not None and word not in NOT_NAMES and word[:2] not in NOT_NAMES


def _identities(text: str) -> Iterator[Personal]:
    for match in _IDENTITY.finditer(text):
        yield Personal(Span(*match.span()), PersonalKind.IDENTITY)


def _telephones(text: str) -> Iterator[Personal]:
    for match in _PHONE_LABEL.finditer(text):
        yield Personal(Span(*match.span("number")), PersonalKind.TELEPHONE)
    for match in _MOBILE.finditer(text):
        yield Personal(Span(*match.span()), PersonalKind.TELEPHONE)


def _labelled(text: str) -> Iterator[Personal]:
    for match in _LABELLED.finditer(text):
        if is_name(match["name"]):
            yield Personal(Span(*match.span("name")), PersonalKind.STAFF)


def _in_tables(text: str) -> Iterator[Personal]:
    """Find names in the column that a header calls 姓名."""
    for header in _TITLE_LINE.finditer(text):
        end = text.find("\n", header.end())
        for _ in range(_TABLE_ROWS if end >= 0 else 0):
            start, end = end + 1, text.find("\n", end + 1)
            row = text[start : end if end >= 0 else len(text)]
            if not row.strip() or ("\t" not in row and "|" not in row):
                break
            yield from _names_of_row(row, start)
            if end < 0:
                break


def _names_of_row(row: str, offset: int) -> Iterator[Personal]:
    for cell in _CELL.finditer(row):
        word = cell[0].strip()
        if is_name(word):
            start = offset + cell.start() + cell[0].index(word)
            yield Personal(Span(start, start + len(word)), PersonalKind.STAFF)


def _petitioners(text: str) -> Iterator[Personal]:
    for pattern in _PETITIONERS:
        for match in pattern.finditer(text):
            names = _listed_names(match["names"])
            for start, end in names:
                yield Personal(Span(match.start("names") + start, match.start("names") + end), PersonalKind.PETITIONER)


def _listed_names(listed: str) -> list[tuple[int, int]]:
    """Return the places of the names in a list; none where one of its words is no name.

    The first word may carry a verb before the name (``推动宋子生、曾荣忠``).
    """
    places, at = [], 0
    words = listed.split("、")
    for number, word in enumerate(words):
        name = _name_at_end(word) if number == 0 and len(words) >= _LABEL_LIST else word
        if not name or not is_name(name):
            return []
        places.append((at + len(word) - len(name), at + len(word)))
        at += len(word) + 1
    return places


def _name_at_end(word: str) -> str | None:
    return next((word[-size:] for size in (_LONGEST, 2) if len(word) >= size and is_name(word[-size:])), None)
