"""One digit changed in an arithmetic relation of a labelled report is noticed; the unchanged report is not accused."""

from __future__ import annotations

import pytest

from bench.mutations import RELATIONS, Relation, findings_of, mutants, operands, relation_holds, score, source

QUICK = [
    relation
    for relation in RELATIONS
    if relation.says in {"registrations by batches", "project expenditure", "share online"}
]


HOLDING = [relation for relation in RELATIONS if relation_holds(relation)]
"""The others are stated wrongly in their report; tests/checks/test_gold.py expects those findings."""


@pytest.mark.parametrize("relation", HOLDING, ids=lambda relation: relation.says)
def test_a_relation_that_holds_is_not_accused(relation: Relation) -> None:
    """Where the stated figures agree no finding lies on all of them."""
    places = [offset for offset, _ in relation.figures]
    for finding in findings_of(relation.document, source(relation.document)):
        assert not all(any(start <= place < end for start, end in finding.spans) for place in places)


@pytest.mark.parametrize("relation", QUICK, ids=lambda relation: relation.says)
def test_a_changed_digit_is_noticed(relation: Relation) -> None:
    """Three other digits in every place of every figure; none that breaks the relation is missed."""
    result = score(relation, quick=True)
    assert result.missed == ()
    assert result.noticed > 0


@pytest.mark.slow
@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.says)
def test_every_other_digit_is_noticed_in_95_of_100_mutants(relation: Relation) -> None:
    """All nine other digits; the aim is 95 % of the mutants that break the relation."""
    result = score(relation)
    assert result.noticed >= 0.95 * (result.total - result.excused), result.missed


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.says)
def test_the_relations_name_the_figures_where_they_stand(relation: Relation) -> None:
    """Each figure of the table reads back from the report, and mutants differ from it in one character."""
    text = source(relation.document)
    assert all(text.startswith(figure, offset) for offset, figure in relation.figures)
    assert len(operands(relation, text)) == len(relation.figures)
    first = next(mutants(relation, quick=True))
    assert sum(one != other for one, other in zip(text, first.text, strict=True)) == 1
