"""The public data sheet: what is kept, who sees it, and what stays possible.

The numbers come from the constants that the rules run on; the table is in privacy_sheet_table.py.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from assessments.domain.cells import MIDDLE_HALF_FROM
from assessments.domain.disclosure_sufficiency import GROUPS, REST
from assessments.domain.kept_files import KEPT_DAYS
from assessments.domain.privacy_sheet_table import INDIVIDUAL_DATA, ROLES, DataRow, Text
from assessments.domain.report_access import ONE_LINE_PER
from assessments.domain.retention import NOTICE
from assessments.domain.shares import LONGEST, ONE_VIEW_PER
from assessments.domain.team_report_words import purpose_statement
from assessments.enums import ShareBand
from assessments.models.keeping import KEPT_MONTHS
from cms.accounts.models import MINIMUM_GROUP_SIZE

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True)
class PrivacySheet:
    """Everything the data sheet says, in the language that was active when it was made."""

    purpose: str
    roles: tuple[Text, ...]
    rows: tuple[DataRow, ...]
    promises: tuple[str, ...]
    keeping: tuple[str, ...]
    group_rules: tuple[str, ...]
    bands: tuple[str, ...]
    cookies: tuple[str, ...]
    still_possible: tuple[str, ...]


def privacy_sheet() -> PrivacySheet:
    """Return the data sheet; no query."""
    return PrivacySheet(
        purpose=purpose_statement(),
        roles=ROLES,
        rows=INDIVIDUAL_DATA,
        promises=_promises(),
        keeping=_keeping(),
        group_rules=_group_rules(),
        bands=tuple(str(band.label) for band in ShareBand),
        cookies=_cookies(),
        still_possible=_still_possible(),
    )


def _promises() -> tuple[str, ...]:
    return (
        _(
            "You share by name and by item: one manager, and the competences, actions or "
            "activities that you choose. You see exactly the page that the manager sees, you can "
            "stop the share at any time, and it ends with the check-in round."
        ),
        _(
            "Above each check-in stands what it is for and who sees which figures. That cannot "
            "change once the first answer is in."
        ),
        _("Organisations never see each other."),
        _(
            "A manager can ask the whole team to learn something. Nobody but you sees whether you "
            "did: managers read later which share of the team has read everything, in fifths, "
            "under the rules for figures of groups."
        ),
        _(
            "Each view of what you share is in a log that you can read; views within %(hours)d "
            "hour count once. A share lasts %(days)d days at most."
        )
        % {"hours": ONE_VIEW_PER // HOUR, "days": LONGEST.days},
        _(
            "Who opens or downloads a report about groups is written down: who, which report, "
            "when; again within %(minutes)d minutes counts once. The administrator of the "
            "organisation reads it. A line goes after %(months)d months, or after as many as the "
            "organisation chose for ratings."
        )
        % {"minutes": ONE_LINE_PER // MINUTE, "months": KEPT_MONTHS},
        _(
            "Your organisation can connect a learning record store of its own. Nothing of you goes "
            "there unless you tick it under My data, kind by kind: lessons that are done, quizzes, "
            "scores, and that you rated a competence. The level goes along only where you tick "
            "that too, and share the competence. Reflections, examples, answers and how sure you "
            "were never go. You can stop at any time; what was sent stays with your organisation."
        ),
        _("No person is judged by a machine: there is no score, no ranking and no prediction."),
    )


def _keeping() -> tuple[str, ...]:
    numbers = {"months": KEPT_MONTHS, "days": KEPT_DAYS, "notice": NOTICE.days}
    return (
        _(
            "Ratings, answers, reflections and actions are kept for %(months)d months, unless your "
            "organisation chose another period. Who works for two organisations is under the "
            "longest. You hear %(notice)d days before something goes."
        )
        % numbers,
        _(
            "Reflections are sealed in the database: whoever reads the database without the key "
            "cannot read them. The key is kept outside it, by whoever runs Peil."
        ),
        _(
            "You can take everything of yours with you as one file. We ask who you are first; only "
            "you can open the file, and it goes after %(days)d days."
        )
        % numbers,
        _(
            "You can delete all your reflections, or your account with all that is yours. It goes "
            "at once; in back-ups it stays until they are overwritten. Group figures that were "
            "already made stay; nobody can be read back out of them."
        ),
        _(
            "With the figures of a round we keep in which team you counted and for which "
            "competences, without your levels, so that the next round can tell whether a change "
            "would point at somebody. When that round is counted, it goes; at the latest when your "
            "ratings of that time would go."
        ),
    )


def _group_rules() -> tuple[str, ...]:
    numbers = {
        "k": MINIMUM_GROUP_SIZE,
        "half": MIDDLE_HALF_FROM,
        "group": GROUPS * MINIMUM_GROUP_SIZE,
        "days": REST.days,
    }
    return (
        _(
            "Managers read figures of a check-in round that has closed, made once. They never see "
            "figures change while people are answering."
        ),
        _(
            "How many people have checked in is shown while a round runs, as the number of that "
            "morning, and under the same rules as the figures."
        ),
        _(
            "A figure about fewer than %(k)d people is not shown and not even stored. An "
            "organisation may ask for larger groups, never for smaller ones."
        )
        % numbers,
        _(
            "Nor is a figure that would, put beside the others, tell about fewer than %(k)d "
            "people. Such people count in the figures of the team above."
        )
        % numbers,
        _(
            "Figures are coarse: how many people, the middle level, and the share at target in "
            "steps of 20%%. The middle half is shown from %(half)d people. There is no lowest or "
            "highest level and no list."
        )
        % numbers,
        _(
            "A change since the round before is shown only where nobody, or at least %(k)d people, "
            "joined or left, over all teams together."
        )
        % numbers,
        _(
            "Figures per role are only made of the organisation as a whole, never within a team, "
            "and only as far as they tell no more beside the figures of the teams."
        ),
        _("Self-rating and tested knowledge stand side by side and are never averaged."),
        _(
            "Of a team is counted besides how many people ticked each cause in the check-in, from "
            "%(half)d people who ticked one and never to the last two; the hours in learning logs, "
            "in fives; and of which modules lessons were finished. Each of these groups of people "
            "is under the same rules."
        )
        % numbers,
        _("A figure that is not shown says which rule kept it, and where its people do count."),
        _(
            "Other systems of the organisation can read the same figures and the framework, and "
            "nothing else, with an access token that an organisation administrator makes. Whoever "
            "has it reads what it opens."
        ),
        _(
            "Managers can ask whether a part has enough people at a level. The answer is "
            "sufficient, fragile or insufficient, from %(group)d people with a level, and counts "
            "people in twos. Parts that lie in each other get one answer, and other terms wait "
            "%(days)d days, so that answers laid side by side give no count."
        )
        % numbers,
        _(
            "For an audit, what was done in a quarter is counted once, of the organisation as a "
            "whole: activities and their hours, lessons, quizzes. A number shows only where at "
            "least %(k)d people contributed to it, and a period holds whole quarters, so that two "
            "periods never differ by a few people."
        )
        % numbers,
    )


def _cookies() -> tuple[str, ...]:
    return (
        _("The language of the page that you read last: a year."),
        _(
            "The country whose examples you want to see, when you choose one above a lesson: a "
            "year, or until you choose both."
        ),
        _(
            "That you are signed in: until you sign out or close the browser, or two weeks when "
            "you tick the box for that."
        ),
        _("A mark against forged forms: a year."),
    )


def _still_possible() -> tuple[str, ...]:
    return (
        _(
            "Whoever kept the report of the round before can lay two reports side by side. "
            "Everybody rates anew in each round, and figures are steps and middle levels, so one "
            "person who joined shifts a figure only at its edge."
        ),
        _(
            "The same goes for whether there is enough expertise: somebody who joins or leaves can "
            "tip the answer from one round to the next."
        ),
        _(
            "Whoever hears the levels of all other members from these members can work out the "
            "step in which the last one lies."
        ),
        _(
            "Whoever hears from all others how many hours they learned in a quarter can subtract "
            "these from the sum."
        ),
        _("An employer who can reach the database itself is not stopped by this application."),
    )
