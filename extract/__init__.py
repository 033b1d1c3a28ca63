"""gouji extracts grounded, cross-checked records from Chinese performance self-evaluation reports."""
