"""Addresses of training; the toolkit itself is pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
