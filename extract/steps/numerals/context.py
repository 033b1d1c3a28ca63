"""What looks like a quantity and is none: ordinals, numbering, names, telephone numbers, years."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from extract.model.quantity import Dimension


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number found in ``text`` (width narrowed) at ``start``..``end``, unit included; ``number`` is the numeral alone."""

    text: str
    start: int
    end: int
    number: str
    unit: str
    dimension: Dimension
    chinese: bool

    @property
    def before(self) -> str:
        """The characters just before the number."""
        return self.text[max(0, self.start - 12) : self.start]

    @property
    def after(self) -> str:
        """The characters just after the unit."""
        return self.text[self.end : self.end + 12]

    @property
    def bare(self) -> bool:
        """Whether no unit follows."""
        return not self.unit


_ORDINAL_BEFORE: Final = re.compile(r"第\s*$")
_ORDINAL_AFTER: Final = re.compile(
    r"\s*(?:号|#|届|级|等奖|楼|层|中全会|大以来|大精神|周年|版|年级|热线|平台|报警|专线|[年]代|时(?!间段)|岁?以?上?幢?栋?室|线城市|型|类事业|次会议|次全会|次全体|次党组|次常务)"
)
_COUNTED_MEETINGS: Final = re.compile(r"\s*次(?:会议|全会|全体|党组|常务)")
_LINE_START: Final = re.compile(r"(?:^|[\n\r。;；:：！？])[\s*#>]*$")
_ENUMERATOR_AFTER: Final = re.compile(r"\s*[.、．)）](?!\d)|\s*[,，](?=[一-鿿])")
_BRACKETED: Final = re.compile(r"[(（]\s*$")
_MULTI_LEVEL: Final = re.compile(r"\d{1,2}\.[1-9]\d?")
_HAN_NEXT: Final = re.compile(r"[ \t]*[一-鿿《“]")
_TELEPHONE: Final = re.compile(
    r"(?:电话|手机|传真|邮编|邮政编码|编号|编码|代码|账号|帐号|号码|文号|信箱|QQ)\s*[:：]?\s*$"
)
_LETTER: Final = re.compile(r"[A-Za-z]")
_JOINT_BEFORE: Final = re.compile(r"(?:\d\s?[-–—/:：+×·]\s?|\+|[〔\[【]|\d[.,]|[A-Za-z]-)$")
_JOINT_AFTER: Final = re.compile(r"\s?[-–—/:+×·]\s?\d|\s?\+|[〕\]】]|\.\d")
_PAGE_MARK: Final = re.compile(r"(?:^|\n)\s*[-—–]\s*$")
_OPENING: Final = "“‘「『《〈【"
_CLOSING: Final = re.compile(r"[^“‘「『《〈。；]{0,8}[”’」』》〉】]")
_YEAR_LIKE: Final = re.compile(r"(?:19[5-9]|20[0-4])\d")
_LONG: Final = 7
"""Integers of this many digits without a unit are telephone or file numbers."""

_CHINESE_BEFORE: Final = re.compile(
    r"[第每逐统某另同这那哪任唯进初专首末数几之周旬礼拜届俩哥万整单划归合为]$|星期$|\d$|[一二三四五六七八九十]、$"
)
_NOT_AFTER_ALL: Final = re.compile(r"(?:同|作|成|变|合|分|定|列|升|改|换|转)为$|[称]?为$")
_ARTICLE: Final = re.compile(
    r"一\s*(?:批(?!次)|种|类|些|面|口|头|双|对|方|片|回|部分|节|门|度|道|站|点|根|套|支|成|条[龙心线]|次性|件事|个个|项项|件件|张[网图]|本[账帐]|盘棋|家人|把|里|字|席|天|年|日|周|期|组|案|单|块|岗|位[一-鿿]?体|体)"
)
_PATTERNED: Final = re.compile(r"\s*[一二两三四五六七八九十双多][一-鿿]?")
_ROUND: Final = re.compile(r"[百千万][^余多]")
_ROUGHLY: Final = re.compile(r"(?:近|上|逾|超过?|约|达|达到|不足|接近)\s*$")
_CAPITALS: Final = re.compile(r"[壹贰貳叁參肆伍陆陸柒捌玖拾佰仟]")
_SLOGANS: Final = re.compile(
    r"(?:两个(?:维护|确立|责任|务必|结合)|四个(?:意识|自信|全面|伟大)|五个(?:一|不)|三个(?:不|一|到位|责任|区分|务实)|[两二三四五六七八九十]个(?:不|一|坚持|专项)|[八十]项规定|三项(?:机制|制度)改革|三重|一岗|五位|三位|两位数|两面人|三公|三项纪律|四种形态|三级|一票否决|五年规划|十年禁渔|三年行动)"
)


def is_ordinal(seen: Candidate) -> bool:
    """Tell ``第130届``, ``三级``, ``100周年``, ``12345热线`` from counts."""
    return (
        bool(_ORDINAL_BEFORE.search(seen.before))
        or seen.unit == "周年"
        or (bool(_ORDINAL_AFTER.match(seen.after)) and seen.bare)
    )


def is_numbering(seen: Candidate) -> bool:
    """Tell ``1.``, ``（2）``, ``3、`` and a heading's ``1.1`` from figures."""
    if not seen.bare:
        return False
    starts = _LINE_START.search(seen.text[max(0, seen.start - 40) : seen.start]) is not None
    small = seen.number.isdecimal() and len(seen.number) <= 2  # noqa: PLR2004  (numbering has one or two digits)
    if small and _BRACKETED.search(seen.before) and seen.after[:1] in {")", "）"}:
        return True
    if small and starts and _ENUMERATOR_AFTER.match(seen.after):
        return True
    return (
        starts
        and bool(_MULTI_LEVEL.fullmatch(seen.number))
        and bool(_HAN_NEXT.match(seen.after))
        and len(seen.number) <= len("1.1")
    )


def is_identifier(seen: Candidate) -> bool:
    """Tell telephone, file and document numbers, codes and page marks from figures."""
    if not seen.bare:
        return bool(_LETTER.match(seen.before[-1:])) and not seen.before[-1:].isspace()
    long = seen.number.isdecimal() and (len(seen.number) >= _LONG or (seen.number[0] == "0" and len(seen.number) > 1))
    return bool(
        long
        or _TELEPHONE.search(seen.before)
        or _LETTER.match(seen.before[-1:])
        or _LETTER.match(seen.after)
        or _JOINT_BEFORE.search(seen.before)
        or _JOINT_AFTER.match(seen.after)
        or _PAGE_MARK.search(seen.before)
    )


def is_year(seen: Candidate) -> bool:
    """Tell a bare ``2023`` from an amount."""
    return seen.bare and bool(_YEAR_LIKE.fullmatch(seen.number))


def is_name(seen: Candidate) -> bool:
    """Tell quoted names (``“三公”``, ``“12345”``, ``“三个不予受理”``) and set phrases (``八项规定``) from counts."""
    quoted = seen.before[-1:] in _OPENING and seen.before != ""
    if quoted and (seen.chinese or _CLOSING.match(seen.text[seen.end : seen.end + 10])):
        return True
    return bool(_SLOGANS.match(seen.text, seen.start)) and seen.chinese


def is_no_chinese_count(seen: Candidate) -> bool:
    """Tell ``统一``, ``逐一``, ``一批``, ``一站式``, ``一户一策``, ``数十`` from Chinese numerals that count."""
    if not seen.chinese:
        return False
    capital = _CAPITALS.search(seen.text, seen.start, seen.end) is not None
    if capital and seen.dimension is not Dimension.MONEY:
        return True
    if _ROUND.match(seen.text, seen.start) and not _ROUGHLY.search(seen.before):
        return True
    if _CHINESE_BEFORE.search(seen.before) or _ARTICLE.match(seen.text, seen.start):
        return True
    return seen.text[seen.start] in "一两双" and bool(_PATTERNED.match(seen.after))


NOT_QUANTITIES: Final[tuple[Callable[[Candidate], bool], ...]] = (
    is_ordinal,
    is_numbering,
    is_identifier,
    is_year,
    is_name,
    is_no_chinese_count,
)


def is_quantity(seen: Candidate) -> bool:
    """Whether none of ``NOT_QUANTITIES`` holds."""
    return not any(rule(seen) for rule in NOT_QUANTITIES)
