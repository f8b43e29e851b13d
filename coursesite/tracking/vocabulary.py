"""The words of our traces: verbs, activity types, extensions. See docs/xapi_profile.md.

Nothing is coined outside this file and that page. Terms of our own are written short here ("attempt"); the builder puts the
address of our profile before them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

PLATFORM = "coursesite"
COURSE_ID = "evaluer-son-impact"
SYSTEM = "system"  # the account that voids


@dataclass(frozen=True)
class Verb:
    name: str
    iri: str
    fr: str
    en: str


ADL = "http://adlnet.gov/expapi/verbs/"
ADL_CMI5 = "https://w3id.org/xapi/adl/verbs/"
TINCAN = "http://id.tincanapi.com/verb/"
STREAMS = "http://activitystrea.ms/"

REGISTERED = Verb("registered", ADL + "registered", "s’est inscrit à", "registered")
UNREGISTERED = Verb("unregistered", TINCAN + "unregistered", "s’est désinscrit de", "unregistered")
INITIALIZED = Verb("initialized", ADL + "initialized", "a commencé", "initialized")
VIEWED = Verb("viewed", TINCAN + "viewed", "a consulté", "viewed")
PROGRESSED = Verb("progressed", ADL + "progressed", "a avancé dans", "progressed")
ANSWERED = Verb("answered", ADL + "answered", "a répondu à", "answered")
PASSED = Verb("passed", ADL + "passed", "a réussi", "passed")
FAILED = Verb("failed", ADL + "failed", "a échoué à", "failed")
COMPLETED = Verb("completed", ADL + "completed", "a terminé", "completed")
SATISFIED = Verb("satisfied", ADL_CMI5 + "satisfied", "a rempli les conditions de", "satisfied")
WAIVED = Verb("waived", ADL_CMI5 + "waived", "a été dispensé de", "waived")
CREATED = Verb("created", STREAMS + "create", "a créé", "created")
EDITED = Verb("edited", "https://w3id.org/xapi/acrossx/verbs/edited", "a modifié", "edited")
SUBMITTED = Verb("submitted", STREAMS + "submit", "a envoyé", "submitted")
RETRACTED = Verb("retracted", STREAMS + "retract", "a retiré", "retracted")
REVIEWED = Verb("reviewed", TINCAN + "reviewed", "a relu", "reviewed")
COMMENTED = Verb("commented", ADL + "commented", "a commenté", "commented")
RETURNED = Verb("returned", STREAMS + "return", "a renvoyé pour révision", "returned")
UPDATED = Verb("updated", STREAMS + "update", "a révisé", "updated")
APPROVED = Verb("approved", STREAMS + "approve", "a validé", "approved")
ATTENDED = Verb("attended", ADL + "attended", "a participé à", "attended")
MENTORED = Verb("mentored", TINCAN + "mentored", "a accompagné", "mentored")
EARNED = Verb("earned", TINCAN + "earned", "a obtenu", "earned")
EXPIRED = Verb("expired", TINCAN + "expired", "n’est plus titulaire de", "expired")
VOIDED = Verb("voided", ADL + "voided", "a annulé", "voided")
LOGGED_IN = Verb("logged-in", ADL_CMI5 + "logged-in", "s’est connecté à", "logged in")
LOGGED_OUT = Verb("logged-out", ADL_CMI5 + "logged-out", "s’est déconnecté de", "logged out")

VERBS = {value.name: value for value in list(globals().values()) if isinstance(value, Verb)}
VERBS_BY_IRI = {verb.iri: verb for verb in VERBS.values()}

# Types of activity.
COURSE = "http://adlnet.gov/expapi/activities/course"
MODULE = "http://adlnet.gov/expapi/activities/module"
PAGE = "http://activitystrea.ms/schema/1.0/page"  # a lesson, a step of the guide
ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"  # a set of exercises
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"  # one exercise
ASSIGNMENT = "http://id.tincanapi.com/activitytype/school-assignment"  # a kind of worksheet
DOCUMENT = "http://id.tincanapi.com/activitytype/document"  # one organisation's copy of a worksheet
MEETING = "http://adlnet.gov/expapi/activities/meeting"
WEBINAR = "http://id.tincanapi.com/activitytype/webinar"
TUTOR_SESSION = "http://id.tincanapi.com/activitytype/tutor-session"
QUESTIONNAIRE = "questionnaire"  # ours: no published profile has a survey
CERTIFICATE = "https://www.opigno.org/en/tincan_registry/activity_type/certificate"
PROFILE = "http://adlnet.gov/expapi/activities/profile"

# Extensions. Ours are written short.
ATTEMPT = "attempt"  # integer
RESPONSE_LENGTH = "response-length"  # characters
COMMENT_ID = "comment-id"
SECTION = "section"  # code of the field or kind of node
ISSUER = "issuer"  # IRI of the network
OWN_EXTENSIONS = frozenset({ATTEMPT, RESPONSE_LENGTH, COMMENT_ID, SECTION, ISSUER})
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"  # integer 0 to 100
REASON = "https://w3id.org/xapi/cmi5/result/extensions/reason"  # code of a closed list
VALID_UNTIL = "http://id.tincanapi.com/extension/valid-until"
PLANNED_START = "http://id.tincanapi.com/extension/planned-start-time"
PLANNED_DURATION = "http://id.tincanapi.com/extension/planned-duration"
ATTACHED_CERTIFICATE = "http://id.tincanapi.com/attachment/certificate-of-completion"


def profile_iri() -> str:
    return f"{settings.XAPI_BASE_IRI}/profiles/parcours/v1"


def type_iri(name: str) -> str:
    return f"{profile_iri()}/activity-types/{name}" if name == QUESTIONNAIRE else name


def extension_iri(name: str) -> str:
    return f"{profile_iri()}/extensions/{name}" if name in OWN_EXTENSIONS else name


def activity_iri(kind: str, identifier: object) -> str:
    return "/".join(str(part) for part in (settings.XAPI_BASE_IRI, "activities", kind, identifier) if part)


def network_iri(identifier: object) -> str:
    """For the extension `issuer`: a network is named by its UUID."""
    return f"{settings.XAPI_BASE_IRI}/networks/{identifier}"
