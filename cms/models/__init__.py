"""The models of the site; one file per family."""

from cms.models.base import BasePage
from cms.models.pages import HomePage, StandardPage
from cms.models.translating import LanguageStep

__all__ = ["BasePage", "HomePage", "LanguageStep", "StandardPage"]
