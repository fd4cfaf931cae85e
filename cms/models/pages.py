"""The pages that belong to no app in particular: the front door and plain text."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks.body import BodyBlock
from cms.models.base import BasePage


class HomePage(BasePage):
    """The front door of one language."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("home page")


class StandardPage(BasePage):
    """Plain text: about, accessibility, contact."""

    body = StreamField(BodyBlock(), verbose_name=_("body"))

    template = "cms/standard_page.html"
    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("text page")
