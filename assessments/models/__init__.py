"""The models of assessments; one file per family."""

from assessments.models.actions import Action
from assessments.models.api_tokens import ApiScope, ApiToken
from assessments.models.attempts import Answer, Attempt
from assessments.models.audit import QuarterCount, QuarterFigure
from assessments.models.campaigns import Campaign, CampaignText
from assessments.models.checkins import CheckIn, CurrentLevel, DraftRating, Rating
from assessments.models.counts import NodeCount
from assessments.models.keeping import (
    DataExport,
    DigestMail,
    EvidencePolicy,
    PersonPreference,
    RetentionNotice,
)
from assessments.models.plans import LearningPlan, PlanLesson, PlanResult
from assessments.models.questions import Question, QuestionText, QuestionVersion
from assessments.models.quizzes import Quiz, QuizText
from assessments.models.rechecks import Recheck
from assessments.models.record_store import RecordConsent, RecordStatement, RecordStore
from assessments.models.reflections import Reflection
from assessments.models.report_access import ReportAccess
from assessments.models.report_exports import ReportExport
from assessments.models.report_subscriptions import ReportSubscription
from assessments.models.shares import Share, ShareItem, ShareView
from assessments.models.snapshots import (
    Cell,
    ProfileCell,
    Snapshot,
    SnapshotNode,
    SnapshotPerson,
)
from assessments.models.statistics import (
    AreaReliability,
    QuestionStatistics,
    Regrade,
    RegradedAnswer,
)
from assessments.models.sufficiency import (
    Alert,
    AlertAction,
    SufficiencyEvent,
    SufficiencyRule,
    SufficiencyStatus,
)
from assessments.models.targets import RoleAssignment, RoleProfile, RoleProfileText, Target

__all__ = [
    "Action",
    "Alert",
    "AlertAction",
    "Answer",
    "ApiScope",
    "ApiToken",
    "AreaReliability",
    "Attempt",
    "Campaign",
    "CampaignText",
    "Cell",
    "CheckIn",
    "CurrentLevel",
    "DataExport",
    "DigestMail",
    "DraftRating",
    "EvidencePolicy",
    "LearningPlan",
    "NodeCount",
    "PersonPreference",
    "PlanLesson",
    "PlanResult",
    "ProfileCell",
    "QuarterCount",
    "QuarterFigure",
    "Question",
    "QuestionStatistics",
    "QuestionText",
    "QuestionVersion",
    "Quiz",
    "QuizText",
    "Rating",
    "Recheck",
    "RecordConsent",
    "RecordStatement",
    "RecordStore",
    "Reflection",
    "Regrade",
    "RegradedAnswer",
    "ReportAccess",
    "ReportExport",
    "ReportSubscription",
    "RetentionNotice",
    "RoleAssignment",
    "RoleProfile",
    "RoleProfileText",
    "Share",
    "ShareItem",
    "ShareView",
    "Snapshot",
    "SnapshotNode",
    "SnapshotPerson",
    "SufficiencyEvent",
    "SufficiencyRule",
    "SufficiencyStatus",
    "Target",
]
