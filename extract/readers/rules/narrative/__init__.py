"""Lists of free text: duties, goals, work done, problems, improvements and their links."""
