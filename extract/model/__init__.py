"""Frozen data: text, quantities, the target schema, answers, records."""
