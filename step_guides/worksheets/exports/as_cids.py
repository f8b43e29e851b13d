"""The outcomes of a theory in the terms of the Common Impact Data Standard (Common Approach), as JSON-LD.

What its Basic tier asks of an organisation and of an outcome, and nothing else: activities, links, stakeholders and risks stand in
other tiers, and nobody has said here how they would be measured. The vocabulary is named, none of its text is copied.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from step_guides.worksheets.enums import NodeKind
from step_guides.worksheets.exports.document import Document
from step_guides.worksheets.naming import named
from step_guides.worksheets.narrative import details
from step_guides.worksheets.theory import Piece, of_kind

CONTEXT = "https://ontology.commonapproach.org/contexts/cidsContext.jsonld"
TERMS = {"dcterms": "http://purl.org/dc/terms/"}

Thing = dict[str, Any]


def write(document: Document) -> bytes:
    """A list of things, each with its context: what the tools of the standard take."""
    organisation = f"urn:uuid:{document.organisation_id}"
    outcomes = [_outcome(node, document, organisation) for node in of_kind(document.snapshot, NodeKind.OUTCOME)]
    whole: Thing = {
        "@context": CONTEXT,
        "@id": organisation,
        "@type": "cids:Organization",
        "hasLegalName": document.organisation,
        "hasOutcome": [one["@id"] for one in outcomes],
    }
    about = {
        "@context": TERMS,
        "dcterms:title": document.about,
        "dcterms:creator": {"@id": organisation},
        "dcterms:date": document.on.isoformat(),
        "dcterms:conformsTo": _("Common Impact Data Standard, Basic tier"),
    }
    return json.dumps([whole, *outcomes, about], ensure_ascii=False, indent=2, allow_nan=False).encode()


def _outcome(node: Piece, document: Document, organisation: str) -> Thing:
    audience = _("For: %(who)s") % {"who": node["audience"]} if node["audience"] else ""
    return {
        "@context": CONTEXT,
        "@id": f"urn:uuid:{node['uid']}",
        "@type": "cids:Outcome",
        "hasName": named("node", node, document.snapshot),
        "hasDescription": "\n".join(filter(None, [node["note"], audience, node["horizon_text"], *details(node)])),
        "forOrganization": organisation,
    }
