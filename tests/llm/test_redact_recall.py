"""What `--redact` finds on a labelled list: recall and precision are printed, and may not fall."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from llm_fakes import SMALL, small

from extract.domains.petition import PETITION
from extract.model.answer import Answer, Evidence
from extract.model.text import RawDocument
from extract.pipeline import prepare
from extract.readers.llm.asks.request import Shown, make_ask
from extract.readers.llm.asks.tasks import TASKS
from extract.readers.llm.asks.templates import Prompts
from extract.steps.privacy.redact import find_personal, redact
from extract.steps.prompt import whole

CASES = Path(__file__).parents[1] / "cases" / "redact.md"
MARKED = re.compile(r"【(?P<found>[^】]*)】|〖(?P<missed>[^〗]*)〗")
LEAST_RECALL = 0.9
LEAST_PRECISION = 0.9


def blocks() -> list[tuple[str, str]]:
    parts = re.split(r"^## (.*)\n", CASES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def scored(block: str) -> tuple[set[str], set[str]]:
    """Return what is marked in a block and what was found in it, without white space."""
    marked = {squeezed(match[1] or match[2]) for match in MARKED.finditer(block)}
    plain = MARKED.sub(lambda match: match[1] or match[2], block)
    return marked, {squeezed(text) for text in find_personal(prepare(RawDocument("case", plain)))}


def test_recall_and_precision_on_the_labelled_list() -> None:
    """The figures stand in docs/models.md."""
    wanted, found = set(), set()
    for title, block in blocks():
        marked, here = scored(block)
        wanted |= {(title, text) for text in marked}
        found |= {(title, text) for text in here}
    recall, precision = len(wanted & found) / len(wanted), len(wanted & found) / len(found)
    print(f"redaction: recall {recall:.3f} ({len(wanted & found)}/{len(wanted)}), precision {precision:.3f}")  # noqa: T201  (a measured figure)
    print("missed:", sorted(wanted - found), "too much:", sorted(found - wanted))  # noqa: T201  (the same)
    assert recall >= LEAST_RECALL
    assert precision >= LEAST_PRECISION


def test_a_found_name_is_replaced_wherever_it_stands() -> None:
    reading = small(text="绩效自评报告\n\n填报人：沈明远\n\n会后沈明远逐一走访，沈明远的做法得到推广。\n")
    shown = redact(reading).hide(reading.text)
    assert "沈明远" not in shown
    assert shown.count("⟦人1⟧") == 3


def test_nothing_found_stands_in_any_message_of_any_task() -> None:
    for title, block in blocks():
        plain = MARKED.sub(lambda match: match[1] or match[2], block)
        reading = prepare(RawDocument(title, plain))
        shown = Shown(reading, redact(reading).hide)
        for task in TASKS:
            sent = make_ask(task, whole(reading), shown, Prompts(PETITION)).messages[1]["content"]
            assert not any(personal in sent for personal in find_personal(reading))


def test_answers_speak_of_the_persons_again() -> None:
    redaction = redact(small())
    token = next(token for token, text in redaction.restoration.pairs if text == "沈明远")
    answer = Answer(functions=(Evidence(first=3, text=f"填报人：{token}"),))
    assert redaction.restoration.answer(answer).functions[0].text == "填报人：沈明远"


def test_tokens_use_marks_that_the_report_does_not() -> None:
    reading = small(text=SMALL + "\n⟦人1⟧是原文里的记号。\n")
    assert all("⟦" not in token for token, _ in redact(reading).restoration.pairs)


@given(st.text(alphabet="填报人：张三李四，。0123456789电话⟦⟧ \n", max_size=80))
def test_restoring_undoes_redacting(text: str) -> None:
    reading = prepare(RawDocument("law", text + "。"))
    redaction = redact(reading)
    for unit in reading.units:
        assert redaction.restoration.text(redaction.hide(unit.text)) == unit.text
