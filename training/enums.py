"""The fixed vocabularies of training; imports nothing of ours."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class LevelNumber(IntegerChoices):
    """The scale 0-5; the words for readers are LevelText rows."""

    NOT_YET = 0, _("Not yet")
    AWARE = 1, _("Aware")
    WITH_SUPPORT = 2, _("With support")
    INDEPENDENT = 3, _("Independent")
    SKILLED = 4, _("Skilled")
    LEADING = 5, _("Leading")


class ProgressState(TextChoices):
    STARTED = "started", _("Started")
    DONE = "done", _("Done")


class PreviewAs(TextChoices):
    """Whose eyes an editor borrows to look at a lesson that is not published yet."""

    GUEST = "guest", _("Guest")
    NEW = "new", _("Adviser, not begun")
    HALFWAY = "halfway", _("Adviser, halfway")


class Country(TextChoices):
    """The labour market that a source describes."""

    BELGIUM = "be", _("Belgium")
    NETHERLANDS = "nl", _("The Netherlands")
    EUROPE = "eu", _("Europe")
    OTHER = "other", _("Elsewhere or worldwide")


class Dots(TextChoices):
    """What a source helps a client with (Law & Watts 1977)."""

    DECISION = "decision", _("Decision learning")
    OPPORTUNITY = "opportunity", _("Opportunity awareness")
    TRANSITION = "transition", _("Transition learning")
    SELF = "self", _("Self-awareness")


class ClientGroup(TextChoices):
    PUPILS = "pupils", _("Pupils and students")
    JOB_SEEKERS = "job_seekers", _("Job-seekers")
    EMPLOYEES = "employees", _("Employees")
    CAREER_CHANGERS = "career_changers", _("Career changers")
    NEWCOMERS = "newcomers", _("Newcomers")
    DISABILITY = "disability", _("People with a disability")
    OLDER_WORKERS = "older_workers", _("People aged 55 and over")
    NEETS = "neets", _("Young people without work or training")


class WorkEnvironment(TextChoices):
    PUBLIC = "public", _("Public sector")
    PRIVATE = "private", _("Private sector")
    SELF_EMPLOYED = "self_employed", _("Self-employment")


class UpdateFrequency(TextChoices):
    """How often the publisher brings a source up to date; empty when nobody looked it up."""

    CONTINUOUS = "continuous", _("All the time")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Every year")
    IRREGULAR = "irregular", _("Now and then")


class Verdict(TextChoices):
    """What a review of a source ends in (lesson 8.2)."""

    KEEP = "keep", _("Keep")
    IMPROVE = "improve", _("Improve")
    ARCHIVE = "archive", _("Archive")


class ActivityKind(TextChoices):
    WORKSHOP = "workshop", _("Workshop")
    SEMINAR = "seminar", _("Seminar")
    TRAINING = "training", _("Training")
    CONFERENCE = "conference", _("Conference")
    READING = "reading", _("Reading")
    COMPANY_VISIT = "company_visit", _("Company visit")
    EMPLOYER_CONTACT = "employer_contact", _("Contact with employers")
    PEER_EXCHANGE = "peer_exchange", _("Exchange with colleagues")
    NETWORK = "network", _("Professional network")
    PRIOR_EXPERIENCE = "prior_experience", _("Earlier experience")


class ProviderType(TextChoices):
    FEDERATION = "federation", _("Sector federation")
    HR_COMPANY = "hr_company", _("HR company")
    PES = "pes", _("Public employment service")
    OWN_ORGANISATION = "own_organisation", _("My own organisation")
    OTHER = "other", _("Other")


class ActivitySetting(TextChoices):
    INTERNAL = "internal", _("Inside my organisation")
    EXTERNAL = "external", _("Outside my organisation")


class CaseCategory(TextChoices):
    """The two headings of Cedefop's page that stand there without a list below them."""

    GUIDANCE = "guidance", _("Initiatives that support guidance practitioners with LMI")
    LOCAL = "local", _("Lifelong guidance initiatives with strong local involvement")


class LinkProblem(TextChoices):
    """Why an address of another site could not be opened."""

    ADDRESS = "address", _("This is no full web address")
    PRIVATE = "private", _("This address is not on the open internet")
    UNREACHABLE = "unreachable", _("Nobody answers")
    CERTIFICATE = "certificate", _("The certificate is not valid")
    SLOW = "slow", _("No answer in time")
    REDIRECTS = "redirects", _("Led on too often")
    ANSWER = "answer", _("The page is not there")
