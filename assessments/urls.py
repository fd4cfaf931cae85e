"""Addresses of assessments, one file of views per noun."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
