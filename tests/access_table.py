"""Who may see what, address by address; an address without a row here fails the walk.

Each row has eight signs, one per role in the order of ROLES: `o` the page opens, `>` to sign-in,
`-` not found, `x` forbidden, not without a token, or the wrong method, `r` done and led on. Rows
about a thing name whose it is: the demo's adviser's, unless the row says otherwise.
"""

from dataclasses import dataclass

ROLES = ("visitor", "adviser", "manager", "lead", "editor", "people", "admin", "other")
AS_EDITOR = ("reviewer", "translator")  # whoever works at the editor's desk sees the same site
EVERYBODY = "oooooooo"
SIGNED_IN = ">ooooooo"
OWN = ">o------"
MANAGERS = ">-oo----"
LEAD = ">--o----"
KEEPER = ">----o--"
BY_TOKEN = "xxxxxxxx"  # no session opens it


@dataclass(frozen=True)
class Row:
    """One address.

    Attributes:
        route: as Django knows it.
        path: with the names of things in braces (see `things` in the walk).
        signs: one per role.
        post: whether it is asked with POST.
    """

    route: str
    path: str
    signs: str
    post: bool = False


def page(route: str, signs: str, path: str = "") -> Row:
    return Row(route, f"/{path or route}", signs)


def deed(route: str, signs: str, path: str = "") -> Row:
    return Row(route, f"/{path or route}", signs, post=True)


TABLE = [
    page("healthz", EVERYBODY),
    page("readyz", EVERYBODY),
    # The framework for other systems
    page("case/", "rrrrrrrr"),
    page("case/<str:collection>/<str:identifier>", "rrrrrrrr", "case/CFPackages/{framework}"),
    page("ims/case/v1p1/CFDocuments", EVERYBODY),
    page(
        "ims/case/v1p1/<str:collection>/<str:identifier>",
        EVERYBODY,
        "ims/case/v1p1/CFPackages/{framework}",
    ),
    # The read API
    page("api/v1/", "--------"),
    page("api/v1/<path:rest>", "--------", "api/v1/nothing"),
    page("api/v1/openapi.json", EVERYBODY),
    page("api/v1/snapshots", BY_TOKEN),
    page("api/v1/snapshots/<snapshot_id>", BY_TOKEN, "api/v1/snapshots/{snapshot}"),
    page("api/v1/snapshots/<snapshot_id>/teams", BY_TOKEN, "api/v1/snapshots/{snapshot}/teams"),
    page("api/v1/snapshots/<snapshot_id>/cells", BY_TOKEN, "api/v1/snapshots/{snapshot}/cells"),
    page(
        "api/v1/snapshots/<snapshot_id>/profiles",
        BY_TOKEN,
        "api/v1/snapshots/{snapshot}/profiles",
    ),
    page("api/v1/participation", BY_TOKEN),
    page("api/v1/frameworks", BY_TOKEN),
    page("api/v1/frameworks/<framework_id>", BY_TOKEN, "api/v1/frameworks/{framework}"),
    # Peil's own words in xAPI statements
    page("xapi/<str:collection>/<str:name>", EVERYBODY, "xapi/verbs/self-evaluated"),
    page("xapi/<str:collection>/<str:name>", "--------", "xapi/verbs/unknown"),
    # The adviser's own
    page("nl/me/", SIGNED_IN),
    page("nl/me/actions/", SIGNED_IN),
    page("nl/me/actions/new/", SIGNED_IN),
    page("nl/me/plans/", SIGNED_IN),
    deed("nl/me/actions/<int:pk>/move/", ">r------", "nl/me/actions/{action}/move/"),
    page("nl/me/reflections/", SIGNED_IN),
    page("nl/me/reflections/new/", SIGNED_IN),
    page("nl/me/reflections/delete/", ">rrrrrrr"),
    deed(
        "nl/me/reflections/<int:pk>/delete/", ">r------", "nl/me/reflections/{reflection}/delete/"
    ),
    page("nl/me/profile/", SIGNED_IN),
    page("nl/me/profile/history/", SIGNED_IN),
    page("nl/me/profile.pdf", SIGNED_IN),
    page("nl/me/profile.xlsx", SIGNED_IN),
    page("nl/me/profile.json", SIGNED_IN),
    deed("nl/me/rechecks/mail/", ">rrrrrrr"),
    deed("nl/me/rechecks/<int:pk>/start/", ">r------", "nl/me/rechecks/{recheck}/start/"),
    deed("nl/me/rechecks/<int:pk>/later/", ">r------", "nl/me/rechecks/{recheck}/later/"),
    deed("nl/me/rechecks/<int:pk>/stop/", ">r------", "nl/me/rechecks/{recheck}/stop/"),
    page("nl/me/check-ins/", SIGNED_IN),
    deed("nl/me/check-ins/start/<int:pk>/", ">r------", "nl/me/check-ins/start/{campaign}/"),
    page("nl/me/check-ins/<int:pk>/", OWN, "nl/me/check-ins/{check_in}/"),
    page("nl/me/check-ins/<int:pk>/paper/", OWN, "nl/me/check-ins/{check_in}/paper/"),
    page("nl/me/check-ins/<int:pk>/paper/enter/", OWN, "nl/me/check-ins/{check_in}/paper/enter/"),
    deed("nl/me/check-ins/<int:pk>/submit/", ">r------", "nl/me/check-ins/{check_in}/submit/"),
    deed("nl/me/check-ins/<int:pk>/reopen/", ">r------", "nl/me/check-ins/{check_in}/reopen/"),
    page("nl/me/reminders/", SIGNED_IN),
    deed("nl/me/calendar/renew/", ">rrrrrrr"),
    page("nl/me/calendar/rounds/<int:pk>.ics", OWN, "nl/me/calendar/rounds/{campaign}.ics"),
    page("nl/me/calendar/<str:token>.ics", EVERYBODY, "nl/me/calendar/{calendar}.ics"),
    page("nl/me/calendar/<str:token>.ics", "--------", "nl/me/calendar/unknown.ics"),
    # What I share, and my data
    page("nl/me/sharing/", SIGNED_IN),
    page("nl/me/sharing/new/", SIGNED_IN),
    page("nl/me/sharing/<int:pk>/", OWN, "nl/me/sharing/{share}/"),
    deed("nl/me/sharing/<int:pk>/revoke/", ">r------", "nl/me/sharing/{other_share}/revoke/"),
    page("nl/me/data/", SIGNED_IN),
    deed("nl/me/data/export/", ">rrrrrrr"),  # led on to say who they are
    page("nl/me/data/exports/<str:token>.zip", OWN, "nl/me/data/exports/{export}.zip"),
    page("nl/me/data/account/", ">rrrrrrr"),
    page("nl/me/record-store/", SIGNED_IN),
    deed("nl/me/record-store/<int:pk>/", ">rrrrr--", "nl/me/record-store/{record_store}/"),
    page("nl/farewell/", EVERYBODY),
    # Quizzes
    page("nl/quizzes/", SIGNED_IN),
    page("nl/quizzes/<slug:slug>/", SIGNED_IN, "nl/quizzes/know-and-locate/"),
    deed("nl/quizzes/<slug:slug>/start/", ">rrrrrrr", "nl/quizzes/know-and-locate/start/"),
    page("nl/quizzes/attempts/<int:pk>/", OWN, "nl/quizzes/attempts/{attempt}/"),
    page("nl/quizzes/attempts/<int:pk>/review/", OWN, "nl/quizzes/attempts/{attempt}/review/"),
    deed(
        "nl/quizzes/attempts/<int:pk>/submit/", ">r------", "nl/quizzes/attempts/{attempt}/submit/"
    ),
    deed(
        "nl/quizzes/lesson-check/<uuid:lesson>/<int:version>/",
        ">ooooooo",
        "nl/quizzes/lesson-check/{lesson}/{version}/",
    ),
    # Managers
    page("nl/teams/", MANAGERS),
    page("nl/teams/participation/", MANAGERS),
    page("nl/teams/job-descriptions/", ">-oo-o--"),
    page("nl/teams/shared/", MANAGERS),
    page("nl/teams/shared/<int:pk>/", ">-o-----", "nl/teams/shared/{share}/"),
    page("nl/teams/<int:pk>/", MANAGERS, "nl/teams/{gent}/"),
    page("nl/teams/<int:pk>/overview/", MANAGERS, "nl/teams/{gent}/overview/"),
    page("nl/teams/<int:pk>/overview/", LEAD, "nl/teams/{antwerpen}/overview/"),
    page("nl/teams/<int:pk>/trend/", MANAGERS, "nl/teams/{gent}/trend/"),
    page("nl/teams/<int:pk>/trend/", LEAD, "nl/teams/{antwerpen}/trend/"),
    page("nl/teams/<int:pk>/summary/", MANAGERS, "nl/teams/{gent}/summary/"),
    page("nl/teams/<int:pk>/summary/", LEAD, "nl/teams/{antwerpen}/summary/"),
    page("nl/teams/<int:pk>/summary/", ">-------", "nl/teams/{werkpunt}/summary/"),
    page("nl/teams/<int:pk>/summary.pdf", MANAGERS, "nl/teams/{gent}/summary.pdf"),
    page("nl/teams/<int:pk>/summary.pdf", LEAD, "nl/teams/{antwerpen}/summary.pdf"),
    page("nl/organisation/", ">--r----"),
    page("nl/organisation/summary.pdf", ">--r----"),
    page("nl/organisation/audit/", LEAD),
    page("nl/organisation/audit.pdf", LEAD),
    page("nl/organisation/audit.xlsx", LEAD),
    page("nl/organisation/audit.csv", LEAD),
    page("nl/teams/<int:pk>/report.pdf", MANAGERS, "nl/teams/{gent}/report.pdf"),
    page("nl/teams/<int:pk>/report.xlsx", MANAGERS, "nl/teams/{gent}/report.xlsx"),
    page("nl/teams/<int:pk>/report.csv", MANAGERS, "nl/teams/{gent}/report.csv"),
    page("nl/teams/<int:pk>/workbook/", MANAGERS, "nl/teams/{gent}/workbook/"),
    page("nl/teams/<int:pk>/workbook/", LEAD, "nl/teams/{antwerpen}/workbook/"),
    page("nl/teams/<int:pk>/workbook/", ">-------", "nl/teams/{werkpunt}/workbook/"),
    deed("nl/teams/<int:pk>/workbook/", ">-rr----", "nl/teams/{gent}/workbook/"),
    page(
        "nl/teams/<int:pk>/workbook/<str:token>/",
        ">-o-----",
        "nl/teams/{gent}/workbook/{workbook}/",
    ),
    page(
        "nl/teams/<int:pk>/workbook/<str:token>/", ">-------", "nl/teams/{gent}/workbook/unknown/"
    ),
    page("nl/teams/<int:pk>/", LEAD, "nl/teams/{antwerpen}/"),
    page("nl/teams/<int:pk>/report.pdf", LEAD, "nl/teams/{antwerpen}/report.pdf"),
    page("nl/teams/<int:pk>/report.xlsx", LEAD, "nl/teams/{antwerpen}/report.xlsx"),
    page("nl/teams/<int:pk>/report.csv", LEAD, "nl/teams/{antwerpen}/report.csv"),
    page("nl/teams/<int:pk>/", ">-------", "nl/teams/{werkpunt}/"),
    page("nl/teams/<int:pk>/mail/", MANAGERS, "nl/teams/{gent}/mail/"),
    page("nl/teams/<int:pk>/mail/", LEAD, "nl/teams/{antwerpen}/mail/"),
    page("nl/teams/<int:pk>/plans/", MANAGERS, "nl/teams/{gent}/plans/"),
    page("nl/teams/<int:pk>/plans/", LEAD, "nl/teams/{antwerpen}/plans/"),
    page("nl/teams/<int:pk>/plans/new/", MANAGERS, "nl/teams/{gent}/plans/new/?competence=B1"),
    deed("nl/teams/plans/<int:pk>/withdraw/", ">-rr----", "nl/teams/plans/{gent_plan}/withdraw/"),
    deed("nl/teams/plans/<int:pk>/withdraw/", ">--r----", "nl/teams/plans/{plan}/withdraw/"),
    page("nl/teams/sufficiency/", MANAGERS),
    page("nl/teams/sufficiency/new/", LEAD),
    page("nl/teams/sufficiency/<int:pk>/", MANAGERS, "nl/teams/sufficiency/{gent_rule}/"),
    page("nl/teams/sufficiency/<int:pk>/", LEAD, "nl/teams/sufficiency/{rule}/"),
    page("nl/teams/sufficiency/<int:pk>/change/", LEAD, "nl/teams/sufficiency/{gent_rule}/change/"),
    page("nl/teams/sufficiency/<int:pk>/plan/", LEAD, "nl/teams/sufficiency/{rule}/plan/"),
    deed(
        "nl/teams/sufficiency/<int:pk>/acknowledge/",
        ">--r----",
        "nl/teams/sufficiency/{rule}/acknowledge/",
    ),
    deed("nl/teams/sufficiency/<int:pk>/done/", ">--r----", "nl/teams/sufficiency/{rule}/done/"),
    deed("nl/teams/sufficiency/<int:pk>/end/", ">--r----", "nl/teams/sufficiency/{gent_rule}/end/"),
    page("nl/people/import/", KEEPER),
    page("nl/privacy/", EVERYBODY),
    # Toolkit and search
    page("nl/^((?:[\\w\\-]+/)*)$", EVERYBODY, "nl/"),
    page("nl/toolkit/", EVERYBODY),
    page("nl/toolkit/<slug:module>/", EVERYBODY, "{module_path}"),
    page("nl/toolkit/<slug:module>/<slug:lesson>/", EVERYBODY, "{lesson_path}"),
    page("nl/search/", EVERYBODY),
    page("nl/references/", EVERYBODY),
    deed("nl/country/", "rrrrrrrr"),
    page("nl/glossary/", EVERYBODY),
    page("nl/case-studies/", EVERYBODY),
    page("nl/case-studies/<slug:case>/", EVERYBODY, "nl/case-studies/lmi-for-all/"),
    deed(
        "nl/toolkit-progress/<uuid:lesson>/section",
        ">xxxxxxx",
        "nl/toolkit-progress/{lesson}/section",
    ),
    deed("nl/toolkit-progress/<uuid:lesson>/done", ">rrrrrrr", "nl/toolkit-progress/{lesson}/done"),
    deed(
        "nl/toolkit-progress/<uuid:lesson>/reopen",
        ">rrrrrrr",
        "nl/toolkit-progress/{lesson}/reopen",
    ),
    # Sources: the shipped catalogue for everyone, an organisation's own for its people
    page("nl/sources/", SIGNED_IN),
    page("nl/sources/add/", ">ooooo-o"),
    page("nl/sources/<int:pk>/", SIGNED_IN, "nl/sources/{source}/"),
    page("nl/sources/<int:pk>/", ">------o", "nl/sources/{foreign_source}/"),
    page("nl/sources/<int:pk>/edit/", ">------o", "nl/sources/{foreign_source}/edit/"),
    deed("nl/sources/<int:pk>/keep/", ">------r", "nl/sources/{foreign_source}/keep/"),
    deed("nl/sources/<int:pk>/checked/", ">------r", "nl/sources/{foreign_source}/checked/"),
    deed("nl/sources/<int:pk>/purpose/", ">------r", "nl/sources/{foreign_source}/purpose/"),
    deed("nl/sources/<int:pk>/review/", ">------o", "nl/sources/{foreign_source}/review/"),
    deed("nl/sources/<int:pk>/remove/", ">------r", "nl/sources/{foreign_source}/remove/"),
    # Learning log
    page("nl/activities/", SIGNED_IN),
    page("nl/activities.csv", SIGNED_IN),
    page("nl/activities/add/", SIGNED_IN),
    page("nl/activities/<int:pk>/", OWN, "nl/activities/{activity}/"),
    page("nl/activities/<int:pk>/delete/", OWN, "nl/activities/{activity}/delete/"),
    # The administration's front door
    page("admin/", "rrrrooor"),
    # What is not found there leads on to a page with a language before it, which is not found
    page("admin/reports/opened/", "rrrrrorr"),
    page("admin/reports/opened/results/", "rrrrrorr"),
]

# Addresses of libraries that guard themselves; the walk asks for the front door of each.
GUARDED_BY_LIBRARY = ("admin/", "accounts/", "documents/", "nl/_util/")
