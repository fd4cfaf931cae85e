"""The groups of the editor's desk and the review that lessons go through before they are public.

Editors write and submit, translators translate, reviewers look and publish; somebody may be in more
than one group. None of the groups opens a person's result: those hang on roles, not on permissions.
"""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.models import HomePage

EDITORS = "Editors"
REVIEWERS = "Reviewers"
TRANSLATORS = "Translators"
REVIEW = "Review"

# What each group may do with every page of the site.
ON_PAGES = {
    EDITORS: ("add", "change"),
    REVIEWERS: ("change", "publish", "lock", "unlock"),
    TRANSLATORS: ("change",),
}
# What each group may do besides, as "app.codename".
BESIDES = {
    EDITORS: ("wagtailadmin.access_admin", "wagtail_localize.submit_translation"),
    REVIEWERS: ("wagtailadmin.access_admin",),
    TRANSLATORS: ("wagtailadmin.access_admin", "wagtail_localize.submit_translation"),
}
FILES = tuple(
    f"{app}.{deed}_{model}"
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for deed in ("add", "change", "choose")
)


@transaction.atomic
def ensure_desk(more: Mapping[str, Iterable[str]]) -> list[Group]:
    """Return the groups of the desk, made where they are not there and given what they lack.

    What an installation changed stays: permissions on pages and files are given to a group that has
    none, and the review is put on the front doors once, when it is made.

    Args:
        more: further permissions by name of the group, as "app.codename", from the apps above.
    """
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in ON_PAGES}
    for name, group in groups.items():
        group.permissions.add(*_permissions([*BESIDES[name], *more.get(name, ())]))
        _open_pages(group, ON_PAGES[name])
    _open_files(groups[EDITORS])
    _ensure_review(groups[REVIEWERS])
    return list(groups.values())


def _permissions(names: Iterable[str]) -> list[Permission]:
    return [
        Permission.objects.get(content_type__app_label=app, codename=codename)
        for app, codename in (name.split(".") for name in names)
    ]


def _open_pages(group: Group, deeds: Iterable[str]) -> None:
    root = Page.get_first_root_node()
    if root is None or GroupPagePermission.objects.filter(group=group).exists():
        return
    for permission in _permissions(f"wagtailcore.{deed}_page" for deed in deeds):
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)


def _open_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    if root is None or GroupCollectionPermission.objects.filter(group=group).exists():
        return
    for permission in _permissions(FILES):
        GroupCollectionPermission.objects.create(
            group=group, collection=root, permission=permission
        )


def _ensure_review(reviewers: Group) -> None:
    homes = HomePage.objects.filter(workflowpage=None)
    if not homes or Workflow.objects.filter(name=REVIEW).exists():
        return
    task = GroupApprovalTask.objects.create(name=REVIEW)
    task.groups.add(reviewers)
    review = Workflow.objects.create(name=REVIEW)
    WorkflowTask.objects.create(workflow=review, task=task, sort_order=0)
    for home in homes:
        WorkflowPage.objects.create(workflow=review, page=home)
