"""Template tags of case studies: the list under its headings, and what one is about."""

from django import template

from training.domain.cases import CaseGroup, case_groups, competences_of
from training.domain.toolkit import CompetenceName
from training.models import CaseIndexPage, CaseStudyPage

register = template.Library()


@register.simple_tag
def groups_of(page: CaseIndexPage) -> list[CaseGroup]:
    """Return the live case studies of a language under their two headings."""
    return case_groups(page.language)


@register.simple_tag
def case_competences(page: CaseStudyPage) -> list[CompetenceName]:
    """Return the competences that a case study is about."""
    return competences_of(page)
