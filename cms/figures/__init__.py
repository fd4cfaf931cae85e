"""Figures of lessons: what their items mean (data.py), and one drawing per file."""
