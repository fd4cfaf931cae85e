"""Addresses of assessments, one file of views per noun."""

from django.urls import URLPattern, path

from assessments.views import (
    attempts,
    check_ins,
    history,
    lesson_checks,
    me,
    privacy,
    profile,
    quizzes,
    rechecks,
    teams,
)

urlpatterns: list[URLPattern] = [
    path("me/", me.me, name="me"),
    path("me/actions/", me.actions, name="actions"),
    path("me/actions/<int:pk>/move/", me.action_move, name="action_move"),
    path("me/profile/", profile.profile, name="profile"),
    path("me/profile/history/", history.history, name="profile_history"),
    path("me/profile.pdf", profile.profile_pdf, name="profile_pdf"),
    path("me/profile.xlsx", profile.profile_xlsx, name="profile_xlsx"),
    path("me/profile.json", profile.profile_json, name="profile_json"),
    path("me/rechecks/mail/", rechecks.recheck_mail, name="recheck_mail"),
    path("me/rechecks/<int:pk>/start/", rechecks.recheck_start, name="recheck_start"),
    path("me/rechecks/<int:pk>/later/", rechecks.recheck_later, name="recheck_later"),
    path("me/rechecks/<int:pk>/stop/", rechecks.recheck_stop, name="recheck_stop"),
    path("me/check-ins/", check_ins.check_ins, name="check_ins"),
    path("me/check-ins/start/<int:pk>/", check_ins.check_in_start, name="check_in_start"),
    path("me/check-ins/<int:pk>/", check_ins.check_in, name="check_in"),
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
