"""What the content checks find: a report over all live pages, and a word when one is published."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from cms.models import BasePage
from training.content_forms import ContentFilterForm
from training.domain.content_checks import Finding
from training.domain.content_pages import PageFindings, check_live_pages, check_page
from training.domain.review_kinds import edit_address
from training.views.review import for_editors

SHOWN = 5
FINISHING = ("action-publish", "action-submit", "action-restart-workflow")


@for_editors
def content(request: HttpRequest) -> HttpResponse:
    """Show what the checks find on live pages; on the newest draft of one page when it is named."""
    form = ContentFilterForm(request.GET)
    one = request.GET.get("page", "")
    rows = [_draft(one)] if one else check_live_pages()
    rows = [
        {
            "page": row.page,
            "edit_url": edit_address(row.page.pk),
            "findings": [
                {"finding": finding, "url": place_address(row.page, finding)}
                for finding in row.findings
                if form.wants(finding)
            ],
        }
        for row in rows
        if one or form.wants_language(row.page.locale.language_code)
    ]
    title = _("Content checks")
    return render(
        request,
        "training/admin/content.html",
        {
            "header_title": title,
            "header_icon": "warning",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": title},
            ],
            "form": form,
            "is_one": bool(one),
            "rows": [row for row in rows if row["findings"]],
        },
    )


def tell_findings(request: HttpRequest, page: Page) -> None:
    """Say what the checks find on a page that is published or submitted; it stops nothing."""
    if not isinstance(page, BasePage) or not any(name in request.POST for name in FINISHING):
        return
    findings = check_page(page)
    if not findings:
        return
    parts = [f"{row.place}: {row.message}" for row in findings[:SHOWN]]
    start = ngettext(
        "The checks found %(count)d thing on “%(title)s”:",
        "The checks found %(count)d things on “%(title)s”:",
        len(findings),
    ) % {"count": len(findings), "title": page.title}
    report = f"{reverse('content_report')}?{urlencode({'page': page.pk})}"
    buttons = [
        messages.button(report, _("See all")),
        messages.button(place_address(page, findings[0]), _("Go to the first")),
    ]
    messages.warning(request, f"{start} {' '.join(parts)}", buttons=buttons)


def place_address(page: Page, finding: Finding) -> str:
    """Return where a finding is mended: the block in the editor, or the top of the page."""
    if finding.block is None or not finding.block.id:
        return edit_address(page.pk)
    return f"{edit_address(page.pk)}#block-{finding.block.id}-section"


def _draft(pk: str) -> PageFindings:
    page = Page.objects.filter(pk=int(pk)).first() if pk.isdecimal() else None
    draft = page and page.specific.get_latest_revision_as_object()
    if not isinstance(draft, BasePage):
        raise Http404
    return PageFindings(draft, check_page(draft))
