"""What assessments adds to the administration; it registers and decides nothing."""

from wagtail import hooks

from assessments.viewsets.campaigns import campaign_viewset
from assessments.viewsets.questions import question_viewset


@hooks.register("register_admin_viewset")
def register_campaigns():
    return campaign_viewset


@hooks.register("register_admin_viewset")
def register_questions():
    return question_viewset
