"""Windows miss nothing and overlap nowhere; parts of an answer are joined without doubles and with their links."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from llm_fakes import SMALL, small

from extract.model.answer import Answer, Evidence, FinanceAnswer, ImprovementAnswer, ProblemAnswer, ProfileAnswer
from extract.model.text import Reading
from extract.readers.llm.answers.merge import merge
from extract.readers.llm.answers.restrict import restrict
from extract.readers.llm.asks.tasks import TASKS, FinanceTask, ProblemsTask, ProfileTask
from extract.readers.llm.asks.windows import cut, halves, tokens_of
from extract.readers.llm.linking import LinkAnswer, LinksTask, linked
from extract.steps.prompt import Window, show_units, whole

LONG = SMALL * 3
PROBLEMS = next(task for task in TASKS if task.name == "problems")
FINANCE = next(task for task in TASKS if task.name == "finance")


def covered(windows: tuple[Window, ...]) -> list[int]:
    return [number for window in windows for number in range(window.first, window.last + 1)]


def costs(window: Window, reading: Reading) -> int:
    return sum(tokens_of(unit) for unit in reading.units[window.first - 1 : window.last])


@given(st.integers(20, 2000))
def test_windows_hold_every_unit_once_in_order(limit: int) -> None:
    reading = small(text=LONG)
    windows = cut(reading, limit)
    assert covered(windows) == [unit.number for unit in reading.units]
    assert [window.number for window in windows] == list(range(1, len(windows) + 1))


@given(st.integers(60, 2000))
def test_no_window_is_over_the_limit_unless_a_single_unit_is(limit: int) -> None:
    reading = small(text=LONG)
    assert all(costs(window, reading) <= limit or window.first == window.last for window in cut(reading, limit))


def test_a_short_report_is_one_window_that_shows_it_whole() -> None:
    reading = small()
    assert cut(reading) == (whole(reading),)


def test_a_long_report_is_cut_before_headings() -> None:
    reading = small(text=LONG)
    windows = cut(reading, 400)
    firsts = [reading.units[window.first - 1].text for window in windows[1:]]
    assert len(windows) > 2
    assert all(text[0] in "一二三四五2（" for text in firsts)


@given(st.integers(1, 20), st.integers(0, 40))
def test_halves_of_a_window_make_it_up_again(first: int, length: int) -> None:
    reading = small()
    window = Window(first, min(len(reading.units), first + length), 2, 3)
    parts = halves(reading, window)
    assert covered(parts) == covered((window,))
    assert len(parts) == (1 if window.first == window.last else 2)


def test_a_window_shows_only_its_units_with_their_own_numbers() -> None:
    shown = show_units(small(), Window(17, 18))
    assert "[17] 2023年预算" in shown
    assert "[16]" not in shown
    assert "[19]" not in shown


def figure(unit: int, text: str) -> FinanceAnswer:
    return FinanceAnswer.model_validate({"evidence": {"first": unit, "text": text}, "item": "other", "label": text})


def problem(unit: int) -> ProblemAnswer:
    return ProblemAnswer(statement=Evidence(first=unit), topic="budget")


def improvement(unit: int, *addresses: int) -> ImprovementAnswer:
    link = "inferred" if addresses else None
    return ImprovementAnswer(statement=Evidence(first=unit), topic="budget", addresses=addresses, link=link)


def test_joined_lists_drop_items_that_point_at_the_same_place() -> None:
    one, two = FinanceTask(finance=(figure(1, "5万元"),)), FinanceTask(finance=(figure(1, "5万元"), figure(2, "5万元")))
    assert [item.evidence.first for item in merge((one, two)).finance] == [1, 2]


def test_links_move_along_with_the_joined_problems_and_past_doubles() -> None:
    first = ProblemsTask(problems=(problem(1), problem(2)), improvements=(improvement(8, 1),), rectification=())
    second = ProblemsTask(problems=(problem(2), problem(3)), improvements=(improvement(9, 0, 1),), rectification=())
    joined = merge((first, second))
    assert [item.statement.first for item in joined.problems] == [1, 2, 3]
    assert [item.addresses for item in joined.improvements] == [(1,), (1, 2)]


def test_a_scalar_is_taken_from_the_first_window_that_states_it() -> None:
    def part(**fields: Evidence) -> ProfileTask:
        return ProfileTask(profile=ProfileAnswer(**fields), functions=(), internal_units=(), staffing=())

    joined = merge((part(preparer=Evidence(first=1)), part(preparer=Evidence(first=9), self_score=Evidence(first=8))))
    assert joined.profile is not None
    assert joined.profile.preparer == Evidence(first=1)
    assert joined.profile.self_score == Evidence(first=8)


def test_only_what_lies_in_a_window_is_kept_of_an_answer_and_its_links_follow() -> None:
    answer = Answer(
        finance=(figure(1, "5万元"), figure(9, "6万元")),
        problems=(problem(1), problem(5)),
        improvements=(improvement(6, 0, 1),),
    )
    kept = restrict(answer, PROBLEMS, Window(4, 9))
    assert isinstance(kept, ProblemsTask)
    assert [item.statement.first for item in kept.problems] == [5]
    assert [item.addresses for item in kept.improvements] == [(0,)]
    figures = restrict(answer, FINANCE, Window(4, 9))
    assert isinstance(figures, FinanceTask)
    assert [item.evidence.first for item in figures.finance] == [9]


def test_links_asked_last_replace_those_of_the_parts_and_name_only_known_problems() -> None:
    answer = Answer(problems=(problem(1),), improvements=(improvement(6), improvement(7, 0)))
    said = LinksTask(
        links=(
            LinkAnswer(improvement=0, addresses=(0, 0, 5), link="explicit"),
            LinkAnswer(improvement=1, addresses=(), link=None),
            LinkAnswer(improvement=9, addresses=(0,), link="inferred"),
        )
    )
    done = linked(answer, said).improvements
    assert [(item.addresses, item.link) for item in done] == [((0,), "explicit"), ((), None)]
