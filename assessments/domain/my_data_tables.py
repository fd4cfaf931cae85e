"""Which tables hold something of a person, for taking along; and which do not, with the reason.

A test compares both lists with every foreign key to a person, so that no new table is forgotten.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """One table in the export.

    Attributes:
        name: its key in the JSON, and the name of its CSV.
        model: as Django names it, such as "assessments.CheckIn".
        owner: the path from a row to the person.
        without: fields that are left out: secrets, and what is somebody else's.
        many: fields that hold several things.
    """

    name: str
    model: str
    owner: str = "user"
    without: tuple[str, ...] = ()
    many: tuple[str, ...] = ()


TABLES: tuple[Table, ...] = (
    Table("person", "accounts.User", "pk", without=("password",), many=("groups",)),
    Table("memberships", "accounts.Membership"),
    Table("role_profiles", "assessments.RoleAssignment", "membership__user"),
    Table("check_ins", "assessments.CheckIn", many=("focus",)),
    Table("drafts", "assessments.DraftRating", "check_in__user"),
    Table("ratings", "assessments.Rating"),
    Table("current_levels", "assessments.CurrentLevel"),
    Table("counted_in", "assessments.SnapshotPerson"),
    Table("reflections", "assessments.Reflection"),
    Table("actions", "assessments.Action"),
    Table("shares", "assessments.Share"),
    Table("share_items", "assessments.ShareItem", "share__user"),
    Table("share_views", "assessments.ShareView", "share__user"),
    Table("shares_received", "assessments.Share", "manager", without=("user",)),
    Table("asked_besides", "assessments.Campaign", "people"),
    Table("sufficiency_trail", "assessments.SufficiencyEvent", "who"),
    Table("alert_actions", "assessments.AlertAction", "owner"),
    Table("reports_opened", "assessments.ReportAccess"),
    Table("reports_by_mail", "assessments.ReportSubscription"),
    Table("attempts", "assessments.Attempt"),
    Table("answers", "assessments.Answer", "attempt__user"),
    Table("regraded_answers", "assessments.RegradedAnswer", "answer__attempt__user"),
    Table("regrades_made", "assessments.Regrade", "made_by"),
    Table("rechecks", "assessments.Recheck"),
    Table("lesson_progress", "training.LessonProgress"),
    Table("activities", "training.Activity", many=("competences",)),
    Table("portfolio", "training.PortfolioItem"),
    Table("source_reviews", "training.SourceReview"),
    Table("sources_added", "training.Source", "added_by"),
    Table("subjects_owned", "training.ReviewOwner"),
    Table("checks_made", "training.ReviewCheck"),
    Table("preferences", "assessments.PersonPreference", without=("calendar_token",)),
    Table("record_consents", "assessments.RecordConsent"),
    Table("record_statements", "assessments.RecordStatement", "consent__user"),
    Table("digests", "assessments.DigestMail"),
    Table("exports", "assessments.DataExport", without=("token", "file")),
    Table("workbooks", "assessments.ReportExport", without=("token", "file")),
    Table("retention_notices", "assessments.RetentionNotice"),
    Table("email_addresses", "account.EmailAddress"),
    Table("sessions", "usersessions.UserSession", without=("session_key", "data")),
    Table("two_step_sign_in", "mfa.Authenticator", without=("data",)),
    Table("other_accounts", "socialaccount.SocialAccount"),
    Table("admin_profile", "wagtailusers.UserProfile", without=("avatar",)),
    Table("comments", "wagtailcore.Comment"),
    Table("comment_replies", "wagtailcore.CommentReply"),
)

WORK = "work on the site, which belongs to the organisation; it names who did it"
MACHINERY = "kept for the editor's screen while it is open"
LEFT_OUT: dict[str, str] = {
    "assessments.LearningPlan.made_by": WORK,
    "assessments.SufficiencyRule.made_by": "a rule of the organisation; its trail says who made it",
    "wagtailcore.Page.owner": WORK,
    "wagtailcore.Page.locked_by": WORK,
    "wagtailcore.Revision.user": WORK,
    "wagtailcore.PageLogEntry.user": WORK,
    "wagtailcore.ModelLogEntry.user": WORK,
    "wagtailcore.WorkflowState.requested_by": WORK,
    "wagtailcore.TaskState.finished_by": WORK,
    "wagtailcore.Comment.resolved_by": WORK,
    "wagtailcore.PageSubscription.user": MACHINERY,
    "wagtailcore.UploadedFile.uploaded_by_user": MACHINERY,
    "wagtailcore.APIToken.user": "a secret",
    "wagtaildocs.Document.uploaded_by_user": WORK,
    "wagtailimages.Image.uploaded_by_user": WORK,
    "wagtail_localize.StringTranslation.last_translated_by": WORK,
    "wagtail_localize.SegmentOverride.last_translated_by": WORK,
    "wagtailadmin.EditingSession.user": MACHINERY,
    "wagtailadmin.FormState.user": MACHINERY,
}
