"""Staffing: authorised posts, staff on duty, retired staff, with the part of the staff that each figure counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model.answer import StaffingAnswer
from extract.model.report import StaffCategory, StaffKind
from extract.model.text import SectionKind
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.phrases import phrase_before
from extract.readers.rules.figures.scene import Scene
from extract.readers.rules.figures.tables import cell_of

UNITS = ("人", "名", "个", "")
"""Units of a head count; none in a form."""

_WORDS = re.compile(
    r"(?:核定|批准|人员|行政|机关(?=行政|工勤|事业|后勤)|政法|专项|事业|工勤|后勤|服务|财政|供养|补助|全额|差额|拨款|参公|参照|公务员|管理|法|及|公益|一类|二类|编制|编内|编外|内|外|控制|实有|实际|现有|在职|在编|在岗|离退休|离休|退休|临聘|临时|聘用制?|书记员|协管员|临时工|聘任|合同制|合同|劳务|派遣|政府(?=购买|雇员)|购买|雇员|辅助|辅警|工人|干部|职工|干警|民警|教职工|教师|医护|司法|用工|用人|工作|总|人数|数量|数|（含[^（）]{1,10}）)+$"
)
"""The words that a label of a head count is made of, from its first to the figure."""

_BEHIND = re.compile(
    r"^(?:的)?(?:(?:行政|机关|事业|工勤|参公|全额拨款|公务员|政法专项)*(?:编制)|(?:在职|在编|在岗|离休|退休|离退休|编外|临聘|聘用|劳务派遣|合同制)(?:在编)?(?:人员|职工|干部)?)(?![率费工资待遇])"
)
KINDS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (StaffKind.RETIRED, r"离退休|退休"),
        (StaffKind.RETIRED_CADRE, r"离休"),
        (StaffKind.AUTHORIZED, r"(?<!实有)编制(?:人?数|总数|总额)?$"),
        (
            StaffKind.ON_DUTY,
            r"实有|实际|在职|在编|在岗|现有|编外|临聘|聘用制?|书记员|协管员|临时工|聘任|合同|派遣|购买|雇员|辅警|干部|职工|干警|民警",
        ),
        (StaffKind.AUTHORIZED, r"编制(?!人员|内)|核定"),
    )
)
"""Which head count a label names; the first that fits counts."""

CATEGORIES = tuple(
    (category, re.compile(pattern))
    for category, pattern in (
        (StaffCategory.CONTRACT, r"编外|临聘|临时|聘用|合同|派遣|购买服务|雇员|辅警|辅助"),
        (StaffCategory.WORKER, r"工勤|后勤|工人"),
        (StaffCategory.PUBLIC_INSTITUTION, r"事业|全额|差额|公益[一二]类|参公|参照公务员"),
        (StaffCategory.ADMINISTRATIVE, r"行政|公务员|政法专项"),
    )
)
"""Which part of the staff a label names; the first that fits counts, else it is the total."""

_PART = re.compile(r"工作人员|行政|事业|工勤|公务员|参公|后勤|编外|聘用|编制人员")
_SUBJECT = re.compile(r"雇员|辅警|合同制|劳务|购买服务|编制|实有|在职|在编|在岗|离休|退休|现有|编外|聘用|临聘|派遣")
_COLUMN = re.compile(
    r"(?:核定|人员|年?末|实际|现有)*(?:编制|实有|在职|在编|在岗|离休|退休|离退休)(?:人?员?数|人员|数|情况|总数)?$"
)
"""Headers of columns that count the staff."""

_TOTAL = re.compile(r"合计|总计|小计")

_BARE = re.compile(r"(?:实有|实际|在职|在编|在岗|现有)+(?:人员|人数)?")
_HOME = (SectionKind.STAFFING, SectionKind.ORGANISATION, SectionKind.OVERVIEW, SectionKind.FUNCTIONS, SectionKind.COVER)
_AWAY = (SectionKind.WORK, SectionKind.EFFECT, SectionKind.PROBLEMS, SectionKind.IMPROVEMENTS, SectionKind.GOALS)
_MAX_BARE = 100_000
_HIRED = re.compile(
    r"(?:另|还|另外|此外|同时)(?:有|外)?(?P<it>(?:聘用|聘请|招聘|雇用|返聘|使用)(?:了)?[\u4e00-\u9fff]{2,14})$"
)
"""Before the number of those hired beside the posts (``另聘用专职消防队员30人``)."""

_TAKEN_ON = re.compile(
    r"(?:新|公开|补充)?(?:招录|招聘|新增|录用|引进|选调|调入|调出|辞退|流失|新聘)[^，。；、\d]{0,14}$"
)
"""Before the number of those who came or went and are no stock of staff."""


def staffing_of(scene: Scene) -> tuple[StaffingAnswer, ...]:
    """Point at the head counts of the department, label and number together."""
    answers: list[StaffingAnswer] = []
    kinds: list[tuple[Figure, StaffKind]] = []
    for figure in scene.figures:
        if figure.index in scene.compared.spent:
            continue
        place = head_count(scene, figure)
        kind = _kind(scene, figure, place, kinds[-1] if kinds else None) if place else None
        if place and kind:
            answers.append(
                _answer(scene, place, kind, part=answers[-1].category if _of_posts(scene, place, kinds) else None)
            )
            kinds.append((figure, kind))
    return tuple(answers)


def _of_posts(scene: Scene, place: tuple[int, int, str], before: Sequence[tuple[Figure, StaffKind]]) -> bool:
    """Whether a head count follows the posts that it fills: joined by ``、``, or by ``，`` where no list of posts stands before it."""
    if not before:
        return False
    gap = scene.sheet.text[before[-1][0].end : place[0]]
    if gap == "、":
        return True
    if gap != "，" or before[-1][1] is not StaffKind.AUTHORIZED:
        return False
    return len(before) == 1 or before[-2][1] is not StaffKind.AUTHORIZED


def _at_home(scene: Scene, figure: Figure) -> bool:
    """Whether head counts of the department may stand there: in its description, or where posts are spoken of."""
    kinds = scene.sheet.kinds(figure.start)
    if kinds and kinds[0] in _HOME:
        return True
    away = any(kind in _AWAY for kind in kinds)
    low, high = scene.sheet.unit_bounds(figure.start)
    return re.search("编制|实有|在职在编" if away else _SUBJECT.pattern, scene.sheet.text[low:high]) is not None


def _in_table(scene: Scene, figure: Figure) -> str:
    """Return what heads a head count in a table (``行政人员`` and ``编制数``), ``""`` where it is none."""
    cell = cell_of(scene.sheet, scene.tables, figure)
    if cell is None or cell.scored or cell.rate or cell.change or cell.target or cell.stated:
        return ""
    if cell.year(scene.year) not in {None, scene.year}:
        return ""
    for told, part in ((cell.column_name, cell.named), (cell.named, cell.column_name)):
        if _COLUMN.fullmatch(told) and (_TOTAL.fullmatch(part) or _PART.search(part)):
            return part + told
    return ""


def _in_pair(scene: Scene, figure: Figure) -> tuple[int, int, str] | None:
    """Return label and number of a head count of a form, the label in a cell of its own (``编制人数`` / ``52``)."""
    cell = cell_of(scene.sheet, scene.tables, figure)
    number = scene.sheet.unit_at(figure.start).number
    if cell is None or cell.column or not cell.row or number == 1:
        return None
    start, end = scene.sheet.unit_bounds(scene.sheet.starts[number - 2])
    found = _WORDS.search(scene.sheet.text[start:end])
    if found is None or not _counts_staff(found, bare=True):
        return None
    return start + found.start(), figure.end, found.group()


def head_count(scene: Scene, figure: Figure) -> tuple[int, int, str] | None:
    """Return start and end of a head count's label and number together and the label's words, None if it is none."""
    if figure.quantity.unit not in UNITS:
        return None
    words = _in_table(scene, figure)
    celled = (figure.start, figure.end, words) if words else _in_pair(scene, figure)
    if celled or not _at_home(scene, figure):
        return celled
    phrase = phrase_before(scene.sheet, figure)
    found = _HIRED.search(phrase.text) or _WORDS.search(phrase.text)
    if _TAKEN_ON.search(phrase.text) and not (found and found.re is _HIRED):
        return None
    if found and _counts_staff(found, bare=figure.bare):
        at = found.start("it") if found.re is _HIRED else found.start()
        return phrase.start + at, figure.end, phrase.text[at:]
    behind = None if found and _is_staff(found) else _BEHIND.match(scene.sheet.text[figure.end : figure.end + 16])
    if behind and not figure.bare:
        return figure.start, figure.end + behind.end(), behind.group()
    return None


def _is_staff(found: re.Match[str]) -> bool:
    said = found.group()
    named = _SUBJECT.search(said) or _PART.search(said) or "干部职工" in said
    return found.re is _HIRED or bool(named)


def _counts_staff(found: re.Match[str], *, bare: bool) -> bool:
    """Whether the words before a number name staff; before a bare one they must be a label of a form."""
    said = found.group()
    return _is_staff(found) and (not bare or bool(_SUBJECT.search(said) and re.search(r"数$|人员$|编制$", said)))


def _kind(
    scene: Scene, figure: Figure, place: tuple[int, int, str], last: tuple[Figure, StaffKind] | None
) -> StaffKind | None:
    """Return which head count the label names; one that names a part only takes that of the count before it."""
    words = place[2]
    if figure.quantity.value != int(figure.quantity.value) or figure.quantity.value >= _MAX_BARE:
        return None
    part = re.search(r"编制(?:内)?人员$", words) or not _SUBJECT.search(words)
    if part and last and last[0].start >= scene.sheet.sentence_start(figure.start):
        return last[1]
    if _HIRED.search("另" + words):
        return StaffKind.ON_DUTY
    named = next((kind for kind, pattern in KINDS if pattern.search(words)), None)
    return named or (StaffKind.ON_DUTY if re.search(r"人员$|人数$", words) and _PART.search(words) else None)


def _answer(
    scene: Scene, place: tuple[int, int, str], kind: StaffKind, *, part: StaffCategory | None
) -> StaffingAnswer:
    """Answer with the label's own category; a bare ``实有`` joined to posts (``行政编制29名、实有27名``) takes theirs."""
    start, end, words = place
    own = next((one for one, pattern in CATEGORIES if pattern.search(words)), None)
    if own is None and _HIRED.search("另" + words):
        own = StaffCategory.CONTRACT
    category = own or (part if part and _BARE.fullmatch(words) else StaffCategory.TOTAL)
    return StaffingAnswer(evidence=scene.sheet.evidence(start, end), kind=kind, category=category)
