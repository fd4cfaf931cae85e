"""The models of training; one file per family."""

from training.models.activities import Activity
from training.models.cases import CaseIndexPage, CaseStudyPage
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
from training.models.glossary import GlossaryTerm, GlossaryText
from training.models.links import ExternalLink
from training.models.pages import LessonObjective, LessonPage, ModulePage, ToolkitPage
from training.models.progress import LessonProgress
from training.models.references import Reference
from training.models.review import ReviewCheck, ReviewOwner
from training.models.sources import PortfolioItem, Source, SourceReview, SourceText

__all__ = [
    "Activity",
    "Area",
    "AreaText",
    "CaseIndexPage",
    "CaseStudyPage",
    "Competence",
    "CompetenceText",
    "CompetenceVersion",
    "ExternalLink",
    "Framework",
    "GlossaryTerm",
    "GlossaryText",
    "LessonObjective",
    "LessonPage",
    "LessonProgress",
    "LevelDescriptor",
    "LevelText",
    "ModulePage",
    "PortfolioItem",
    "Reference",
    "ReviewCheck",
    "ReviewOwner",
    "Source",
    "SourceReview",
    "SourceText",
    "ToolkitPage",
]
