"""Readers turn numbered units into an answer: a model, rules, or a replay."""
