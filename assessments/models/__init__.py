"""The models of assessments; one file per family."""

from assessments.models.attempts import Answer, Attempt
from assessments.models.campaigns import Campaign, CampaignText
from assessments.models.checkins import (
    Action,
    CheckIn,
    CurrentLevel,
    DraftRating,
    Rating,
    Reflection,
)
from assessments.models.questions import Question, QuestionText, QuestionVersion
from assessments.models.quizzes import Quiz, QuizText
from assessments.models.snapshots import Cell, Snapshot, SnapshotNode
from assessments.models.targets import RoleAssignment, RoleProfile, RoleProfileText, Target

__all__ = [
    "Action",
    "Answer",
    "Attempt",
    "Campaign",
    "CampaignText",
    "Cell",
    "CheckIn",
    "CurrentLevel",
    "DraftRating",
    "Question",
    "QuestionText",
    "QuestionVersion",
    "Quiz",
    "QuizText",
    "Rating",
    "Reflection",
    "RoleAssignment",
    "RoleProfile",
    "RoleProfileText",
    "Snapshot",
    "SnapshotNode",
    "Target",
]
