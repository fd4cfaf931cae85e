"""Writes a deed as an xAPI statement (1.0.3 and 2.0.0 alike); pure: facts in, JSON out.

Specifications: github.com/adlnet/xAPI-Spec 1.0.3; IEEE 9274.1.1-2023 (2.0.0). `version` stands in
the header of the request, as both say, not in the statement.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid5

from assessments.domain.record_deeds import Deed, Outgoing, Thing
from assessments.record_enums import RecordKind

ADL_VERBS = "http://adlnet.gov/expapi/verbs/"
ADL_ACTIVITIES = "http://adlnet.gov/expapi/activities/"
# Below the site's own address: no registry has a verb for it. "evaluated" is used for marking the
# work of others, and "rated" asks for the rating.
SELF_EVALUATED = "/xapi/verbs/self-evaluated"
LEVEL = "/xapi/extensions/level"
PLATFORM = "Peil"

# What the addresses of Peil's own words answer, in the form that xAPI asks of whoever owns an IRI.
OWN_WORDS = {
    SELF_EVALUATED: {
        "name": {"nl": "schatte zichzelf in", "en": "self-evaluated"},
        "description": {
            "nl": "Iemand koos zelf het niveau dat bij een competentie past; het niveau staat er "
            "alleen bij als die persoon dat wil.",
            "en": "Somebody chose the level of a competence that fits themself; the level is told "
            "only where that person wants it.",
        },
    },
    LEVEL: {
        "name": {"nl": "niveau", "en": "level"},
        "description": {
            "nl": "Het zelf ingeschatte niveau, van 0 tot 5. Niveaus hebben een volgorde; er valt "
            "niet mee te rekenen.",
            "en": "The self-rated level, from 0 to 5. Levels have an order; they cannot be "
            "reckoned with.",
        },
    },
}

VERB_NAMES = {
    RecordKind.COMPLETED: {"nl": "rondde af", "en": "completed"},
    RecordKind.ATTEMPTED: {"nl": "maakte", "en": "attempted"},
    RecordKind.SCORED: {"nl": "scoorde", "en": "scored"},
    RecordKind.SELF_EVALUATED: OWN_WORDS[SELF_EVALUATED]["name"],
}
TYPES = {
    RecordKind.COMPLETED: ("lesson", "module"),
    RecordKind.ATTEMPTED: ("assessment", "course"),
    RecordKind.SCORED: ("assessment", "course"),
    RecordKind.SELF_EVALUATED: ("objective", "course"),
}


def statement(outgoing: Outgoing, *, site: str) -> dict[str, Any]:
    """Return a statement, ready for JSON.

    The person is an account of this site with a name that says nothing; no name, no address.

    Args:
        outgoing: the deed; a level is written only where it has one.
        site: address of this site, without a slash at its end.
    """
    deed = outgoing.deed
    kind, kind_above = TYPES[deed.kind]
    result = _result(outgoing, site)
    return {
        "id": str(outgoing.identifier),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": f"{site}/", "name": str(outgoing.account)},
        },
        "verb": {"id": verb_of(deed.kind, site), "display": dict(VERB_NAMES[deed.kind])},
        "object": _activity(deed.thing, kind, site),
        **({"result": result} if result else {}),
        "context": _context(outgoing, kind_above, site),
        "timestamp": _moment(deed.happened_at),
    }


def verb_of(kind: RecordKind, site: str) -> str:
    """Return the IRI of a verb: of ADL's vocabulary where that has one."""
    if kind == RecordKind.SELF_EVALUATED:
        return f"{site}{SELF_EVALUATED}"
    return f"{ADL_VERBS}{kind.value}"


def _activity(thing: Thing, kind: str, site: str) -> dict[str, Any]:
    return {
        "objectType": "Activity",
        "id": f"{site}{thing.path}",
        "definition": {"type": f"{ADL_ACTIVITIES}{kind}", "name": dict(thing.names)},
    }


def _context(outgoing: Outgoing, kind_above: str, site: str) -> dict[str, Any]:
    deed = outgoing.deed
    context: dict[str, Any] = {"platform": PLATFORM, "language": deed.language}
    if deed.run:
        context["registration"] = str(uuid5(outgoing.account, deed.run))
    if deed.above:
        parent = _activity(deed.above, kind_above, site)
        context["contextActivities"] = {"parent": [parent]}
    return context


def _result(outgoing: Outgoing, site: str) -> dict[str, Any]:
    """Return what came of it; nothing for whatever only happened.

    A level is no score: levels are ordinal, and a store would reckon with it.
    """
    deed = outgoing.deed
    if deed.kind == RecordKind.COMPLETED:
        return {"completion": True}
    if deed.kind == RecordKind.SCORED:
        return {"score": _score(deed)}
    if deed.kind == RecordKind.SELF_EVALUATED and outgoing.level is not None:
        return {"extensions": {f"{site}{LEVEL}": outgoing.level}}
    return {}


def _score(deed: Deed) -> dict[str, float | int]:
    """Return the points out of the questions that counted.

    Raises:
        ValueError: when the deed has no points, or they do not lie between 0 and the highest.
    """
    points, items = deed.points, deed.items
    if points is None or not items or not 0 <= points <= items:
        raise ValueError(f"no score: {points} of {items}")
    return {"scaled": round(float(points / items), 4), "raw": float(points), "min": 0, "max": items}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
