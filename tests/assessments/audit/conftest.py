"""An organisation whose name begins like a formula, a year that was counted, rounds that closed."""

import pytest

from tests.factories.audit import hold_rounds, store_year
from tests.factories.people import make_organisation, root_of


@pytest.fixture
def root():
    return root_of(make_organisation("=Centre"))


@pytest.fixture
def year(root):
    return store_year(root.organisation)


@pytest.fixture
def rounds(root):
    hold_rounds(root)
