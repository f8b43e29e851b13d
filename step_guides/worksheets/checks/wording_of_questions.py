"""How the questions of a questionnaire are worded. French words with their accents: « là où je vis » asks nothing twice.

Every version of a question is read (everyday, easy to read, for young people); a question gets one remark of each sort at most.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from step_guides.worksheets.checks.questionnaire import quoted
from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models.questionnaire import DEGREES, Respondent, Type
from step_guides.worksheets.questions import WORDINGS, Item, answers_of, items_of, wordings_of
from step_guides.worksheets.snapshots import Snapshot

MOST_WORDS, MOST_PLAIN_WORDS = 20, 12
Found = dict[str, Any] | None


def _each(snapshot: Snapshot, code: str, severity: Severity, look: Callable[[str], Found]) -> Iterator[Remark]:
    """`look` gives what to say of a wording, or None. The first wording that has it is quoted."""
    for item in items_of(snapshot):
        for text in wordings_of(item).values():
            if (found := look(text)) is not None:
                yield Remark(code, severity, f"item:{item['uid']}", {"text": text, **found})
                break


# --- Two in one -----------------------------------------------------------------------------------------------------------------

_SET_PHRASES = re.compile(
    r"\bet\s*/\s*ou\b|\boui ou non\b|\bplus ou moins\b|\btoute?s et tou(?:te)?s\b|\bcelles et ceux\b|\bceux et celles\b|\bun(?:e)? ou plusieurs\b"
    r"|\b(?:un|une|deux|trois|quatre|cinq|\d+) ou (?:deux|trois|quatre|cinq|six|\d+)\b|\bentre [\wÀ-ÿ’' ]{1,30}? et\b|\b(?:père et mère|mère et père)\b"
    r"|\bseule? ou accompagnée?\b|\bd[’']ici et d[’']ailleurs\b|\bde temps et de (?:lieu|place)\b|\bva[- ]et[- ]vient\b|\bet (?:vous|toi|maintenant|aujourd)\b",
    re.I,
)
_DOUBLED = re.compile(
    r"\b(\w{3,})\w* (?:et|ou) (?:(?:le|la|les|un|une|des|votre|vos|ton|ta|tes|son|sa|ses|du|de|d’|l’) ?)?\1\w*", re.I
)
_AND_OR = re.compile(r"\b(?:et|ou)\b", re.I)


@check("Q01", Kind.QUESTIONNAIRE)
def two_in_one(snapshot: Snapshot) -> Iterator[Remark]:
    """« éducateur ou éducatrice » names one person."""

    def look(text: str) -> Found:
        return {} if _AND_OR.search(_DOUBLED.sub(" ", _SET_PHRASES.sub(" ", text))) else None

    return _each(snapshot, "Q01", Severity.SUGGESTION, look)


# --- Negations ------------------------------------------------------------------------------------------------------------------

_NEGATION = re.compile(r"\b(?:ne\b|n[’'])[^.?!;:]*?\b(?:pas|plus|jamais|rien|aucune?|personne|guère|ni)\b", re.I)
_CONTRARY = re.compile(
    r"\b(?:sans(?![ -](?:abri|domicile|emploi|papiers|logement))|im(?:possible|puissant)\w*|in(?:utile|capable|satisfait|juste|suffisant|compétent|confortable|quiet|sécurité)\w*"
    r"|insécurité|mécontente?s?|malheureu\w+|désagréable\w*|inaccessible\w*|empêch\w+|interdit\w*|refus\w*|manqu\w+|évit\w+|opposée?s?)\b",
    re.I,
)


def _negations(sentence: str) -> int:
    count = len(re.findall(r"\b(?:ne\b|n[’'])", sentence, re.I)) if _NEGATION.search(sentence) else 0
    return count + len(_CONTRARY.findall(sentence)) if count else 0


@check("Q02", Kind.QUESTIONNAIRE)
def two_negations(snapshot: Snapshot) -> Iterator[Remark]:
    """In one sentence: « vous n’êtes pas mécontent ». « Ne… que » denies nothing."""

    def look(text: str) -> Found:
        return {} if any(_negations(one) > 1 for one in re.split(r"[.?!;]", text)) else None

    return _each(snapshot, "Q02", Severity.ATTENTION, look)


# --- What leads to an answer ----------------------------------------------------------------------------------------------------

_LEADING = re.compile(
    r"\bgrâce (?:à|aux?)\b|\bn[’']est[- ]ce pas\b|\b(?:ne |n[’'])\w+-(?:t-)?(?:vous|tu|on|ils?|elles?|nous)\s+pas\b"
    r"|\b(?:évidemment|bien sûr|bien entendu|naturellement)\b|\bcomme (?:la plupart|beaucoup|tout le monde|chacun)\b|\btout le monde sait\b"
    r"|\b(?:êtes-vous|es-tu) (?:bien |aussi )?d[’']accord (?:pour dire|que|avec le fait)\b|\b(?:diriez-vous|dirais-tu) bien\b",
    re.I,
)


@check("Q03", Kind.QUESTIONNAIRE)
def leading(snapshot: Snapshot) -> Iterator[Remark]:
    def look(text: str) -> Found:
        found = dict.fromkeys(" ".join(one.group().split()).lower() for one in _LEADING.finditer(text))
        return {"words": quoted(found)} if found else None

    return _each(snapshot, "Q03", Severity.ATTENTION, look)


# --- Scales ---------------------------------------------------------------------------------------------------------------------

_LESS = re.compile(
    r"\bpas\b|\bjamais\b|\brarement\b|\bnon\b|\baucune?\b|\brien\b|(?<!un )\bpeu\b|\bmoins\b|\bmal\b|\bmauvais|\bfaible|\bdifficile|\bpire"
    r"|\b(?:in|mé|dé)(?:satisf|content|utile|suffisant|favorable|sagréable)\w*|\btriste|\bfâché|\bcontre\b|\bopposé|\bbas(?:se)?\b|\bdésaccord\b",
    re.I,
)
_MIDDLE = re.compile(
    r"\bni\b.*\bni\b|\bneutre|\bmoyen|\bparfois\b|\bsans avis\b|\bpareil|\bidentique|\binchangé|\bcomme avant\b|\bne sais? pas\b",
    re.I,
)
_DEGREE = re.compile(
    r"\bun peu\b|\bassez\b|\bbeaucoup\b|\bénormément\b|\btrès\b|\bplutôt\b|\btout à fait\b|\bpas du tout\b|\bmoyennement\b|\bextrêmement\b|\bsouvent\b"
    r"|\btoujours\b|\bcomplètement\b|\btotalement\b|\bvraiment\b",
    re.I,
)
_HOW_MANY_TIMES = re.compile(r"\d|\bfois\b|\bjours?\b|\bsemaines?\b|\bmois\b|\bans?\b|\bannées?\b|\bquotidien", re.I)
FEWEST_DEGREES = 3


@check("Q04", Kind.QUESTIONNAIRE)
def leaning_scale(snapshot: Snapshot) -> Iterator[Remark]:
    """Degrees that say no are counted against those that say yes; those in the middle, and numbers of times, are neither."""
    for item in items_of(snapshot):
        degrees = answers_of(item)
        if _is_scale(item, degrees) and _leans(degrees):
            said = {"text": item["text"], "degrees": " / ".join(degrees)}
            yield Remark("Q04", Severity.ATTENTION, f"item:{item['uid']}", said)


def _is_scale(item: Item, degrees: list[str]) -> bool:
    """A list of answers is one when each of them is a degree of the same thing."""
    listed = item.get("type") == Type.SINGLE and all(_DEGREE.search(one) for one in degrees)
    return len(degrees) >= FEWEST_DEGREES and (item.get("type") in DEGREES or listed)


def _leans(degrees: list[str]) -> bool:
    weighed = [one for one in degrees if not _MIDDLE.search(one)]
    if any(_HOW_MANY_TIMES.search(one) for one in weighed):
        return False
    less = sum(bool(_LESS.search(one)) for one in weighed)
    return abs(len(weighed) - 2 * less) > 1


# --- Length ---------------------------------------------------------------------------------------------------------------------


@check("Q07", Kind.QUESTIONNAIRE)
def many_words(snapshot: Snapshot) -> Iterator[Remark]:
    """The version easy to read has a limit of its own, which is that of all when only people who read it are asked."""
    only_plain = snapshot["entries"].get("respondents") == Respondent.PLAIN
    for item in items_of(snapshot):
        plain_only = only_plain or item.get("respondents") == Respondent.PLAIN
        for name, text in wordings_of(item).items():
            most = MOST_PLAIN_WORDS if WORDINGS[name] == Respondent.PLAIN or plain_only else MOST_WORDS
            count = len([word for word in text.split() if re.search(r"\w", word)])
            if count > most:
                yield Remark("Q07", Severity.SUGGESTION, f"item:{item['uid']}", {"text": text, "count": count, "most": most})
                break


# --- What is not to be asked ------------------------------------------------------------------------------------------------------

_NOT_HERE = re.compile(
    # who somebody is
    r"\b(?:votre|ton|vos|tes|quel est le|quels sont les) (?:nom|prénom|noms|prénoms|adresse|e-mail|mail|courriel|téléphone|portable|numéro)\b|\bnom de famille\b"
    r"|\bdate de naissance\b|\b(?:quand|où) (?:êtes-vous|es-tu) née?\b|\bnuméro (?:de (?:téléphone|sécurité sociale|dossier|portable)|d[’']allocataire)\b"
    r"|\bcomment (?:vous appelez-vous|t[’']appelles-tu)\b"
    # justice
    r"|\bdélits?\b|\bcrimes?\b|\bcondamn\w+|\binfractions?\b|\bécrou\b|\bcasier judiciaire\b|\bgarde à vue\b|\brécidiv\w+"
    r"|\b(?:votre|ta|quelle|durée de la|longueur de la) peine\b|\bpeine de prison\b|\b(?:motif|raison|cause)s? (?:de (?:l[’']|votre |ton )|d[’'])(?:incarcération|emprisonnement)"
    r"|\bpourquoi (?:avez-vous été|as-tu été|êtes-vous|es-tu) (?:incarcérée?|emprisonnée?|détenue?|en prison)"
    # health
    r"|\bdiagnosti\w+|\b(?:votre|ta|vos|tes|quelle|quelles) (?:maladie|pathologie|handicap|addiction|trouble)s?\b|\bquel (?:est (?:votre|ton) )?handicap\b"
    r"|\b(?:êtes-vous|es-tu|avez-vous été|as-tu été) (?:malade|hospitalisée?|enceinte|dépressi\w+|séropositi\w+|dépendante?)\b"
    r"|\b(?:votre|ton|quel|un) traitement\b|\bmédicaments?\b|\b(?:consomm\w+|buv(?:ez|ais)|bois-tu|fum(?:ez|es)|prenez-vous|prends-tu)\b[^.?!]*\b(?:alcool|drogues?|cannabis|stupéfiants?|tabac|produits?)\b"
    r"|\bVIH\b|\bpsychiatr\w+",
    re.I,
)  # fmt: skip


@check("Q08", Kind.QUESTIONNAIRE)
def not_to_be_asked(snapshot: Snapshot) -> Iterator[Remark]:
    """Who somebody is, what justice or medicine say of her. What she knows or feels about it may be asked (« je connais les risques de l’alcool »)."""

    def look(text: str) -> Found:
        found = dict.fromkeys(" ".join(one.group().split()).lower() for one in _NOT_HERE.finditer(text))
        return {"words": quoted(found)} if found else None

    return _each(snapshot, "Q08", Severity.ERROR, look)
