"""CaseIndexPage > CaseStudyPage: initiatives from which a reader may take one idea."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.models import BasePage
from training.blocks.cases import CaseBodyBlock
from training.blocks.lesson import competence_choices
from training.enums import CaseCategory
from training.models.pages import ReadablePage, ShippedPage


class CaseIndexPage(ReadablePage):
    """All case studies of one language."""

    template = "training/cases/index.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["training.CaseStudyPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("case studies")


class CaseForm(WagtailAdminPageForm):
    competences = forms.MultipleChoiceField(
        label=_("Competences"),
        choices=competence_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class CaseStudyPage(ShippedPage):
    """One initiative; `competences` are codes. What is not verified says so to its readers."""

    category = models.CharField(_("category"), max_length=10, choices=CaseCategory)
    place = models.CharField(_("place"), max_length=80)
    organisation = models.CharField(_("organisation"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    competences = models.JSONField(_("competences"), default=list, blank=True)
    is_verified = models.BooleanField(_("checked by an editor"), default=False)
    review_date = models.DateField(_("facts to be reviewed on"))
    body = StreamField(CaseBodyBlock(), verbose_name=_("body"))

    base_form_class = CaseForm
    template = "training/cases/case.html"
    parent_page_types = ["training.CaseIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "category",
                    "place",
                    "organisation",
                    "year",
                    "competences",
                    "is_verified",
                    "review_date",
                )
            ],
            heading=_("About this case"),
        ),
        FieldPanel("body"),
    ]
    shipped_fields = (
        *ShippedPage.shipped_fields,
        "category",
        "place",
        "organisation",
        "year",
        "competences",
        "is_verified",
        "review_date",
        "body",
    )

    class Meta:
        verbose_name = _("case study")
