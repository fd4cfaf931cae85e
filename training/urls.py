"""Addresses of training; the toolkit itself is pages, found faster here than by Wagtail."""

from django.urls import path

from training.views import (
    activities,
    country,
    glossary,
    lessons,
    pages,
    references,
    search,
    source_editing,
    sources,
)

urlpatterns = [
    path("toolkit/", pages.toolkit_page, name="toolkit"),
    path("toolkit/<slug:module>/", pages.toolkit_page, name="module"),
    path("toolkit/<slug:module>/<slug:lesson>/", pages.toolkit_page, name="lesson"),
    path("toolkit-progress/<uuid:lesson>/section", lessons.lesson_section, name="lesson_section"),
    path("toolkit-progress/<uuid:lesson>/done", lessons.lesson_done, name="lesson_done"),
    path("toolkit-progress/<uuid:lesson>/reopen", lessons.lesson_reopen, name="lesson_reopen"),
    path("country/", country.country, name="country"),
    path("references/", references.references, name="references"),
    path("case-studies/", pages.case_page, name="cases"),
    path("case-studies/<slug:case>/", pages.case_page, name="case"),
    path("glossary/", glossary.terms, name="glossary"),
    path("search/", search.search, name="search"),
    path("sources/", sources.sources, name="sources"),
    path("sources/add/", source_editing.source_add, name="source_add"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/edit/", source_editing.source_edit, name="source_edit"),
    path("sources/<int:pk>/keep/", sources.source_keep, name="source_keep"),
    path("sources/<int:pk>/remove/", sources.source_remove, name="source_remove"),
    path("sources/<int:pk>/checked/", sources.source_checked, name="source_checked"),
    path("sources/<int:pk>/purpose/", sources.source_purpose, name="source_purpose"),
    path("sources/<int:pk>/review/", sources.source_review, name="source_review"),
    path("activities/", activities.activities, name="activities"),
    path("activities.csv", activities.activities_csv, name="activities_csv"),
    path("activities/add/", activities.activity_add, name="activity_add"),
    path("activities/<int:pk>/", activities.activity_edit, name="activity_edit"),
    path("activities/<int:pk>/delete/", activities.activity_delete, name="activity_delete"),
]
