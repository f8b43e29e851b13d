"""The editing space (/cms/): its addresses by name, and who opens them. A new version of the library that adds one fails the tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from modules.exercises.models import MODELS
from tests.authorisation.table import grants

EDITORS, ADMINISTRATORS, NOBODY = grants("– – – – – all all"), grants("– – – – – – all"), grants("– – – – – – –")


@dataclass(frozen=True)
class Door:
    """Addresses that open together. `shows` are those that answer a GET with a page, given the identifiers of `address`."""

    number: str
    title: str
    names: frozenset[str]
    scopes: dict[str, str]
    shows: frozenset[str] = frozenset()


def named(namespace: str, names: str) -> frozenset[str]:
    return frozenset(f"{namespace}:{name}" for name in names.split())


SNIPPET = "list list_results add edit usage history history_results"
REVISED = " preview_on_add preview_on_edit revisions_view revisions_revert revisions_compare revisions_unschedule unpublish"
EXERCISES = [f"exercises_{model._meta.model_name}" for model in MODELS]
WORDING, RUBRICS = "worksheets_wording", "reviews_rubricwording"  # neither added nor deleted; no rubric is unpublished
COPIED = ["competencies_competency", "competencies_family", "glossary_term"]
SNIPPETS = [*COPIED, *EXERCISES, "guide_tool"]
DRAFTED = [*EXERCISES, "glossary_term", "guide_tool"]  # they have drafts and locks
LISTED = "index index_results add edit delete history history_results usage"

PAGES = (
    named(
        "wagtailadmin_pages", "add preview_on_add type_use choose_parent type_use_results usage edit preview_on_edit view_draft"
    )
    | named(
        "wagtailadmin_pages", "add_subpage unpublish convert_alias search search_results move move_confirm set_page_position copy"
    )
    | named(
        "wagtailadmin_pages",
        "workflow_action collect_workflow_action_data confirm_workflow_cancellation workflow_preview set_privacy",
    )
    | named(
        "wagtailadmin_pages", "lock unlock revisions_index revisions_view revisions_revert revisions_unschedule revisions_compare"
    )
    | named("wagtailadmin_pages", "workflow_history workflow_history_detail history history_results")
    | named("wagtailadmin_api:pages", "listing detail find action")
    | named(
        "wagtailadmin_reports",
        "workflow workflow_results workflow_tasks workflow_tasks_results site_history site_history_results",
    )
    | {"exercises_answers", "exercise_answers", "exercise_bank", "exercise_bank_file"}
    | named("wagtailadmin_reports", "aging_pages aging_pages_results page_types_usage page_types_usage_results")
    | named("wagtailadmin_workflows", "task_chooser task_chooser_results task_chooser_create task_chosen")
    | named("wagtailadmin_editing_sessions", "ping release")
    | {f"wagtailadmin_choose_page{end}" for end in ("", "_child", "_search", "_chosen_multiple")}
    | {f"wagtailadmin_choose_page_{kind}_link" for kind in ("external", "email", "phone", "anchor")}
    | {f"wagtailadmin_explore{end}" for end in ("", "_root", "_results")}
    | {f"wagtailadmin_{name}" for name in ("home", "account", "logout", "dismissibles", "block_preview", "error_test")}
    | {"wagtail_bulk_action", "wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete", "cms/test404/", "cms/^.*/$"}
)
SNIPPET_NAMES: frozenset[str] = frozenset().union(
    *(named(f"wagtailsnippets_{one}", SNIPPET) for one in SNIPPETS),
    *(named(f"wagtailsnippets_{one}", SNIPPET.replace(" add ", " ")) for one in (WORDING, RUBRICS)),
    *(named(f"wagtailsnippets_{one}", "copy") for one in COPIED),
    *(named(f"wagtailsnippets_{one}", "inspect") for one in EXERCISES),
    *(named(f"wagtailsnippets_{one}", REVISED) for one in DRAFTED),
    named(f"wagtailsnippets_{WORDING}", REVISED.replace(" preview_on_add", "")),
    named(f"wagtailsnippets_{RUBRICS}", REVISED.replace(" preview_on_add", "").replace(" unpublish", "")),
    *(
        named(f"wagtailsnippetchoosers_{one}", "choose choose_results chosen chosen_multiple create")
        for one in [*SNIPPETS, WORDING, RUBRICS]
    ),
    named("exercise_chooser", "choose choose_results chosen chosen_multiple create"),
    named("wagtailsnippets", "index"),
)
FILES = (
    named(
        "wagtailimages", "index index_results edit delete url_generator url_generator_output preview add image_usage add_multiple"
    )
    | named("wagtailimages", "edit_multiple create_multiple_from_uploaded_image delete_multiple delete_upload_multiple")
    | named("wagtailimages_chooser", "choose choose_results chosen chosen_multiple create select_format")
    | named("wagtailadmin_api:images", "listing detail find")
    | named("wagtailadmin_api:documents", "listing detail find")
    | named("wagtaildocs_chooser", "choose choose_results chosen chosen_multiple")
    | named("wagtailembeds", "chooser chooser_upload")
)
SITE = (
    named("wagtailadmin_pages", "delete")
    | named("wagtailadmin_collections", "index add edit delete set_privacy")
    | named(
        "wagtailadmin_workflows",
        "index index_results add enable disable edit usage usage_results remove add_task select_task_type",
    )
    | named("wagtailadmin_workflows", "task_index task_index_results edit_task disable_task enable_task")
    | named("wagtailadmin_reports", "locked_pages locked_pages_results")
    | named("wagtailsettings", "edit preview_on_edit")
    | named("wagtailsites", f"{LISTED} copy")
    | named(
        "wagtaildocs", "index index_results add edit delete add_multiple edit_multiple create_multiple_from_uploaded_document"
    )
    | named("wagtaildocs", "delete_multiple delete_upload_multiple document_usage")
    | named("wagtaildocs_chooser", "create")
    | frozenset().union(*(named(f"wagtailsnippets_{one}", "delete") for one in SNIPPETS))
    | frozenset().union(*(named(f"wagtailsnippets_{one}", "lock unlock") for one in DRAFTED))
)
PEOPLE = named("wagtailusers_users", f"{LISTED} copy") | named("wagtailusers_groups", LISTED)

DOORS = [
    Door("4", "Editing space: write and publish pages", PAGES, EDITORS,
         frozenset({"wagtailadmin_home"}) | named("wagtailadmin_pages", "add edit view_draft unpublish history move copy set_privacy")
         | named("wagtailadmin_reports", "site_history") | {"exercises_answers", "exercise_bank"}),
    Door("4b", "Editing space: exercises, glossary, tools, competencies, words of the worksheets, rubrics", SNIPPET_NAMES, EDITORS,
         named("wagtailsnippets_exercises_sortexercise", "list add edit history unpublish") | named("exercise_chooser", "choose create")
         | named("wagtailsnippets_glossary_term", "list add edit unpublish") | named("wagtailsnippets_competencies_competency", "list add")
         | named("wagtailsnippets_guide_tool", "list add edit unpublish")
         | named(f"wagtailsnippets_{WORDING}", "list edit history unpublish")
         | named(f"wagtailsnippets_{RUBRICS}", "list edit history")),
    Door("4c", "Editing space: pictures", FILES, EDITORS, named("wagtailimages", "index add") | named("wagtailimages_chooser", "choose")),
    Door("4d", "Editing space: delete, lock, sites, workflows, documents", SITE, ADMINISTRATORS,
         named("wagtailsites", "index add") | named("wagtailadmin_workflows", "index add") | named("wagtaildocs", "index add")),
    Door("4e", "Editing space: add or delete the words of a kind of worksheet",
         named(f"wagtailsnippets_{WORDING}", "add preview_on_add delete"), NOBODY, named(f"wagtailsnippets_{WORDING}", "add delete")),
    Door("4f", "Editing space: add, delete or unpublish a rubric",
         named(f"wagtailsnippets_{RUBRICS}", "add preview_on_add delete unpublish"), NOBODY,
         named(f"wagtailsnippets_{RUBRICS}", "add delete unpublish")),
    Door("4g", "Editing space: opinions of learners on lessons", frozenset({"lesson_opinions"}), EDITORS, frozenset({"lesson_opinions"})),
    Door("4h", "Editing space: how often a text seemed to name a person", frozenset({"person_warnings"}), EDITORS,
         frozenset({"person_warnings"})),
    Door("51", "People and groups: list, edit", PEOPLE, ADMINISTRATORS, named("wagtailusers_users", "index add") | named("wagtailusers_groups", "index add")),
]  # fmt: skip

SAMPLES = {
    "app_label": "catalogue", "model_name": "modulepage", "content_type_app_name": "catalogue", "content_type_model_name": "unitpage",
    "app_name": "pages", "action": "delete", "action_name": "lock", "filter_spec": "original", "object_id": "1",
}  # fmt: skip


def address(path: str, ids: dict[str, Any]) -> str:
    """A real address of a pattern: its identifiers from `ids`, by the kind of thing that the beginning of the pattern names, the most
    precise first."""
    kind = next(name for name in ids if path.startswith(f"cms/{name}"))
    path = re.sub(r"\(\?P<pk>[^()]*\)", "<int:pk>", path.replace("^", "").replace("$", ""))
    path = re.sub(r"\(\?P<revision_id_a>.*$", "live...latest/", path)
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(SAMPLES.get(found[1]) or ids[kind]), path)
    return "/" + path.replace(".*", "nowhere")
