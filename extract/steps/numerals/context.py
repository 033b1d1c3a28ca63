"""What looks like a quantity and is none: ordinals, numbering, names, telephone numbers, years."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from extract.model.quantity import Dimension

AROUND: Final = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number found in ``text`` (width narrowed) at ``start``..``end``, unit included; ``number`` is the numeral alone.

    ``before`` and ``after`` are the ``AROUND`` characters beside it.
    """

    text: str
    start: int
    end: int
    number: str
    unit: str
    dimension: Dimension
    chinese: bool
    before: str
    after: str

    @property
    def bare(self) -> bool:
        """Whether no unit follows."""
        return not self.unit


_ORDINAL_BEFORE: Final = re.compile(r"第\s*(?:[\d一二三四五六七八九十]{1,3}\s*[、,，和及至到-]\s*){0,4}$")
_RANKED: Final = re.compile(r"(?<![之此以])前\s*$")
_RANKS: Final = ("名", "位", "强")
_ORDINAL_AFTER: Final = re.compile(
    r"\s*(?:号|#|届|级|等奖|楼|层|中全会|大以来|大精神|版|年级|热线|平台|报警|专线|年代|后[^续]|日|时|室|线城市|型|岁|[国省县]道|急救)"
)
_ORDINALS_AFTER: Final = re.compile(r"[-—–~至到]\s?\d{1,3}\s*(?:年级|[号届级])")
_LINES_AFTER: Final = re.compile(r"(?:\"?\s?[、,/和及]\s?\"?\d{3,6}){1,4}\"?\s*(?:[^。，；\d]{0,4})(?:热线|平台|专线)")
_NAMED_AFTER: Final = (_ORDINAL_AFTER, _ORDINALS_AFTER, _LINES_AFTER)
_STAGE_AFTER: Final = re.compile(r"工程|改造|扩建|项目(?![管申])")
_LINE_START: Final = re.compile(r"(?:^|[\n\r。;；:：！？)）])[\s*#>]*$")
_ENUMERATOR_AFTER: Final = re.compile(r"\s*(?:[.．)）](?!\d)|、|,(?=[一-鿿]))")
_SESSION_BEFORE: Final = re.compile(r"[大会届委]\s*$")
_SESSION_AFTER: Final = re.compile(r"\s*(?:会议|全会|全体会议)")
_LABEL_BEFORE: Final = re.compile(r"(?:目标|任务|指标|措施|问题|项目|标段|专题)\s*$")
_LABEL_AFTER: Final = re.compile(r"\s*[:：、.](?!\d)")
_ROW_BEFORE: Final = re.compile(r"(?:^|\n)\s*\|\s*$")
_ROW_AFTER: Final = re.compile(r"\s*\|\s*[一-鿿]")
_BRACKETED: Final = re.compile(r"[(（]\s*$")
_LABELS: Final = (
    (_BRACKETED, re.compile(r"\s*[)）]")),
    (_LABEL_BEFORE, _LABEL_AFTER),
    (_ROW_BEFORE, _ROW_AFTER),
)
"""What stands before and behind a number that only counts the items of a list."""
_HEADING: Final = re.compile(r"\d{1,2}\.[1-9]")
_HAN_NEXT: Final = re.compile(r"[ \t]*[一-鿿《“]")
_LABELLED: Final = re.compile(
    r"(?:电话|手机|传真|邮编|邮政编码|编号|编码|代码|账号|帐号|号码|文号|信箱|QQ|附件|附表|附录|[图表注]|序号|表格|步骤|案例|(?:GB|DB|ISO|HJ|JGJ|CJJ)\d*(?:/T)?)\s*[:：]?\s*$"
)
_LEADERS: Final = re.compile(r"[.…·]{3,}\s*[(（]?\s*$")
_LETTER: Final = re.compile(r"[A-Za-z]")
_JOINT_BEFORE: Final = re.compile(r"(?:\d\s?[-–—/:：+×·]\s?|\+|[×÷]\s?|[〔\[【]|\d[.,]|[A-Za-z]-)$")
_JOINT_AFTER: Final = re.compile(r"\s?[-–—/:+×·]\s?\d|\s?\+|[〕\]】]|\.\d")
_PAGE_MARK: Final = re.compile(r"(?:^|\n)\s*[-—–]\s*$")
_PAGE_OF: Final = re.compile(r"\s*页")
_CLOCK: Final = re.compile(r"(?:上午|下午|早上|晚上?|凌晨|中午|日)\s*$")
_CLOCK_AFTER: Final = re.compile(r"\s?(?:\d{1,2}\s?分|[半整钟至到])")
_CLOCK_BEFORE: Final = re.compile(r"\d\s?点\s?$")
_OPENING: Final = "“‘「『《〈【"
_CLOSING: Final = re.compile(r"[^“‘「『《〈。；]{0,8}[”’」』》〉】]")
_YEAR_LIKE: Final = re.compile(r"199\d|200[1-9]|20[1-3]\d")
_LONG: Final = 7
"""Integers of this many digits without a unit are telephone or file numbers."""

_LONGEST_AMOUNT: Final = 11
"""Digits from which on an integer without a unit is no amount: mobile telephones have eleven."""
_LARGE: Final = re.compile(r"(?<![\d.,-])\d{5,10}(?:\.\d+)?(?![\d.,-])")

_CHINESE_BEFORE: Final = re.compile(
    r"(?:[第每逐统某另同这那哪任唯进初专首末数几之周旬礼拜届俩哥整单划归合跑]|星期|公益|\d|[一二三四五六七八九十]、)$"
)
_PREDICATE: Final = re.compile(r"(?:[是为即]|作为|成为|又|另)$")
_ONE: Final = re.compile(
    r"一\s*(?:批(?!次)|种|类|些|面|口|头|双|对|方|片|回|部|节|门|度|道|站|点|根|套|支|成不|条[龙心线]|次性|件事|个个|项项|件件|张[网图]|本[账帐]|盘棋|家人|把|里|字|席|天|年|日|周|期|组|案|单|块|岗|位[一-鿿]?体|段|系列)"
)
_SHAKY: Final = re.compile(
    r"[一二三四五六七八九两十](?:方|面|头|口|度|里|道|片|版|单|双|段|节|根|块|站|集|回|通|分|对|字|眼|盘|堂|席|针|副)"
)
_SECOND: Final = re.compile(r"二(?:次|期|类|道|级|度)")
_ONE_EACH: Final = re.compile(r"一[一-鿿]{1,2}、?$")
_PATTERNED: Final = re.compile(r"\s*[一二两三四五六七八九十双多]")
_ROUND: Final = re.compile(r"[百千万亿][^余多]")
_ROUGHLY: Final = re.compile(r"(?:近|(?<!成百)上|(?<![通经])过|逾|超过?|约|达|达到|不足|接近)\s*$")
_CAPITALS: Final = re.compile(r"[壹贰貳叁參肆伍陆陸柒捌玖拾佰仟]")
_SCALES: Final = "十百千万亿"
_SET_PHRASES: Final = re.compile(
    r"零件|一百年|[一二三四五六七八九十](?:台[县区市镇乡山村河]|门[县峡镇乡村]|家渠|元[区里镇村]|道[区沟镇])|两个(?:维护|确立|责任|务必|结合|一百年|毫不动摇)|四个(?:意识|自信|全面|伟大)|[两三四五六七八九十]个(?:不|一|坚持|专项|必须|更加)|三个(?:到位|责任|区分|务实)"
    r"|[八十]项规定|三项(?:机制|制度改革|纪律)|两面人|四种形态|一票否决|五年规划|三年行动|九年(?:一贯|义务)|四套班子|三次产业|[二三四五]班(?:倒|制|次制)|一次(?:办|到位|告知|不跑)|[一二三四五]期(?:工程|项目|建设|改造|平台)"
)
"""Chinese numerals in names of policies and campaigns, which count nothing."""


def is_ordinal(seen: Candidate) -> bool:
    """Tell ``第130届``, ``三级``, ``100周年``, ``前10名``, ``12345热线`` from counts."""
    if _ORDINAL_BEFORE.search(seen.before) or seen.unit == "周年":
        return True
    if seen.unit == "次" and _SESSION_BEFORE.search(seen.before) and _SESSION_AFTER.match(seen.after):
        return True
    if _RANKED.search(seen.before) and seen.unit in _RANKS:
        return True
    if seen.unit == "期" and _STAGE_AFTER.match(seen.after):
        return True
    return seen.bare and any(pattern.match(seen.after) for pattern in _NAMED_AFTER)


def is_numbering(seen: Candidate) -> bool:
    """Tell ``1.``, ``（2）``, ``3、``, ``目标1：``, a row's number and a heading's ``1.1`` from figures."""
    if not seen.bare:
        return False
    starts = _LINE_START.search(seen.text[max(0, seen.start - 40) : seen.start]) is not None
    small = seen.number.isdecimal() and len(seen.number) <= 2  # noqa: PLR2004  (numbering has one or two digits)
    if small and any(lead.search(seen.before) and tail.match(seen.after) for lead, tail in _LABELS):
        return True
    if small and starts and _ENUMERATOR_AFTER.match(seen.after):
        return True
    return starts and bool(_HEADING.fullmatch(seen.number)) and bool(_HAN_NEXT.match(seen.after))


def is_identifier(seen: Candidate) -> bool:
    """Tell telephone, file and document numbers, codes, labels and page numbers from figures."""
    if not seen.bare:
        return False
    leading_zero = seen.number[:1] == "0" and len(seen.number) > 1
    long = seen.number.isdecimal() and (leading_zero or (len(seen.number) >= _LONG and not _among_amounts(seen)))
    before = (_LABELLED, _JOINT_BEFORE, _PAGE_MARK, _LEADERS)
    after = (_LETTER, _JOINT_AFTER, _PAGE_OF)
    return bool(
        long
        or _LETTER.match(seen.before[-1:])
        or any(pattern.search(seen.before) for pattern in before)
        or any(pattern.match(seen.after) for pattern in after)
    )


def _among_amounts(seen: Candidate) -> bool:
    """Whether a long integer stands in a row of large numbers, as in a table of amounts in 元."""
    start = seen.text.rfind("\n", 0, seen.start) + 1
    end = seen.text.find("\n", seen.end)
    line = seen.text[start : end if end >= 0 else len(seen.text)][:400]
    return len(seen.number) < _LONGEST_AMOUNT and len(_LARGE.findall(line)) > 1


def is_time_of_day(seen: Candidate) -> bool:
    """Tell ``上午9点`` and ``8点30分`` from nine points."""
    if seen.unit not in {"点", "分"}:
        return False
    clock = _CLOCK_AFTER.match(seen.after) if seen.unit == "点" else _CLOCK_BEFORE.search(seen.before)
    return bool(clock or _CLOCK.search(seen.before))


def is_year(seen: Candidate) -> bool:
    """Tell a bare ``2023`` from an amount."""
    return seen.bare and bool(_YEAR_LIKE.fullmatch(seen.number))


def is_name(seen: Candidate) -> bool:
    """Tell quoted names (``“三公”``, ``“12345”``, ``“三个不予受理”``) and set phrases (``八项规定``) from counts."""
    quoted = seen.before[-1:] in _OPENING and seen.before != ""
    if quoted and (seen.chinese or seen.bare or _CLOSING.match(seen.text[seen.end : seen.end + 10])):
        return True
    return seen.chinese and bool(_SET_PHRASES.match(seen.text, seen.start))


def is_idle_chinese(seen: Candidate) -> bool:
    """Tell Chinese numerals that are no number here: ``统一``, ``逐一``, ``数十``, ``百年``, ``千万工程``, 壹 in a name."""
    if not seen.chinese:
        return False
    if not seen.unit.strip(_SCALES) or _CHINESE_BEFORE.search(seen.before):
        return True
    if seen.dimension is not Dimension.MONEY and _CAPITALS.search(seen.text, seen.start, seen.end):
        return True
    return bool(_ROUND.match(seen.text, seen.start)) and not _ROUGHLY.search(seen.before)


def is_article(seen: Candidate) -> bool:
    """Tell ``一批``, ``一种``, ``是一项``, ``一户一策``, ``二次``, ``三方`` from Chinese numerals that count."""
    if not seen.chinese:
        return False
    one = seen.text[seen.start] == "一" and seen.text[seen.start + 1 : seen.start + 2] not in _SCALES
    lead = (_PREDICATE, _ONE_EACH)
    if (
        one
        and seen.text[seen.end - 1] != "半"
        and (_ONE.match(seen.text, seen.start) or any(pattern.search(seen.before) for pattern in lead))
    ):
        return True
    if _SHAKY.match(seen.text, seen.start) or _SECOND.match(seen.text, seen.start):
        return True
    return seen.text[seen.start] in "一两双" and bool(_PATTERNED.match(seen.after))


NOT_QUANTITIES: Final[tuple[Callable[[Candidate], bool], ...]] = (
    is_ordinal,
    is_numbering,
    is_identifier,
    is_time_of_day,
    is_year,
    is_name,
    is_idle_chinese,
    is_article,
)


def is_quantity(seen: Candidate) -> bool:
    """Whether none of ``NOT_QUANTITIES`` holds."""
    return not any(rule(seen) for rule in NOT_QUANTITIES)
