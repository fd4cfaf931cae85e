"""What editors manage in the admin besides pages: the words of competences, and the glossary."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from training.competence_forms import CompetenceForm
from training.glossary_forms import GlossaryTermForm
from training.models import Competence, CompetenceVersion, GlossaryTerm


class ReviseOnlyPolicy(ModelPermissionPolicy):
    """Competences are revised here; they come by import, and never go: results point to them."""

    def user_has_permission(self, user, action: str) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)


def current_version(competence: Competence) -> CompetenceVersion:
    """Return the version that holds now, from rows that were fetched before."""
    return next(version for version in competence.versions.all() if version.is_current)


def name_of(competence: Competence) -> str:
    """Return the name in the language of the admin, or the other one."""
    texts = {text.language: text.name for text in current_version(competence).texts.all()}
    return texts.get(get_language(), next(iter(texts.values()), ""))


class CompetenceIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("versions__texts")


class CompetenceViewSet(ModelViewSet):
    model = Competence
    index_view_class = CompetenceIndexView
    icon = "list-ol"
    menu_label = _("Competences")
    menu_order = 400
    add_to_admin_menu = True
    copy_view_enabled = False
    sort_order_field = None
    ordering = ["order"]
    search_fields: list[str] = []
    list_display = [
        "code",
        Column("name", label=_("Name"), accessor=name_of),
        Column("version", label=_("Version"), accessor=lambda row: current_version(row).number),
    ]

    def get_form_class(self, for_update: bool = False) -> type[CompetenceForm]:
        return CompetenceForm


def term_in_language(entry: GlossaryTerm) -> str:
    """Return the term in the language of the admin, or in the other one."""
    texts = {text.language: text.term for text in entry.texts.all()}
    return texts.get(get_language(), next(iter(texts.values()), ""))


class GlossaryIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("texts")


class GlossaryViewSet(ModelViewSet):
    model = GlossaryTerm
    index_view_class = GlossaryIndexView
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 410
    add_to_admin_menu = True
    copy_view_enabled = False
    sort_order_field = None
    ordering = ["key"]
    search_fields = ["key", "texts__term"]
    search_backend_name = None
    list_display = ["key", Column("term", label=_("Term"), accessor=term_in_language)]

    def get_form_class(self, for_update: bool = False) -> type[GlossaryTermForm]:
        return GlossaryTermForm


register_permission_policy(Competence, ReviseOnlyPolicy(Competence))
competences = CompetenceViewSet("competences")
glossary = GlossaryViewSet("glossary")
