"""Tables of a PDF page from their drawn lines: cells with rows and columns, merged ones once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.sources.page.glyphs import Rule

NEAR = 3.0
"""Points within which two lines count as one, or as touching."""

FEWEST = 2
"""Lines of each direction that a table has at least."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class GridBox:
    """A cell: its place in the grid, how many rows and columns it covers, and its box on the page."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside of the cell."""
        left, top, right, bottom = self.box
        return left <= x < right and top <= y < bottom


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells in reading order, its box, and where its columns begin and end, from the left."""

    cells: tuple[GridBox, ...]
    box: Box
    columns: tuple[float, ...]

    def goes_on_in(self, other: Grid) -> bool:
        """Whether another table, first on the next page, has the same columns and so continues this one."""
        pairs = zip(self.columns, other.columns, strict=False)
        return len(self.columns) == len(other.columns) and all(abs(one - two) <= NEAR for one, two in pairs)


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Return the tables that lines on a page draw, from top to bottom; a frame around one text is none."""
    found = [grid for group in _groups(_joined(rules)) if (grid := _grid(group)) is not None]
    return sorted(found, key=lambda grid: grid.box[1])


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Join pieces of one line that lie on each other or follow each other, also where they rise or fall a little."""
    bands: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: (one.horizontal, one.at)):
        last = bands[-1][-1] if bands else None
        if last is not None and last.horizontal == rule.horizontal and rule.at - last.at <= NEAR:
            bands[-1].append(rule)
        else:
            bands.append([rule])
    return [line for band in bands for line in _in_line(band)]


def _in_line(band: list[Rule]) -> Iterator[Rule]:
    """Yield the lines that pieces at one height make; a line lies where its pieces lie in the mean."""
    open_, total = None, 0.0
    for rule in sorted(band, key=lambda one: one.start):
        weight = max(rule.end - rule.start, NEAR)
        if open_ is not None and rule.start <= open_.end + NEAR:
            at = (open_.at * total + rule.at * weight) / (total + weight)
            open_, total = Rule(open_.horizontal, at, open_.start, max(open_.end, rule.end)), total + weight
            continue
        if open_ is not None:
            yield open_
        open_, total = rule, weight
    if open_ is not None:
        yield open_


def _groups(rules: list[Rule]) -> list[list[Rule]]:
    """Part lines into groups that touch each other."""
    parents = list(range(len(rules)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    flat = [at for at, rule in enumerate(rules) if rule.horizontal]
    upright = [at for at, rule in enumerate(rules) if not rule.horizontal]
    for one in flat:
        for other in upright:
            if _touch(rules[one], rules[other]):
                parents[root(one)] = root(other)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    return list(groups.values())


def _touch(flat: Rule, upright: Rule) -> bool:
    return flat.start - NEAR <= upright.at <= flat.end + NEAR and upright.start - NEAR <= flat.at <= upright.end + NEAR


def _levels(positions: Iterable[float]) -> list[float]:
    levels: list[float] = []
    for position in sorted(positions):
        if not levels or position - levels[-1] > NEAR:
            levels.append(position)
    return levels


def _grid(rules: list[Rule]) -> Grid | None:
    flat, upright = [rule for rule in rules if rule.horizontal], [rule for rule in rules if not rule.horizontal]
    if not flat or not upright:
        return None
    ys, xs = (
        _levels([*(rule.at for rule in flat), *_ends(upright)]),
        _levels([*(rule.at for rule in upright), *_ends(flat)]),
    )
    if len(ys) < FEWEST or len(xs) < FEWEST or len(ys) + len(xs) == FEWEST * 2:
        return None
    cells = tuple(_cells(xs, ys, rules))
    return Grid(cells, (xs[0], ys[0], xs[-1], ys[-1]), tuple(xs)) if len(cells) > 1 else None


def _ends(rules: Sequence[Rule]) -> tuple[float, float]:
    """Return how far lines of one direction reach: the sides of a table that is drawn without them."""
    return min(rule.start for rule in rules), max(rule.end for rule in rules)


def _cells(xs: list[float], ys: list[float], rules: list[Rule]) -> list[GridBox]:
    """Join neighbouring fields of the grid between which no line is drawn, as far as they make a rectangle."""
    right = [[_drawn(rules, xs[c + 1], (ys[r] + ys[r + 1]) / 2, upright=True) for c in range(len(xs) - 1)]
             for r in range(len(ys) - 1)]  # fmt: skip
    below = [[_drawn(rules, ys[r + 1], (xs[c] + xs[c + 1]) / 2, upright=False) for c in range(len(xs) - 1)]
             for r in range(len(ys) - 1)]  # fmt: skip
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            wide = high = 1
            while column + wide < len(xs) - 1 and not right[row][column + wide - 1]:
                wide += 1
            while row + high < len(ys) - 1 and not any(below[row + high - 1][column : column + wide]):
                high += 1
            taken |= {(row + down, column + across) for down in range(high) for across in range(wide)}
            box = (xs[column], ys[row], xs[column + wide], ys[row + high])
            cells.append(GridBox(row, column, high, wide, box))
    return cells


def _drawn(rules: list[Rule], at: float, middle: float, *, upright: bool) -> bool:
    """Whether a line is drawn at this place, across this middle."""
    return any(
        rule.horizontal is not upright and abs(rule.at - at) <= NEAR and rule.start <= middle <= rule.end
        for rule in rules
    )


def cell_at(grid: Grid, x: float, y: float) -> GridBox | None:
    """Return the cell of a grid in which a point lies."""
    left, top, right, bottom = grid.box
    if not (left <= x < right and top <= y < bottom):
        return None
    tops = [cell.box[1] for cell in grid.cells]
    until = bisect_right(tops, y)
    return next((cell for cell in grid.cells[:until] if cell.holds(x, y)), None)
