"""From an event to the body of a statement. The only file that imports `tincan`, whose habits are corrected here.

`tincan` gives the shape and the names of properties; whether a body is right is decided by `validation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import tincan
from django.conf import settings

from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Activity, Attachment, Components, Event, Interaction, Result, course_reference

Json = dict[str, Any]
Names = Mapping[Any, UUID]  # primary key of a person → pseudonym


def build(event: Event, *, statement: UUID, names: Names) -> Json:
    """The body of an event: valid under 1.0.3 and 2.0, without version, stored or authority."""
    about_activity = isinstance(event.object, Activity)
    body: Json = {
        "id": str(statement),
        "actor": agent(names[event.actor.pk]),
        "verb": _verb(event.verb),
        "object": _activity(event.object) if isinstance(event.object, Activity) else agent(names[event.object.pk]),
        "context": _context(event, names, about_activity),
    }
    if event.result is not None:
        body["result"] = _result(event.result)
    if event.attachments:
        body["attachments"] = [_attachment(one) for one in event.attachments]
    return through_tincan(body, event.at)


def build_voiding(voided: UUID, *, statement: UUID, at: datetime) -> Json:
    """The statement by which the site itself takes another one back. No context."""
    body = {
        "id": str(statement),
        "actor": agent(v.SYSTEM),
        "verb": _verb(v.VOIDED),
        "object": {"objectType": "StatementRef", "id": str(voided)},
    }
    return through_tincan(body, at)


def through_tincan(body: Json, at: datetime) -> Json:
    """The body as `tincan` writes it, put right.

    It adds a version, types of objects and empty lists of members, turns scores into floats, rewrites durations and timestamps,
    and changes the dict it is given.
    """
    written: Json = tincan.Statement(deepcopy(body)).as_version("1.0.3")
    written.pop("version", None)
    if "result" in body:
        written["result"].update({name: body["result"][name] for name in ("score", "duration") if name in body["result"]})
    if "context" in body:
        written["context"]["contextActivities"] = deepcopy(body["context"]["contextActivities"])
        if "team" in body["context"] and not written["context"]["team"].get("member"):
            written["context"]["team"].pop("member", None)
    written["timestamp"] = timestamp(at)
    return written


def agent(name: object) -> Json:
    """A person under a pseudonym: an account, and nothing else."""
    return {"objectType": "Agent", "account": {"homePage": home_page(), "name": str(name)}}


def home_page() -> str:
    base = urlsplit(settings.XAPI_BASE_IRI)
    return f"{base.scheme}://{base.netloc}"


def timestamp(moment: datetime) -> str:
    """UTC, milliseconds: satisfies both versions of the specification."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def duration(length: timedelta) -> str:
    """Counted in seconds, minutes, hours: never in days or more, which have no fixed length in ISO 8601."""
    hours, rest = divmod(max(0, round(length.total_seconds())), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [f"{hours}H" if hours else "", f"{minutes:02d}M" if hours and minutes else f"{minutes}M" if minutes else ""]
    parts.append(f"{seconds}S" if seconds or not (hours or minutes) else "")
    return "PT" + "".join(parts)


def _verb(verb: v.Verb) -> Json:
    return {"id": verb.iri, "display": {"fr": verb.fr, "en": verb.en}}


def _activity(activity: Activity) -> Json:
    if activity.type is None and activity.name is None:
        return {"id": activity.iri}
    definition: Json = {}
    if activity.type:
        definition["type"] = v.type_iri(activity.type)
    if activity.name:
        definition["name"] = dict(activity.name)
    if activity.interaction:
        definition.update(_interaction(activity.interaction))
    return {"objectType": "Activity", "id": activity.iri, "definition": definition}


def _interaction(interaction: Interaction) -> Json:
    written: Json = {"interactionType": interaction.type}
    if interaction.correct is not None:
        written["correctResponsesPattern"] = list(interaction.correct)
    for name in ("choices", "scale", "source", "target", "steps"):
        components = getattr(interaction, name)
        if components is not None:
            written[name] = list(_components(components))
    return written


def _components(components: Components) -> Iterable[Json]:
    for identifier, label in components.items() if isinstance(components, Mapping) else components:
        yield {"id": identifier, "description": {"fr": label} if isinstance(label, str) else dict(label)}


def _result(result: Result) -> Json:
    written: Json = {}
    if result.score is not None:
        raw, top = result.score.raw, result.score.max
        written["score"] = {"scaled": round(raw / top, 2) if top else 0, "raw": raw, "min": 0, "max": top}
    for name in ("success", "completion", "response"):
        value = getattr(result, name)
        if value is not None:
            written[name] = value
    if result.duration is not None:
        written["duration"] = duration(result.duration)
    if result.extensions:
        written["extensions"] = _extensions(result.extensions)
    return written


def _context(event: Event, names: Names, about_activity: bool) -> Json:
    written: Json = {}
    if event.registration:
        written["registration"] = str(event.registration)
    if event.instructor is not None and event.instructor.pk != event.actor.pk:
        written["instructor"] = agent(names[event.instructor.pk])
    if event.team:
        account = {"homePage": home_page(), "name": f"promotion/{event.team}"}
        written["team"] = {"objectType": "Group", "account": account}
    written["contextActivities"] = _surroundings(event)
    if about_activity and event.revision is not None:
        written["revision"] = str(event.revision)
    if about_activity:
        written["platform"] = v.PLATFORM
    written["language"] = event.language
    if event.answers_to:
        written["statement"] = {"objectType": "StatementRef", "id": str(event.answers_to)}
    if event.extensions:
        written["extensions"] = _extensions(event.extensions)
    return written


def _surroundings(event: Event) -> Json:
    """Always lists. The course groups everything, except itself."""
    found: Json = {}
    if event.parent is not None:
        found["parent"] = [_activity(event.parent)]
    whole = course_reference()
    if event.course and not (isinstance(event.object, Activity) and event.object.iri == whole.iri):
        found["grouping"] = [_activity(whole)]
    found["category"] = [{"id": v.profile_iri(), "definition": {"type": v.PROFILE}}]
    return found


def _extensions(extensions: Mapping[str, Any]) -> Json:
    """A value that is None is left out: null is never sent."""
    return {v.extension_iri(name): value for name, value in extensions.items() if value is not None}


def _attachment(attachment: Attachment) -> Json:
    return {
        "usageType": attachment.usage,
        "display": dict(attachment.display),
        "contentType": attachment.content_type,
        "length": attachment.length,
        "sha2": attachment.sha2,
        "fileUrl": attachment.url,
    }
