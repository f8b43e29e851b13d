"""A small course for tests: one module open, with two lessons and one exercise of each kind; another still to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from coursesite.core.public_cache import content_changed
from modules.catalogue.models import ModuleIndexPage, ModulePage, UnitPage
from modules.exercises.models import ChoicesExercise, Exercise, OrderExercise, SortExercise

THEORY = "theory-of-change:saved"
SORT_RIGHT = {"stone": "means", "walk": "act"}
ORDER_RIGHT = ["one", "two", "three", "four"]
CHOICES_RIGHT = ["true", "sure"]


@dataclass
class Course:
    index: ModuleIndexPage
    module: ModulePage
    later: ModulePage
    first: UnitPage
    second: UnitPage
    sort: SortExercise
    order: OrderExercise
    choices: ChoicesExercise


def sort_exercise(code: str = "tri", **fields: Any) -> SortExercise:
    card = {"round": 1, "feedback_right": "Oui.", "feedback_wrong": "Non."}
    groups = [
        ("category", {"key": "means", "label": "Ressource", "cards": [{"key": "stone", "text": "Une pierre", **card}]}),
        ("category", {"key": "act", "label": "Activité", "cards": [{"key": "walk", "text": "Marcher", **card}]}),
    ]
    return keep(SortExercise(code=code, title="Ranger", statement="Rangez.", minutes=3, groups=groups, **fields))


def order_exercise(code: str = "ordre", **fields: Any) -> OrderExercise:
    steps = [("step", {"key": key, "text": f"Étape {key}", "feedback": f"À propos de {key}."}) for key in ORDER_RIGHT]
    return keep(OrderExercise(code=code, title="Ordonner", statement="Remettez en ordre.", minutes=3, steps=steps, **fields))


def choices_exercise(code: str = "choix", **fields: Any) -> ChoicesExercise:
    rights = {"true": True, "false": False, "sure": True, "never": False}
    said = {"feedback_right": "Bien vu.", "feedback_wrong": "À revoir."}
    choices = [("choice", {"key": key, "text": f"Choix {key}", "right": right, **said}) for key, right in rights.items()]
    return keep(ChoicesExercise(code=code, title="Cocher", statement="Cochez.", minutes=3, choices=choices, **fields))


def keep(exercise: Any) -> Any:
    """Live, as `save_revision().publish()` would leave it, at a tenth of the cost."""
    exercise.save()
    return exercise


def publish(exercise: Any) -> Any:
    exercise.save_revision().publish()
    return type(exercise).objects.get(pk=exercise.pk)


def unit(module: ModulePage, title: str, slug: str, *exercises: Exercise, text: str = "<p>Un texte.</p>") -> UnitPage:
    body: list[tuple[str, Any]] = [("text", text), *(("exercise", exercise) for exercise in exercises)]
    return under(module, UnitPage(title=title, slug=slug, minutes=12, intro="En une phrase.", body=body))


@disable_reference_index_auto_update()  # a third of the cost, for what the editing space says of where a thing is used
def build_course(**module_fields: Any) -> Course:
    index = under(home_page(), ModuleIndexPage(title="Le cours", slug="modules"))
    module = under(
        index,
        ModulePage(
            title="Relier",
            slug="module-3",
            number=3,
            pole="Relier",
            requirements=module_fields.pop("requirements", [THEORY]),
            **module_fields,
        ),
    )
    later = under(
        index, ModulePage(title="Choisir", slug="module-4", number=4, pole="Choisir", planned_lessons="Un bon indicateur")
    )
    sort, order, choices = sort_exercise(), order_exercise(), choices_exercise()
    first = unit(module, "Partir de la fin", "partir", sort, order)
    second = unit(module, "Relire", "relire", choices)
    return Course(index, module, later, first, second, sort, order, choices)


def home_page() -> Page:
    """The root page of the site, made anew when a test that commits has emptied the tables."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None:
        return site.root_page
    Locale.objects.get_or_create(language_code="fr")
    home = Page.add_root(title="Racine", slug="root").add_child(title="Accueil", slug="accueil")
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    return home


def under(above: Page, page: Any) -> Any:
    above.refresh_from_db()
    above.add_child(instance=page)
    content_changed()
    return page
