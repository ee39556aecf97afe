"""Kits: writing them, what their versions say, and giving interviews to come another version."""
