"""Names of lists, fields and reasons as the report shows them, in both languages."""

from __future__ import annotations

from eval.scoring.items import LISTS, TITLES
from extract.domains.registry import DOMAINS
from extract.language import Text
from extract.model.names import NAMES, PROFILE
from extract.model.reasons import ATTRIBUTES, REASONS
from extract.steps.checks.rules import RULES

LEAVES = (
    ATTRIBUTES
    | PROFILE
    | {
        "text": Text("文字", "text"),
        "count": Text("人数", "count"),
        "change.direction": Text("变动方向", "direction of change"),
        "change.value": Text("变动量", "size of change"),
        "change.base_value": Text("上期数", "earlier figure"),
        "change.rate": Text("变动率", "rate of change"),
    }
)
"""Names of leaves within their lists."""

LINKS = {
    "addresses": Text("改进 → 问题", "improvement → problem"),
    "actions": Text("内容 → 措施", "action → measure"),
    "details": Text("展开 → 问题", "detail → problem"),
    "steps": Text("步骤 → 改进", "step → improvement"),
}


def list_names() -> dict[str, list[str]]:
    """Return the title of every list as ``[zh, en]``."""
    return {spec.name: list(spec.title) for spec in LISTS}


def field_names(fields: list[str]) -> dict[str, list[str]]:
    """Return the title of every field path as ``[zh, en]``."""
    return {field: list(_field(field)) for field in fields}


def confidence_names(fields: list[str]) -> dict[str, list[str]]:
    """Return the titles of the fields that carry a confidence: a list's name stands for its items."""
    return {field: list(_field(field) if "." in field else TITLES[field]) for field in fields}


def reason_names() -> dict[str, list[str]]:
    """Return every reason code in words."""
    return {reason.code: list(reason.says) for reason in REASONS}


def value_names() -> dict[str, list[str]]:
    """Return the members of every closed set in words; a key that several sets share means the same in each."""
    terms = [term for domain in DOMAINS for term in (*domain.topics, *domain.categories)]
    named = {term.key: [term.zh, term.key.replace("_", " ")] for term in terms}
    return named | {str(member): list(text) for member, text in NAMES.items()}


def rule_names() -> dict[str, list[str]]:
    """Return what every rule of the checks says."""
    return {rule.name: list(rule.says) for rule in RULES}


def _field(field: str) -> Text:
    name, _, leaf = field.partition(".")
    title = next(spec.title for spec in LISTS if spec.name == name)
    own = LEAVES.get(leaf, Text(leaf, leaf))
    return Text(f"{title.zh} · {own.zh}", f"{title.en} · {own.en}")
