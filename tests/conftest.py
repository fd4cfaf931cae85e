"""Fixtures that every test may use: the framework, and people with a fixed meaning."""
