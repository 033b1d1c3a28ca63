"""Why a person should look: every code that a record's ``reasons`` may hold, in words."""

from __future__ import annotations

from dataclasses import dataclass

from extract.language import Language, Text


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with its sentence; ``always`` means that the item goes to review whatever its confidence."""

    code: str
    says: Text
    always: bool = False


REASONS = (
    Reason("not_found", Text("原文中找不到所引文字", "the quoted words are not in the text"), always=True),
    Reason("unknown_unit", Text("所引句号不存在", "the answer names a unit that does not exist"), always=True),
    Reason(
        "elsewhere",
        Text("所引文字在别处而不在所指的句子里", "the quoted words stand elsewhere than cited"),
        always=True,
    ),
    Reason("unparsed", Text("原文中的数值无法读出", "the value could not be read from the text"), always=True),
    Reason("change_not_found", Text("增减变动的数字在原文附近找不到", "figures of the change are not near by")),
    Reason("ocr_unsure", Text("扫描件识别不清", "the scan was read with little certainty")),
    Reason("fuzzy", Text("只找到相近的文字", "only similar words were found")),
    Reason("check_failed", Text("勾稽核对未通过", "a cross-check failed"), always=True),
    Reason(
        "contradicted",
        Text("核实提问认为原文与此相反", "the verifier says that the text contradicts this"),
        always=True,
    ),
    Reason(
        "not_stated", Text("核实提问认为原文没有说", "the verifier says that the text does not state this"), always=True
    ),
    Reason("refused", Text("模型拒绝读取这一部分", "the model refused to read this part"), always=True),
    Reason("reasked", Text("重问之后才得到合格的回答", "the answer was valid only after a re-ask")),
    Reason(
        "hesitant",
        Text("模型写下时把握不到一半", "the model held this less likely than not when it wrote it"),
    ),
    Reason("rival_disagrees", Text("另一种读法得出不同的值", "the other reader has another value")),
    Reason("rival_alone", Text("另一种读法没有这一项", "the other reader does not have this")),
    Reason("samples_disagree", Text("多次提问的回答不一致", "repeated questions were answered differently")),
    Reason("low_confidence", Text("置信度低", "low confidence")),
)
"""All reasons, gravest first. A code may name an attribute after a colon: ``rival_disagrees:topic``."""

ALWAYS_REVIEW = frozenset(reason.code for reason in REASONS if reason.always)
"""Codes that send an item to a person whatever its confidence."""

ATTRIBUTES = {
    "item": Text("科目", "item"),
    "stage": Text("预算阶段", "stage"),
    "label": Text("名称", "label"),
    "year": Text("年度", "year"),
    "change": Text("增减变动", "change"),
    "name": Text("名称", "name"),
    "category": Text("类别", "category"),
    "subject": Text("主体", "subject"),
    "period": Text("期间", "period"),
    "qualifier": Text("约数", "qualifier"),
    "kind": Text("人员口径", "kind"),
    "topic": Text("主题", "topic"),
    "link": Text("对应问题", "link"),
    "value": Text("值", "value"),
}
"""Names of the attributes that a code may name."""


def reason_in(code: str, language: Language) -> str:
    """Return a code in words; an unknown code (of a newer version) is shown as it is."""
    name, _, attribute = code.partition(":")
    found = next((reason.says.in_(language) for reason in REASONS if reason.code == name), name)
    if not attribute:
        return found
    which = ATTRIBUTES[attribute].in_(language) if attribute in ATTRIBUTES else attribute
    return f"{which}：{found}" if language is Language.ZH else f"{which}: {found}"


def must_review(codes: tuple[str, ...]) -> bool:
    """Whether any of the codes sends the item to a person whatever its confidence."""
    return any(code.partition(":")[0] in ALWAYS_REVIEW for code in codes)
