"""What every rule looks at, read from the text once: running text, figures, entries, breakdowns, and what they can mean."""
