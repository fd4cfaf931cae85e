"""The blocks that only a lesson has: lesson.py holds the stream, exercises.py what readers do."""

from training.blocks.lesson import LessonBodyBlock, competence_choices

__all__ = ["LessonBodyBlock", "competence_choices"]
