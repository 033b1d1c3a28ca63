"""The evaluation report as HTML, JSON, CSV and Markdown."""
