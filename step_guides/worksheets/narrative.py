"""The theory in words: everything the picture shows, links and assumptions included. For reading aloud, and beside the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from step_guides.worksheets.columns import COLUMNS, column_of
from step_guides.worksheets.enums import Evidence, Grip, Horizon, LinkKind, NodeKind
from step_guides.worksheets.models.details import RULES_OF_NODES
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import Piece, by_uid, detail_words, expects_assumption, kind_label, node_words, sound_links

_SAYS_WHY = re.compile(r"^(?:parce qu|à condition|car |si |puisqu|grâce |faute d)", re.I)
# Words that begin a clause and lose their capital in it; « Emmaüs accompagne » may not.
_GOES_ON = re.compile(
    r"(?:(?:l|d|qu|s|c|j|n)[’']|(?:les?|la|une?|des?|du|ces?|cet|cette|[mts](?:on|a|es)|leurs?|nos|notre|vos|votre|on|ils?|elles?|nous|vous|je|tu"
    r"|chaque|chacune?|plusieurs|certaine?s|toute?s?|tous|quelques|aucune?|être|avoir|avec|sans|en|dans|pour|par|sur|entre|après|avant|dès"
    r"|au|aux|à|quand|lorsqu\w*|se|ne|y|peu|beaucoup|plus|moins|deux|trois|quatre|cinq|six|personne|rien|cela|celui|celle|ceux)\b)",
    re.I,
)
# « qu’un », « qu’habiter », but « que onze », « que oui », « que hurler ».
_ELIDED = re.compile(r"(?!onz|oui\b|ouist|ya|ye|yo)(?:[aàâeéèêiîoôuùy]|h(?:ab|éb|és|ér|om|on(?!t)|um|is|o[rs]))", re.I)
_LASTS = re.compile(r"\d|(?:un|une|deux|trois|quatre|cinq|six|neuf|dix|douze|dix-huit|vingt-quatre)\b", re.I)
_INFINITIVE = re.compile(r"\w+(?:er|ir|re|oir)\b")
# « Revoir le même adulte », but neither « Xavier » nor « Nanterre accueille ».
_TO_DO = re.compile(
    r"\w+(?:er|ir|[dtvi]re|oir) (?:l[’']|d[’']|(?:les?|la|une?|des?|du|à|aux?|son|sa|ses|leurs?|ce|cette|ces|avec|sans|en|chez|dans|par|pour|sur)\b)"
)


@dataclass(frozen=True)
class Part:
    """A column or a band, and what it holds, each element in a sentence."""

    label: str
    lines: list[str]


@dataclass(frozen=True)
class Told:
    """A sentence, and the link or the element that it tells."""

    anchor: str
    text: str
    ends: tuple[str, ...] = ()  # anchors of the elements it speaks of

    @property
    def row(self) -> str:
        """The id of its row in the list."""
        return self.anchor.replace(":", "-")

    @property
    def dom(self) -> str:
        return f"told-{self.row}"


def tell(snapshot: Snapshot) -> list[str]:
    """One sentence a link, from the means to the impact, then the elements that no link holds."""
    return [one.text for one in told_in(snapshot)]


def told_in(snapshot: Snapshot) -> list[Told]:
    nodes = by_uid(snapshot)
    links = sorted(sound_links(snapshot), key=lambda link: (_place(nodes[link["source"]]), _place(nodes[link["target"]])))
    linked = {end for link in links for end in (link["source"], link["target"])}
    alone = sorted((node for node in nodes.values() if node["uid"] not in linked), key=_place)
    met: set[str] = set()
    sentences = [
        Told(f"link:{one['uid']}", _sentence(one, nodes, met), (f"node:{one['source']}", f"node:{one['target']}"))
        for one in links
    ]
    return sentences + [Told(f"node:{node['uid']}", _alone(node), (f"node:{node['uid']}",)) for node in alone]


def _alone(node: Piece) -> str:
    words = {"label": quoted(node), "kind": _lower(kind_label(node["kind"]))}
    return _("%(label)s (%(kind)s) is not linked to anything yet.") % words


def outline(snapshot: Snapshot) -> list[Part]:
    """The elements by column, the chain first: with `tell`, the text version of the diagram."""
    parts = []
    for column in COLUMNS:
        held = sorted((node for node in snapshot.get("nodes", []) if column_of(node) == column), key=_place)
        if held:
            parts.append(Part(column_label(column), [described(node) for node in held]))
    return parts


def column_label(column: str) -> str:
    kind, _colon, horizon = column.partition(":")
    plural = node_words(kind).get("plural", kind)
    return f"{plural} ({Horizon(horizon).label})" if horizon else str(plural)


def described(node: Piece) -> str:
    """An element with what is said of it: for whom, when, whether it is final or a priority, then the details."""
    said = []
    if node["audience"]:
        said.append(_("for: %(who)s") % {"who": node["audience"]})
    if node["horizon_text"]:
        said.append(node["horizon_text"])
    if node["priority"]:
        said.append(_("priority"))
    if node["final"]:
        said.append(_("final outcome"))
    label = node["label"] or _("(no wording yet)")
    sentences = [f"{label} ({', '.join(said)})" if said else label, node["note"], *details(node)]
    return " ".join(_ended(one) for one in sentences if one) if any(sentences[1:]) else sentences[0]


def details(node: Piece) -> list[str]:
    """« Parade : nommer deux adultes », one for each thing more that is said of an element."""
    return [_detail(detail_words(key).label, rule.shown(node[key])) for key, rule in RULES_OF_NODES.items() if node.get(key)]


def _detail(label: str, text: str) -> str:
    """A question gets its answer: « Est-ce un effet clé ? Oui »."""
    if label.endswith("?"):
        return f"{label} {text[:1].upper()}{text[1:]}"
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def quoted(node: Piece) -> str:
    return f"«\u00a0{node['label'] or _('(no wording yet)')}\u00a0»"


def _place(node: Piece) -> tuple[int, int, str]:
    return COLUMNS.index(column_of(node)), node.get("position", 0), node["uid"]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _sentence(link: Piece, nodes: dict[str, Piece], told: set[str]) -> str:
    """What a reader meets for the first time is introduced: for whom and when an outcome is, what one does against a negative one."""
    source, target = nodes[link["source"]], nodes[link["target"]]
    first = [one for one in (source, target) if one["uid"] not in told]
    told |= {source["uid"], target["uid"]}
    ends = {"source": _met(source, first), "target": _met(target, first)}
    text = _wording(link["kind"], source, target) % ends
    whole = _ended(f"{text}{_because(link, nodes)}{_evidence(link)}")
    parries = [node["parry"] for node in first if node.get("parry")]
    return " ".join([whole, *(_ended(_("Against this: %(parry)s") % {"parry": _lowered(one)}) for one in parries)])


def _wording(kind: str, source: Piece, target: Piece) -> str:
    if kind == LinkKind.CONTRIBUTES and NodeKind.NEGATIVE_OUTCOME in (source["kind"], target["kind"]):
        return _("%(source)s may lead to %(target)s")
    if kind == LinkKind.CONTRIBUTES and source["kind"] == NodeKind.EXTERNAL_FACTOR:
        return _("%(source)s helps %(target)s")
    return {
        LinkKind.CONTRIBUTES: _("If %(source)s, then %(target)s"),
        LinkKind.NECESSARY: _("Without %(source)s, %(target)s cannot happen"),
        LinkKind.HINDERS: _("%(source)s hinders %(target)s"),
        LinkKind.FEEDBACK: _("In return, %(source)s acts on %(target)s"),
    }.get(LinkKind(kind), _("%(source)s answers the need %(target)s"))


def _met(node: Piece, first: list[Piece]) -> str:
    if node not in first:
        return quoted(node)
    about = [node["audience"], _when(node["horizon_text"])] if node["kind"] == NodeKind.OUTCOME else []
    about += [
        _("%(label)s: %(text)s") % {"label": _lower(detail_words(key).label), "text": RULES_OF_NODES[key].shown(node[key])}
        for key in ("likelihood", "gravity")
        if node.get(key)
    ]
    if node.get("grip"):
        about.append({Grip.NONE: _("it does not depend on us"), Grip.PARTIAL: _("it depends on us in part")}[Grip(node["grip"])])
    said = ", ".join(one for one in about if one)
    return f"{quoted(node)} ({said})" if said else quoted(node)


def _when(text: str) -> str:
    """« à 6 mois », « au bout d’un an »."""
    return _("at %(months)s") % {"months": text} if _LASTS.match(text) else text


def _because(link: Piece, nodes: dict[str, Piece]) -> str:
    others = _listed(link.get("other_assumptions", ""))
    more = ngettext(" (another assumption: %(others)s)", " (other assumptions: %(others)s)", len(others)) % {
        "others": _joined(others)
    }
    return _first_because(link["assumption"].strip().rstrip("."), expects_assumption(link, nodes)) + more * bool(others)


def _listed(text: str) -> list[str]:
    """One a line, without its dash."""
    return [one for line in text.splitlines() if (one := line.strip().lstrip("-–•* ").rstrip("."))]


def _joined(texts: list[str]) -> str:
    return pgettext("between the things of a list", "; ").join(texts)


def says_why(assumption: str) -> bool:
    """Whether it begins by « parce que » or the like: nobody has to say it again."""
    return bool(_SAYS_WHY.match(assumption.strip()))


def _first_because(assumption: str, expected: bool) -> str:
    if not assumption:
        return _(", because… (assumption to be written)") if expected else ""
    if says_why(assumption):
        return f", {_lower(assumption)}"
    if not (_GOES_ON.match(assumption) or _TO_DO.match(assumption)):  # perhaps a name, which keeps its capital
        return _(", because: %(assumption)s") % {"assumption": assumption}
    words = {"assumption": _lower(assumption)}
    if _ELIDED.match(assumption):
        return pgettext("before a vowel", ", because %(assumption)s") % words
    return pgettext("before a consonant", ", because %(assumption)s") % words


def _evidence(link: Piece) -> str:
    first = ", ".join(filter(None, [_evidence_label(link["evidence"]), link.get("reference", "").rstrip(".")]))
    said = _joined([one for one in (first, *_listed(link.get("other_evidence", ""))) if one])
    return _(" (evidence: %(source)s)") % {"source": said} if said else ""


def _evidence_label(evidence: str) -> str:
    return str(Evidence(evidence).label) if evidence else ""


def _lowered(text: str) -> str:
    return _lower(text) if _GOES_ON.match(text) or _INFINITIVE.match(text) else text


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
