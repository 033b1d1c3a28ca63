"""Undo and redo against the model that everybody has in mind: two stacks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.model.decision import Action, Decision
from extract.review.desk.history import to_redo, to_undo
from extract.steps.decide.replay import effective


def event(number: int, action: Action, target: str) -> Decision:
    """One event of one person."""
    return Decision(
        id=f"e{number}", time=f"2026-01-01T00:{number:04d}", reviewer="甲", document="school", text_sha256="0" * 64,
        target=target, action=action, revision=number,
    )  # fmt: skip


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=60))
def test_the_log_alone_gives_what_two_stacks_would_give(steps: list[str]) -> None:
    """However often a person goes back and forth; what stands is what is on the first stack."""
    log: list[Decision] = []
    done: list[str] = []
    undone: list[str] = []
    for number, step in enumerate(steps):
        back, forth = to_undo(reversed(log)), to_redo(reversed(log))
        assert (back.id if back else None, forth) == (done[-1] if done else None, undone[-1] if undone else None)
        if step == "do":
            log.append(event(number, Action.ACCEPT, "x"))
            done.append(f"e{number}")
            undone.clear()
        elif step == "undo" and back:
            log.append(event(number, Action.UNDO, back.id))
            undone.append(done.pop())
        elif step == "redo" and forth:
            log.append(event(number, Action.REDO, forth))
            done.append(undone.pop())
    assert [one.id for one in effective(tuple(log))] == sorted(done, key=lambda name: int(name[1:]))
