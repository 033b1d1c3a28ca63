"""The same facts for LangExtract: instructions, an example, and the answers to its prompts, in its form.

An item is a verbatim piece of text with a class (the list that it is in) and attributes. What hangs together (the
actions of a measure, the problem that an improvement answers) has no place in that form and is left out.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from extract.domains.petition import PETITION
from extract.model.text import RawDocument
from extract.pipeline import prepare
from extract.readers.rules.reader import read_report
from extract.steps.assemble.report import assemble
from extract.steps.walk import Place, places

EXAMPLE = """2023年度临江县水利局部门整体支出绩效自评报告

部门名称：临江县水利局
填报人：沈明远

一、部门基本情况
（一）部门职能
1.拟订全县水利规划并监督实施。
（二）人员情况
核定编制20人，年末在职19人。

二、重点工作任务
（一）加强河道治理。全年清淤河道12条，发出督办函6份。

三、资金情况
2023年预算1200万元，实际支出1140万元，预算执行率95%。

四、存在的问题
（一）预算执行进度偏慢。部分项目招标启动较晚。

五、改进措施
（一）加快预算执行。按月通报支出进度。
"""

INSTRUCTIONS = """从部门整体支出绩效自评报告中按出现顺序抽取下列各类内容。抽取的文字必须逐字照抄原文，不要改写，不要重叠。

- profile：部门基本信息；field 取 department_name、fiscal_year、report_type、report_date、preparer、contact_phone、evaluating_body、subordinate_units、self_score、self_grade 之一。
- functions：部门的一项职能。internal_units：一个内设机构的名称。
- staffing：一个人数，连同称谓；kind 取 authorized、actual 等，category 取 administrative、public_institution 等。
- finance：一笔金额或一个财务比率，只取数和单位；item 为收支项目，stage 为预算阶段，label 为原文称谓，year 为年份；有增减的写 change_direction、change_amount、change_rate、change_base。
- metrics：一个反映工作情况的数，只取数和单位；name 为指标名，category 取 {categories} 之一，subject 为主体，period 为期间；增减同上。
- goals：一句绩效目标。measures：一项工作措施的标题，topic 取 {topics} 之一。actions：做了的一件事。
- problems：一个存在的问题，topic 同上。details：对问题的展开。causes：问题的原因。
- improvements：一条改进措施，topic 同上。steps：将要做的一步。rectification：上年度问题的整改。
"""

KNOWN_BY = 40
"""Characters at the beginning of a chunk by which its place in a sample is found."""

QUESTION, ANSWER = "\nQ: ", "\nA: "
"""How LangExtract marks the text that it asks about, and where its model is to go on."""


class Fact(NamedTuple):
    """A piece of text with its class and attributes."""

    start: int
    end: int
    kind: str
    attributes: dict[str, str]


def instructions() -> str:
    """Return what LangExtract is told, with the domain's closed sets."""
    sets = {"topics": PETITION.topics, "categories": PETITION.categories}
    return INSTRUCTIONS.format(**{name: "、".join(term.key for term in terms) for name, terms in sets.items()})


def example() -> dict[str, Any]:
    """Return the one example: a text and its facts."""
    said = [{"kind": f.kind, "text": EXAMPLE[f.start : f.end], "attributes": f.attributes} for f in facts(EXAMPLE)]
    return {"text": EXAMPLE, "facts": said}


def facts(text: str) -> list[Fact]:
    """Return what the rules find in a text, in order."""
    reading = prepare(RawDocument("peer", text))
    record = assemble(read_report(reading, PETITION), reading)
    found = [Fact(*place.thing.span, place.list, _attributes(place)) for place in places(record) if place.thing.span]
    return sorted(found, key=lambda fact: fact[:2])


class Samples:
    """The sample reports, and the answers to LangExtract's prompts about pieces of their copies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, str] = {}

    def answer(self, prompt: str) -> str:
        """Return the facts of the piece of text that a prompt asks about, as LangExtract wants them written."""
        piece = prompt.rpartition(QUESTION)[2].removesuffix(ANSWER)
        if piece not in self._known:
            self._known[piece] = self._answer(piece)
        return self._known[piece]

    @cached_property
    def _samples(self) -> list[tuple[str, list[Fact]]]:
        texts = [path.read_text(encoding="utf-8") for path in sorted(self._folder.glob("*.txt"))]
        return [(text, facts(text)) for text in texts]

    def _answer(self, piece: str) -> str:
        for text, found in self._samples:
            at = text.find(piece[:KNOWN_BY])
            if at >= 0:
                return written(text, [fact for fact in found if at <= fact.start and fact.end <= at + len(piece)])
        return written("", [])


def written(text: str, found: list[Fact]) -> str:
    """Return facts as LangExtract wants them written."""
    items = [{f.kind: text[f.start : f.end], f"{f.kind}_attributes": f.attributes} for f in found]
    return json.dumps({"extractions": items}, ensure_ascii=False)


def _attributes(place: Place) -> dict[str, str]:
    if place.list == "profile":
        return {"field": place.path.partition(".")[2]}
    plain: dict[str, str] = {}
    for name, value in place.attributes.items():
        if name == "change" and value is not None:
            plain |= {f"change_{key}": str(each) for key, each in _change(value).items() if each is not None}
        elif value is not None and not isinstance(value, (tuple, list)):
            plain[name] = str(value)
    return plain


def _change(value: Any) -> dict[str, Any]:  # noqa: ANN401  (a model of the record)
    said = value.model_dump(mode="json", exclude_none=True)
    return {key: said.get(key) for key in ("direction", "amount", "rate", "base")}
