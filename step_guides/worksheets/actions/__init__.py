"""Everything that writes a worksheet. No other path changes a row or a state."""

from step_guides.worksheets.actions.claiming import claim, hand_over, take_over
from step_guides.worksheets.actions.deciding import mark_read, reopen, send_back, validate
from step_guides.worksheets.actions.dismissals import dismiss, undismiss
from step_guides.worksheets.actions.guided import guided_start, start_from
from step_guides.worksheets.actions.history import redo, undo
from step_guides.worksheets.actions.papers import ask_again, ask_for_dossier, ask_for_received, ask_for_sheet, ask_for_version
from step_guides.worksheets.actions.pen import Saved
from step_guides.worksheets.actions.points import go_back, name_point, remove_point
from step_guides.worksheets.actions.rows import PLACES, add_line, add_link, add_node, delete_row, edit_row, move_line, move_node
from step_guides.worksheets.actions.sending import submit, withdraw
from step_guides.worksheets.actions.sheets import open_sheet

__all__ = [
    "PLACES",
    "Saved",
    "add_line",
    "add_link",
    "add_node",
    "ask_again",
    "ask_for_dossier",
    "ask_for_received",
    "ask_for_sheet",
    "ask_for_version",
    "claim",
    "delete_row",
    "dismiss",
    "edit_row",
    "go_back",
    "guided_start",
    "hand_over",
    "mark_read",
    "move_line",
    "move_node",
    "name_point",
    "open_sheet",
    "redo",
    "remove_point",
    "reopen",
    "send_back",
    "start_from",
    "submit",
    "take_over",
    "undismiss",
    "undo",
    "validate",
    "withdraw",
]
