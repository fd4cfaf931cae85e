"""Addresses of training; the toolkit itself is pages, of which a lesson is found faster here."""

from django.urls import path

from training.views import lessons, search

urlpatterns = [
    path("toolkit/<slug:module>/<slug:lesson>/", lessons.lesson_page, name="lesson"),
    path("toolkit-progress/<uuid:lesson>/section", lessons.lesson_section, name="lesson_section"),
    path("toolkit-progress/<uuid:lesson>/done", lessons.lesson_done, name="lesson_done"),
    path("toolkit-progress/<uuid:lesson>/reopen", lessons.lesson_reopen, name="lesson_reopen"),
    path("search/", search.search, name="search"),
]
