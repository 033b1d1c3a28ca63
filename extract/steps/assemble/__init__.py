"""From an answer to a report: evidence to spans, spans to values."""
