"""Requests as files for batch endpoints and air-gapped networks."""
