"""Viewsets of the administration, one file per noun."""
