"""The evaluation harness: scores records against annotated reports, calibrates confidence, compares runs."""
