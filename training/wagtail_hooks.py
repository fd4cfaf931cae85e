"""Registers what training adds to Wagtail's admin."""

from wagtail import hooks

from training.viewsets import CompetenceViewSet, GlossaryViewSet, competences, glossary


@hooks.register("register_admin_viewset")
def register_competences() -> CompetenceViewSet:
    return competences


@hooks.register("register_admin_viewset")
def register_glossary() -> GlossaryViewSet:
    return glossary
