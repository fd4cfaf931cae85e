"""The models of training; one file per family."""

from training.models.framework import (
    Area,
    AreaText,
    Competence,
    CompetenceText,
    CompetenceVersion,
    Framework,
    LevelDescriptor,
    LevelText,
)
from training.models.pages import LessonObjective, LessonPage, ModulePage, ToolkitPage
from training.models.progress import LessonProgress

__all__ = [
    "Area",
    "AreaText",
    "Competence",
    "CompetenceText",
    "CompetenceVersion",
    "Framework",
    "LessonObjective",
    "LessonPage",
    "LessonProgress",
    "LevelDescriptor",
    "LevelText",
    "ModulePage",
    "ToolkitPage",
]
