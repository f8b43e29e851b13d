from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from certification.certificates.rules import leaves
from certification.certificates.rules.facts import Facts
from certification.certificates.rules.outcome import Outcome

if TYPE_CHECKING:
    from certification.certificates.models import CertificateRule


def evaluate(rules: Iterable[CertificateRule], facts: Facts, enrolment: int) -> Outcome:
    """The tree of one achievement, for one enrolment. Reads nothing. Without any rule, nothing is met: an empty tree certifies nobody."""
    children: dict[int | None, list[CertificateRule]] = defaultdict(list)
    for rule in rules:
        children[rule.parent_id].append(rule)

    def judge(rule: CertificateRule) -> Outcome:
        return rule.outcome(facts, enrolment, [judge(child) for child in children[rule.pk]])

    asked = [judge(root) for root in children[None]]
    if not asked:
        return leaves.all_of([])
    flat = [leaf for outcome in asked for leaf in (outcome.children if outcome.rule == "all" else [outcome])]
    return leaves.all_of([leaves.enrolled(enrolment in facts.enrolled), *flat])
