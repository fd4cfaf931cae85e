"""An organisation's learning record store, who lets what go there, and what is on its way."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from assessments.record_enums import RecordKind, StatementState, StoreProblem, XapiVersion
from cms.sealed import SealedTextField


class RecordStoreManager(models.Manager["RecordStore"]):
    def get_queryset(self) -> models.QuerySet["RecordStore"]:
        """Return rows without the secret: it is opened where it is used and nowhere else."""
        return super().get_queryset().defer("secret")


class RecordStore(models.Model):
    """Where an organisation collects what its people learn, by xAPI; off until turned on.

    Deeds from before `active_since` are never told. `collected_until` is how far deeds have been
    looked for. `stopped_at`: it refused key and secret, and is not asked until it is saved again.
    """

    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="record_store"
    )
    endpoint = models.URLField(_("address"), max_length=300)
    key = models.CharField(_("key"), max_length=200)
    secret = SealedTextField(_("secret"))
    version = models.CharField(
        _("version of xAPI"), max_length=10, choices=XapiVersion, default=XapiVersion.ONE
    )
    kinds = models.JSONField(_("what people may let go there"), default=list)
    is_active = models.BooleanField(_("in use"), default=False)
    active_since = models.DateTimeField(null=True, blank=True)
    collected_until = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=20, choices=StoreProblem, blank=True)
    problem_at = models.DateTimeField(null=True, blank=True)

    objects = RecordStoreManager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("learning record store")
        verbose_name_plural = _("learning record stores")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(active_since__isnull=False),
                name="record_store_in_use_since",
            )
        ]

    def __str__(self) -> str:
        return self.endpoint


class RecordConsentQuerySet(models.QuerySet["RecordConsent"]):
    def counted(self) -> "RecordConsentQuerySet":
        """Add `waiting` and `sent`: how many statements wait, and went in the last thirty days."""
        return self.annotate(
            waiting=Count("statements", filter=Q(statements__state=StatementState.WAITING)),
            sent=Count("statements", filter=Q(statements__state=StatementState.SENT)),
        )


class RecordConsent(models.Model):
    """A person lets some kinds of deeds go to a record store; without this row nothing goes.

    `account` is what the person is called there: drawn by lot, so that it says nothing and nobody
    can work it out. `given_at` is the moment of the last choice; deeds from before are never told.
    """

    store = models.ForeignKey(RecordStore, on_delete=models.CASCADE, related_name="consents")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="record_consents"
    )
    account = models.UUIDField(unique=True, default=uuid4)
    kinds = models.JSONField(default=list)
    with_levels = models.BooleanField(default=False)
    given_at = models.DateTimeField()

    waiting: int  # added by counted()
    sent: int

    objects = RecordConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "user"], name="one_consent_per_record_store")
        ]

    def __str__(self) -> str:
        return f"{self.store_id}/{self.user_id}"


class RecordStatementQuerySet(models.QuerySet["RecordStatement"]):
    def waiting(self) -> "RecordStatementQuerySet":
        """Return the statements that have still to be sent."""
        return self.filter(state=StatementState.WAITING)


class RecordStatement(models.Model):
    """One deed on its way to a record store: the outbox.

    `identifier` follows from the deed, so that the same deed is one statement however often it is
    found or sent. `facts` is a `record_deeds.Deed`; a level is never among them: it is read from
    `rating` at the moment of sending, if it may go along at all.
    """

    identifier = models.UUIDField(unique=True)
    consent = models.ForeignKey(RecordConsent, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=16, choices=RecordKind)
    facts = models.JSONField()
    rating = models.ForeignKey(
        "assessments.Rating", on_delete=models.CASCADE, null=True, related_name="+"
    )
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=StatementState, default=StatementState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = RecordStatementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.identifier}"
