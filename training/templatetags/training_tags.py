"""Template tags of training: what pages show about the person who reads them."""

from itertools import chain, zip_longest

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms.drawn import drawn, for_a_minute
from training.domain.progress import ResumePoint, resume_point
from training.domain.reading import Reading, reading_of
from training.domain.references import cited
from training.domain.toolkit import ModuleCard, modules_in
from training.forms import country_of
from training.models import CaseStudyPage, LessonPage, ModulePage, ToolkitPage
from training.renderers.prose import shared_pieces

register = template.Library()

OWN_BLOCKS = {"check", "citations"}


@register.simple_tag(takes_context=True)
def reading(context: template.Context, page: LessonPage) -> Reading:
    """Return a lesson as its reader sees it: neighbours, objectives, progress."""
    request = context.get("request")
    preview = request.preview_mode if getattr(request, "is_preview", False) else ""
    return reading_of(page, context.get("user"), preview=preview)


@register.simple_tag(takes_context=True)
def lesson_body(context: template.Context, page: LessonPage | CaseStudyPage) -> SafeString:
    """Return the body of a lesson or a case study; what is the same for every reader is drawn once.

    Check questions are the reader's own, and references follow the bibliography; the blocks
    between them do neither.
    """
    own = [
        page.body[index].render(context=context.flatten())
        for index, block in enumerate(page.body.raw_data)
        if block["type"] in OWN_BLOCKS
    ]
    pieces = shared_pieces(page.body, page.language, OWN_BLOCKS)
    whole = chain.from_iterable(zip_longest(pieces, own, fillvalue=""))
    return mark_safe("".join(whole))  # noqa: S308  each part was rendered by its own template


@register.simple_tag
def cited_works(items: list) -> SafeString:
    """Show the references of a lesson in words, as they stand in the bibliography."""
    language = get_language()
    rows = [(item["key"], str(item["note"]) if item["note"] else "") for item in items]
    works = for_a_minute("cited", [language, rows], lambda: cited(rows, language))
    return drawn(
        "works", works, lambda: render_to_string("training/_cited_works.html", {"works": works})
    )


@register.simple_tag(takes_context=True)
def reader_country(context: template.Context) -> str:
    """Return the country whose examples the reader wants: "BE", "NL", or empty for both."""
    request = context.get("request")
    return country_of(request.COOKIES) if request else ""


@register.simple_tag(takes_context=True)
def modules_of(context: template.Context, page: ToolkitPage) -> list[ModuleCard]:
    """Return the modules of a toolkit with the reader's progress."""
    return modules_in(page.language, user=context.get("user"))


@register.simple_tag(takes_context=True)
def module_card(context: template.Context, page: ModulePage) -> ModuleCard | None:
    """Return one module with its lessons and the reader's progress; None when it is not live."""
    cards = modules_in(page.language, user=context.get("user"), module=page)
    return cards[0] if cards else None


@register.simple_tag(takes_context=True)
def resume(context: template.Context) -> ResumePoint | None:
    """Return where the reader stopped; None for a guest."""
    user = context.get("user")
    return resume_point(user, get_language()) if user and user.is_authenticated else None


@register.simple_tag
def crumbs(*parts: str) -> list[tuple[str, str]]:
    """Return the way to a page for the breadcrumb: label, address, label, address, ... label."""
    return list(zip(parts[::2], [*parts[1::2], ""], strict=False))
