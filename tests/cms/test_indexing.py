"""Saving many pages: both indexes end up as if each save had been indexed."""

import pytest
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from cms.indexing import indexed_once
from cms.models import HomePage, StandardPage
from tests.factories.training import make_site


def page_below(home, title: str = "Zeehond") -> StandardPage:
    link = f'<p><a linktype="page" id="{home.pk}">Home</a></p>'
    return StandardPage(
        title=title, slug=title.lower(), locale=home.locale, body=[{"type": "text", "value": link}]
    )


@pytest.fixture
def home(db) -> HomePage:
    make_site()
    return HomePage.objects.first()


def indexed(page) -> list[str]:
    entries = IndexEntry.objects.filter(object_id=str(page.pk), content_type=page.content_type)
    return list(entries.values_list("title", flat=True))


def references(page) -> int:
    return ReferenceIndex.get_references_for_object(page).count()


def add_and_fail(home) -> None:
    with indexed_once():
        home.add_child(instance=page_below(home))
        raise ValueError("half way")


def test_pages_are_indexed_once_at_the_end(home):
    with indexed_once():
        page = home.add_child(instance=page_below(home))
        page.title = "Walrus"
        page.save()
        assert (indexed(page), references(page)) == ([], 0)
    assert (len(indexed(page)), references(page)) == (1, 1)
    assert "alrus" in indexed(page)[0]


def test_later_saves_are_indexed_at_once_again(home):
    with indexed_once():
        pass
    page = home.add_child(instance=page_below(home))
    assert len(indexed(page)) == 1


def test_after_a_mistake_what_was_saved_is_indexed_and_handlers_are_back(home):
    with pytest.raises(ValueError, match="half way"):
        add_and_fail(home)
    assert len(indexed(StandardPage.objects.get())) == 1
    other = home.add_child(instance=page_below(home, "Otter"))
    assert len(indexed(other)) == 1


def test_what_is_deleted_inside_is_in_no_index(home):
    with indexed_once():
        page = home.add_child(instance=page_below(home))
        gone = {"object_id": str(page.pk), "content_type": page.content_type}
        page.delete()
    assert not IndexEntry.objects.filter(**gone).exists()
    assert not ReferenceIndex.objects.filter(**gone).exists()
