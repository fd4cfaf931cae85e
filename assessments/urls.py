"""Addresses of assessments, one file of views per noun."""

from django.urls import URLPattern, path

from assessments.views import (
    attempts,
    check_in_paper,
    check_ins,
    lesson_checks,
    me,
    privacy,
    profile,
    quizzes,
    reflections,
    teams,
)

urlpatterns: list[URLPattern] = [
    path("me/", me.me, name="me"),
    path("me/actions/", me.actions, name="actions"),
    path("me/actions/new/", me.action_new, name="action_new"),
    path("me/actions/<int:pk>/move/", me.action_move, name="action_move"),
    path("me/reflections/", reflections.reflections, name="reflections"),
    path("me/reflections/new/", reflections.reflection_new, name="reflection_new"),
    path("me/reflections/delete/", reflections.reflections_delete, name="reflections_delete"),
    path(
        "me/reflections/<int:pk>/delete/", reflections.reflection_delete, name="reflection_delete"
    ),
    path("me/profile/", profile.profile, name="profile"),
    path("me/profile.pdf", profile.profile_pdf, name="profile_pdf"),
    path("me/profile.xlsx", profile.profile_xlsx, name="profile_xlsx"),
    path("me/profile.json", profile.profile_json, name="profile_json"),
    path("me/check-ins/", check_ins.check_ins, name="check_ins"),
    path("me/check-ins/start/<int:pk>/", check_ins.check_in_start, name="check_in_start"),
    path("me/check-ins/<int:pk>/", check_ins.check_in, name="check_in"),
    path("me/check-ins/<int:pk>/paper/", check_in_paper.check_in_paper, name="check_in_paper"),
    path(
        "me/check-ins/<int:pk>/paper/enter/",
        check_in_paper.check_in_paper_enter,
        name="check_in_paper_enter",
    ),
    path("me/check-ins/<int:pk>/submit/", check_ins.check_in_submit, name="check_in_submit"),
    path("me/check-ins/<int:pk>/reopen/", check_ins.check_in_reopen, name="check_in_reopen"),
    path("teams/", teams.team_list, name="teams"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/report.pdf", teams.team_pdf, name="team_pdf"),
    path("teams/<int:pk>/report.xlsx", teams.team_xlsx, name="team_xlsx"),
    path("teams/<int:pk>/report.csv", teams.team_csv, name="team_csv"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("quizzes/", quizzes.quiz_list, name="quizzes"),
    path("quizzes/attempts/<int:pk>/", attempts.attempt, name="attempt"),
    path("quizzes/attempts/<int:pk>/review/", attempts.attempt_review, name="attempt_review"),
    path("quizzes/attempts/<int:pk>/submit/", attempts.attempt_submit, name="attempt_submit"),
    path(
        "quizzes/lesson-check/<uuid:lesson>/<int:version>/",
        lesson_checks.lesson_check,
        name="lesson_check",
    ),
    path("quizzes/<slug:slug>/", quizzes.quiz, name="quiz"),
    path("quizzes/<slug:slug>/start/", quizzes.quiz_start, name="quiz_start"),
]
