"""From what a model wrote to an answer: read leniently, checked against the document, joined."""
