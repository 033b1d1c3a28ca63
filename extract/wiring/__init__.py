"""The parts of a run put together by its settings: the plan, the tools, the engine."""
