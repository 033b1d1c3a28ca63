"""What outlives a run: records, paid answers, decisions of people."""
