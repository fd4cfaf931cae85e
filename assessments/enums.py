"""The fixed vocabularies of assessments; imports nothing of ours."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuestionKind(TextChoices):
    SINGLE_CHOICE = "single_choice", _("Single choice")
    MULTIPLE_RESPONSE = "multiple_response", _("Multiple response")
    TRUE_FALSE = "true_false", _("True or false")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", _("Ordering")
    NUMERIC = "numeric", _("Numeric")
    SITUATIONAL = "situational", _("Situational judgement")


class QuestionState(TextChoices):
    ACTIVE = "active", _("Active")
    ARCHIVED = "archived", _("Archived")


class Certainty(TextChoices):
    """How sure somebody says to be of an answer; optional, private, never scored."""

    UNSURE = "unsure", _("Unsure")
    FAIRLY_SURE = "fairly_sure", _("Fairly sure")
    CERTAIN = "certain", _("Certain")


class CampaignState(TextChoices):
    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


class CampaignKind(TextChoices):
    """What sort of round it is; it sets what a new round asks, and can be changed after that."""

    BASELINE = "baseline", _("Baseline")
    QUARTERLY = "quarterly", _("Quarterly")
    YEARLY = "yearly", _("Yearly")
    OTHER = "other", pgettext_lazy("round", "Other")


class Repeat(TextChoices):
    """When a round makes its successor; empty: once."""

    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Every year")


class Purpose(TextChoices):
    """What a check-in round is for; it decides which figures may be made of it."""

    GROWTH = "growth", _("Own growth")
    TEAM_PLANNING = "team_planning", _("Team planning")


class CheckInState(TextChoices):
    IN_PROGRESS = "in_progress", pgettext_lazy("check-in", "In progress")
    SUBMITTED = "submitted", _("Submitted")


class Standing(TextChoices):
    """How far a person is in a round."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", pgettext_lazy("check-in", "In progress")
    SUBMITTED = "submitted", _("Submitted")
    NOT_SUBMITTED = "not_submitted", _("Not submitted")


class RatingAnswer(TextChoices):
    """A rating is a level or a reason why there is none; the reasons are never a zero."""

    LEVEL = "level", _("Level")
    NOT_APPLICABLE = "not_applicable", _("Not applicable in my role")
    DECLINED = "declined", _("I'd rather not say")


class Frequency(TextChoices):
    """How often in the last four working weeks; optional, never scored, the adviser's own."""

    NEVER = "never", _("Never")
    ONCE = "once", _("Once")
    A_FEW_TIMES = "a_few_times", _("Two or three times")
    WEEKLY = "weekly", _("Every week")
    EVERY_CLIENT = "every_client", _("With (almost) every client")


class Cause(TextChoices):
    """Why something does not work; the six causes of the check-in."""

    CLIENT = "client", _("Client")
    SOURCE = "source", _("Source")
    TIME = "time", _("Time")
    TECHNIQUE = "technique", _("Technique")
    OWN_SKILL = "own_skill", _("Own skill")
    ORGANISATION = "organisation", _("Organisation")


class ChangeOutcome(TextChoices):
    """What became of the change that somebody wanted to try."""

    WORKED = "worked", _("It worked")
    PARTLY = "partly", _("It worked in part")
    NOT = "not", _("It did not work")
    NOT_TRIED = "not_tried", _("I have not tried it")


class ActionState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    BUSY = "busy", _("Busy")
    DONE = "done", _("Done")
    LET_GO = "let_go", _("Let go")


class SharedThing(TextChoices):
    """What a share can hold."""

    COMPETENCE = "competence", _("Competence")
    ACTION = "action", _("Action")
    ACTIVITY = "activity", _("Learning activity")


class Freshness(TextChoices):
    """How old evidence is, by the ages that the organisation set."""

    CURRENT = "current", pgettext_lazy("evidence", "current")
    AGEING = "ageing", pgettext_lazy("evidence", "ageing")
    EXPIRED = "expired", pgettext_lazy("evidence", "expired")


class QuizMode(TextChoices):
    """When feedback comes and how questions are drawn."""

    PRACTICE = "practice", _("Practice: feedback after each question")
    CHECK = "check", _("Check: feedback at the end")
    AREA_TEST = "area_test", _("Area test")
    ADAPTIVE = "adaptive", _("Short area test that follows your answers")


class Evidence(TextChoices):
    """The three tracks that stand side by side and are never merged."""

    SELF = "self", _("Self-rating")
    TESTED = "tested", _("Tested knowledge")
    PRACTICE = "practice", _("Practice")


class WithheldRule(TextChoices):
    """Which rule of disclosure control keeps a figure back."""

    MINIMUM_SIZE = "minimum_size", _("Fewer people than the smallest group that may be shown")
    COMPLEMENTARY = "complementary", _("Could be used to work out a smaller group")
    SECOND_PARTITION = "second_partition", _("Beside the teams it would tell about a smaller group")


class NoChange(TextChoices):
    """Why a published figure shows no change since the snapshot before it."""

    NOT_PUBLISHED = "not_published", _("Not shown in the round before")
    REORGANISED = "reorganised", _("Teams have moved in or out")
    MEMBERSHIP = "membership", _("Too few people joined or left")
    COMPLEMENTARY = "complementary", _("Could be used to work out a smaller group")
    VERSION = "version", _("The description of the competence has changed")


class ShareBand(TextChoices):
    """The share at or above target, in fifths."""

    BELOW_20 = "0-20", _("below 20%")
    FROM_20 = "20-40", _("20 to 40%")
    FROM_40 = "40-60", _("40 to 60%")
    FROM_60 = "60-80", _("60 to 80%")
    FROM_80 = "80-100", _("80% and over")


class CountKind(StrEnum):
    """What is counted of a team besides levels."""

    CAUSED = "caused"
    CAUSE = "cause"
    LEARNED = "learned"
    MODULE = "module"


class HeatState(TextChoices):
    """What a cell of the overview shows."""

    GAP = "gap", _("below target")
    MET = "met", _("target reached")
    UNKNOWN = "unknown", _("no target or no figure")
    WITHHELD = "withheld", _("not shown: protects a small group")


class TestedBand(TextChoices):
    """What answers say, as coarse as a handful of questions allows; never a pass mark."""

    __test__ = False

    REVIEW = "review", _("to review")
    ON_THE_WAY = "on_the_way", _("well on the way")
    SOLID = "solid", _("solid")


class Outcome(TextChoices):
    """How one question went."""

    RIGHT = "right", _("Right")
    PARTLY = "partly", _("Partly right")
    WRONG = "wrong", _("Not right")
    DONT_KNOW = "dont_know", _("I don't know")
    OPEN = "open", _("Not answered")


class Knowledge(TextChoices):
    """What an answer says together with how sure somebody was; private, never scored."""

    SOLID = "solid", pgettext_lazy("knowledge", "Solid: right, and you were sure")
    LUCKY = "lucky", _("Lucky guess: right, but you were unsure")
    GAP = "gap", _("Knowledge gap: not right, and you were not certain")
    MISCONCEPTION = "misconception", _("Misconception: not right, though you were certain")
    RIGHT = "right", pgettext_lazy("knowledge", "Right")
    PARTLY_RIGHT = "partly_right", pgettext_lazy("knowledge", "Partly right")
    NOT_RIGHT = "not_right", pgettext_lazy("knowledge", "Not right")


class SufficiencyState(TextChoices):
    """Whether a part of the tree has enough people who can do something; the best first."""

    SUFFICIENT = "sufficient", _("Sufficient")
    FRAGILE = "fragile", _("Fragile")
    INSUFFICIENT = "insufficient", _("Insufficient")
    UNKNOWN = "unknown", pgettext_lazy("sufficiency", "Unknown")


class WhyUnknown(TextChoices):
    """Why a sufficiency rule has no answer; none of it depends on anybody's level."""

    WITHHELD = "withheld", _("The figure of this part is not shown, to protect a small group.")
    FEW = "few", _("Too few people have a level: an answer needs twice the smallest group.")
    OLD = "old", _("Too little of the evidence is recent enough, or nearly all of it but a few.")
    NEARLY_ALL = (
        "nearly_all",
        _("The rule asks nearly everybody who has a level; an answer would tell of each of them."),
    )
    NESTED = "nested", _("A part above or below has a rule for the same competence and evidence.")
    RESTING = (
        "resting",
        _("Under other terms an answer was given shortly before; two answers would tell too much."),
    )


class AlertState(TextChoices):
    """How far management is with an alert."""

    OPEN = "open", pgettext_lazy("alert", "Open")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("alert", "Acknowledged")
    PLANNED = "planned", pgettext_lazy("alert", "Action planned")
    DONE = "done", pgettext_lazy("alert", "Action done, waits for the next figures")
    REOPENED = "reopened", pgettext_lazy("alert", "Open again")
    CLOSED = "closed", pgettext_lazy("alert", "Closed")


class AlertAct(StrEnum):
    """What can happen to an alert: by a manager, or by the next snapshot."""

    ACKNOWLEDGE = "acknowledge"
    PLAN = "plan"
    FINISH = "finish"
    WITHDRAW = "withdraw"
    ENOUGH = "enough"
    STILL_SHORT = "still_short"
    STILL_RUNNING = "still_running"
    NOT_KNOWN = "not_known"


class SufficiencyDeed(TextChoices):
    """What stands in the trail of a sufficiency rule."""

    MADE = "made", pgettext_lazy("sufficiency rule", "Rule made")
    CHANGED = "changed", pgettext_lazy("sufficiency rule", "Rule changed")
    ENDED = "ended", pgettext_lazy("sufficiency rule", "Rule ended")
    RAISED = "raised", _("Alert raised")
    ACKNOWLEDGED = "acknowledged", _("Alert acknowledged")
    PLANNED = "planned", _("Action planned")
    DONE = "done", _("Action done")
    RECHECKED = "rechecked", _("Checked again, not settled")
    REOPENED = "reopened", _("Alert opened again")
    CLOSED = "closed", _("Alert closed")
