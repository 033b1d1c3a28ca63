"""The room that asks a model: the only one that knows openai, instructor and tenacity, and imports them lazily."""
