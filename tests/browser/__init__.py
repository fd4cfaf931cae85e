"""Journeys of people through a served copy of the demo, in a real browser."""

import pytest

pytest.register_assert_rewrite("tests.browser.visitor")
