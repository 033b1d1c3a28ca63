"""One function an action: what it does to the tree, or why it no longer fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from extract.model.decision import Action, Decision, Status
from extract.steps.decide.tree import HEADS, Node, Place, Tree, sort_by_text

Outcome = Status | str | None
"""The new status of the target, None where it keeps its own, or a string that says why the decision does not fit."""

GONE = "gone"
CHANGED = "changed"
NO_PARENT = "no_parent"
INCOMPLETE = "incomplete"
CAUSE = "problems.cause"
BOOKKEEPING = ("id", "confidence", "reasons", "fields", "grounding", "page")
"""Keys that say how sure gouji was, not what the report states; they may differ between two runs."""


def stated(node: Node) -> Node:
    """Return what an object states, without what gouji adds."""
    return {key: value for key, value in node.items() if key not in BOOKKEEPING}


def differs(place: Place, decision: Decision) -> bool:
    """Whether the object states something else than the person saw."""
    seen = decision.old
    if not seen:
        return False
    now = stated(place.node)
    return any(now.get(key) != value for key, value in stated(seen).items() if key in now)


def accept(tree: Tree, place: Place, decision: Decision) -> Outcome:
    """Take the object as it is."""
    del tree
    if differs(place, decision):
        return CHANGED
    place.node["confidence"] = 1.0
    place.node["reasons"] = []
    return Status.ACCEPTED


def edit(tree: Tree, place: Place, decision: Decision) -> Outcome:
    """Change attributes; those of the item (``topic``, ``link``) are found on the item that the object heads."""
    del tree
    if differs(place, decision):
        return CHANGED
    for key, value in (decision.new or {}).items():
        target = place.node if key in place.node or key not in place.whole else place.whole
        target[key] = value
    place.node["confidence"] = 1.0
    place.node["reasons"] = []
    return Status.EDITED


def reanchor(tree: Tree, place: Place, decision: Decision) -> Outcome:
    """Give the object another span, and the text that stands there."""
    new = dict(decision.new or {})
    if "span" not in new:
        return INCOMPLETE
    if "text" not in place.node:
        new.pop("text", None)
    place.node["grounding"] = "exact"
    return edit(tree, place, decision.model_copy(update={"new": new}))


def delete(tree: Tree, place: Place, decision: Decision) -> Outcome:
    """Take the object out of the record."""
    if differs(place, decision):
        return CHANGED
    tree.remove(place)
    return Status.REJECTED


def split(tree: Tree, place: Place, decision: Decision) -> Outcome:
    """Put several items in the place of one."""
    items = (decision.new or {}).get("items") or []
    if not items:
        return INCOMPLETE
    name, holder, position = _slot(tree, place)
    made = [_made(tree, name, item, place.whole) for item in items]
    holder[position : position + 1] = made
    tree.relink([decision.target], _id(name, made[0]))
    tree.moved()
    return Status.EDITED


def merge(tree: Tree, place: Place, decision: Decision) -> Outcome:
    """Put one item in the place of this and ``others``."""
    new = decision.new or {}
    if "item" not in new:
        return INCOMPLETE
    others = [tree.find(other) for other in new.get("others", ())]
    if any(other is None for other in others):
        return GONE
    name, holder, position = _slot(tree, place)
    holder[position] = _made(tree, name, new["item"], place.whole)
    tree.relink([decision.target, *new.get("others", ())], _id(name, holder[position]))
    tree.moved()
    for other in new.get("others", ()):
        found = tree.find(other)
        if found is not None:
            tree.remove(found)
    return Status.EDITED


def link(tree: Tree, place: Place, decision: Decision) -> Outcome:
    """Say that an improvement answers a problem."""
    problem = (decision.new or {}).get("problem")
    if problem is None or tree.find(problem) is None:
        return GONE
    if problem not in place.whole.get("addresses", ()):
        place.whole["addresses"] = [*place.whole["addresses"], problem]
    place.whole["link"] = (decision.new or {}).get("link") or place.whole.get("link") or "inferred"
    return None


def unlink(tree: Tree, place: Place, decision: Decision) -> Outcome:
    """Say that an improvement does not answer a problem."""
    del tree
    problem = (decision.new or {}).get("problem")
    place.whole["addresses"] = [one for one in place.whole.get("addresses", ()) if one != problem]
    return None


def defer(tree: Tree, place: Place, decision: Decision) -> Outcome:
    """Leave the object for later."""
    del tree, place, decision
    return Status.DEFERRED


def add(tree: Tree, decision: Decision) -> Outcome:
    """Put a missing item, a profile scalar or the cause of a problem into the record."""
    item = dict(decision.new or {})
    parent = item.pop("parent", None)
    if decision.target.startswith("profile.") or decision.target == CAUSE:
        return _fill(tree, decision.target, item, parent)
    holder = tree.holder(decision.target, parent)
    if holder is None:
        return NO_PARENT
    holder.append(_made(tree, decision.target, item, None))
    sort_by_text(holder, HEADS.get(decision.target))
    tree.moved()
    return Status.ADDED


def _fill(tree: Tree, target: str, item: dict[str, Any], parent: str | None) -> Outcome:
    """Set what stands once only."""
    holder, name = tree.data["profile"], target.partition(".")[2]
    if target == CAUSE:
        place = tree.find(parent or "")
        holder = place.whole if place else {}
    if name not in holder:
        return GONE
    holder[name] = tree.make(target, item)
    tree.moved()
    return Status.ADDED


def _slot(tree: Tree, place: Place) -> tuple[str, list[Node], int]:
    """Return the list, its name and the position of the item that the object is or heads."""
    top, _, member = place.name.partition(".")
    if HEADS.get(top) == member:
        whole: list[Node] = tree.data[top]
        return top, whole, next(at for at, item in enumerate(whole) if item is place.whole)
    return place.name, place.holder, place.key


def _id(name: str, item: Node) -> str:
    found: str = (item[HEADS[name]] if name in HEADS else item)["id"]
    return found


def _made(tree: Tree, name: str, item: dict[str, Any], pattern: Node | None) -> Node:
    """Give ids to a new item and its parts; what it leaves out of an item with a head comes from ``pattern`` or is empty."""
    head = HEADS.get(name)
    if head is None:
        return tree.make(name, item)
    empty: Node = {"topic": "other"}
    if name == "measures":
        empty |= {"actions": []}
    elif name == "problems":
        empty |= {"details": [], "cause": None}
    else:
        empty |= {"steps": [], "addresses": [], "link": None}
    kept = {key: value for key, value in (pattern or {}).items() if key in {"topic", "addresses", "link"}}
    full = empty | kept | item
    full[head] = tree.make(f"{name}.{head}", full[head])
    for key in ("actions", "details", "steps"):
        if key in full:
            full[key] = [part if "id" in part else tree.make(f"{name}.{key}", part) for part in full[key]]
    return full


ON_OBJECT: dict[Action, Callable[[Tree, Place, Decision], Outcome]] = {
    Action.ACCEPT: accept,
    Action.EDIT: edit,
    Action.REANCHOR: reanchor,
    Action.REJECT: delete,
    Action.DELETE: delete,
    Action.SPLIT: split,
    Action.MERGE: merge,
    Action.LINK: link,
    Action.UNLINK: unlink,
    Action.DEFER: defer,
}
"""Actions on an object that the record holds."""
