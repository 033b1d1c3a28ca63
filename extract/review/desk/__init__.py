"""The review without its pages: fields, the queue, what a decision does to a record, and what becomes of it."""
