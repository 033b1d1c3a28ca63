"""Printed pages, of a PDF or a scan: characters with their places become lines, tables and paragraphs in reading order."""
