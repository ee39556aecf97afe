"""Reading and writing the rubric: competencies with their ladders, signals, red-flag kinds, levels.

The three that have versions are written the same way; each has a module that says what its words are (`Noun`).
"""
