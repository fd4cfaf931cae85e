"""The addresses of Peil's own words in xAPI statements, the same in every language."""

from django.urls import path

from assessments.views import xapi

urlpatterns = [path("xapi/<str:collection>/<str:name>", xapi.own_word, name="xapi_word")]
