"""SVG. No style attribute (the site's policy refuses them): presentation attributes, which the classes of diagram.css override."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from step_guides.worksheets.diagram.changes import INK, PAPER, Mark, mark_label, tab
from step_guides.worksheets.diagram.layout import LINE, MARGIN, PAD, SIZE, SMALL, Box, Layout, lay_out
from step_guides.worksheets.diagram.measure import width, wrap
from step_guides.worksheets.diagram.routes import route
from step_guides.worksheets.diagram.shapes import outline
from step_guides.worksheets.enums import Horizon, Kind, LinkKind, NodeKind
from step_guides.worksheets.naming import shown
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import Piece, by_uid, kind_label, lacks_assumption, sound_links

GROUND, MUTED = "#F1EFE8", "#4B5B63"
SCREEN_FONT = "Atkinson Hyperlegible, DejaVu Sans, sans-serif"
UNMARKED: Mapping[str, Mark] = {}
DASHES = {"missing": "6 4", LinkKind.FEEDBACK: "2 4"}


def draw(
    snapshot: Snapshot,
    *,
    title: str,
    focus: str | None = None,
    caption: str = "",
    marks: Mapping[str, Mark] = UNMARKED,
    font: str = SCREEN_FONT,
    leads: bool = False,
) -> SafeString:
    """A whole `<svg>`, for a page or a PDF. `focus` is the anchor of the element to bring out, with its links; `caption` is written below,
    on a white ground, in a picture that leaves the site; `marks` says by anchor what became of a row (`changes.together`);
    `leads`: each element leads to its row in the list, by its address."""
    nodes = by_uid(snapshot)
    layout = lay_out(snapshot, {uid: _words(node) for uid, node in nodes.items()})
    near = _touched(snapshot, focus)
    below = _caption(caption, layout)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="theory" role="{"group" if leads else "img"}" viewBox="0 0 {layout.width:g} {layout.height:g}" '
        f'width="{layout.width:g}" height="{layout.height:g}" font-family="{font}" font-size="{SIZE:g}">',
        f"<title>{escape(title)}</title>",
        *below,
        *_grounds(layout),
        *(_link(link, nodes, layout, focus, marks.get(f"link:{link['uid']}")) for link in sound_links(snapshot)),
        *(
            _box(box, nodes[box.uid], f"node:{box.uid}" in near, marks.get(f"node:{box.uid}"), leads=leads)
            for box in layout.boxes.values()
        ),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 (every text is escaped where it is written)


def _caption(text: str, layout: Layout) -> list[str]:
    """Makes room for itself in the layout."""
    if not text:
        return []
    lines = wrap(text, layout.width - 2 * MARGIN, SMALL)
    top, layout.height = layout.height, layout.height + 14 * len(lines) + MARGIN
    return [f'<rect width="{layout.width:g}" height="{layout.height:g}" fill="{PAPER}"/>'] + [
        f'<text class="caption" x="{MARGIN}" y="{top + 14 * number:g}" font-size="{SMALL:g}" fill="{MUTED}">{escape(line)}</text>'
        for number, line in enumerate(lines, 1)
    ]


def _words(node: Piece) -> tuple[str, str, list[str]]:
    above = kind_label(node["kind"])
    if node["kind"] == NodeKind.OUTCOME and node["horizon"]:
        above = f"{above}, {Horizon(node['horizon']).label}"
    marks = [_("priority")] * node["priority"] + [_("final outcome")] * node["final"]
    below = [_("For: %(who)s") % {"who": node["audience"]}] if node["audience"] else []
    told = [shown(Kind.THEORY_OF_CHANGE, "node", key, node.get(key)) for key in ("scale", "influence", "likelihood", "gravity")]
    said = ", ".join(filter(None, [node["horizon_text"], *marks, *told]))
    below += [said] if said else []
    return above, node["label"] or _("(no wording yet)"), below


def _touched(snapshot: Snapshot, focus: str | None) -> set[str]:
    for link in sound_links(snapshot):
        if f"link:{link['uid']}" == focus:
            return {f"node:{link['source']}", f"node:{link['target']}"}
    return {focus} if focus else set()


def _grounds(layout: Layout) -> Iterator[str]:
    for x, y, across, height in layout.bands:
        yield f'<rect class="band" x="{x:g}" y="{y:g}" width="{across:g}" height="{height:g}" rx="6" fill="{GROUND}"/>'
    for heading in layout.headings:
        for index, line in enumerate(heading.text):
            y = heading.y + index * 14
            yield f'<text class="heading" x="{heading.x:g}" y="{y:g}" font-size="12" font-weight="bold" fill="{MUTED}">{escape(line)}</text>'


def _box(box: Box, node: Piece, focused: bool, mark: Mark | None = None, *, leads: bool = False) -> str:
    x = box.x + PAD + (4 if box.kind in (NodeKind.IMPACT, NodeKind.EXTERNAL_FACTOR, NodeKind.OUTPUT) else 0)
    y = box.y + PAD + SMALL
    thick = 3 if focused else 2 if node["priority"] or box.kind == NodeKind.IMPACT else 1.25
    struck = ' text-decoration="line-through"' if mark == Mark.REMOVED else ""
    lines = [f'<text class="kind" x="{x:g}" y="{y - 1:g}" font-size="{SMALL:g}" fill="{MUTED}">{escape(box.above)}</text>']
    y += 5
    for line in box.lines:
        y += LINE
        lines.append(f'<text x="{x:g}" y="{y - 4:g}" fill="{INK}"{struck}>{escape(line)}</text>')
    y += 4
    for line in box.below:
        y += 14
        lines.append(f'<text class="said" x="{x:g}" y="{y - 4:g}" font-size="{SMALL:g}" fill="{MUTED}">{escape(line)}</text>')
    classes = f"node node-{box.kind.replace('_', '-')}" + " is-priority" * node["priority"] + " is-focus" * focused
    border = outline(box)
    edge = f'stroke-width="{4 if mark == Mark.ADDED else thick:g}"' + ' stroke-dasharray="5 4"' * (mark == Mark.REMOVED)
    shape = f'<path d="{border}" fill="{PAPER}" stroke="{INK}" {edge}/>'
    if mark == Mark.REWORDED:  # a second line inside the first
        shape = f'<path d="{border}" fill="{PAPER}" stroke="{INK}" stroke-width="5"/><path class="inner" d="{border}" fill="none" stroke="{PAPER}" stroke-width="2"/>'
    if mark:
        classes += f" is-{mark}"
        lines.append(tab(mark, box.x + PAD, box.y))
    # Spaces between the lines: a link is called by what it shows, read as words.
    drawn = f'<g class="{classes}" data-anchor="node:{box.uid}">{shape}{" ".join(lines)}</g>'
    return f'<a href="?ligne=node:{box.uid}#node-{box.uid}" id="fig-node-{box.uid}">{drawn}</a>' if leads else drawn


def _link(link: Piece, nodes: dict[str, Piece], layout: Layout, focus: str | None, mark: Mark | None = None) -> str:
    way = route(layout.boxes[link["source"]], layout.boxes[link["target"]], layout, layout.waypoints.get(link["uid"]))
    missing = lacks_assumption(link, nodes)
    focused = focus in (f"link:{link['uid']}", f"node:{link['source']}", f"node:{link['target']}")
    dash = DASHES["missing"] if missing else DASHES.get(link["kind"], "")
    if mark:
        dash = "2 5" if mark == Mark.REMOVED else ""
    thick = 2.5 if focused or mark else 1 if link["kind"] == LinkKind.RESPONDS_TO else 1.5
    classes = f"link link-{link['kind'].replace('_', '-')}" + " is-missing" * (missing and not mark) + " is-focus" * focused
    classes += f" is-{mark}" if mark else ""
    line = (
        f'<path d="{way.path}" fill="none" stroke="{INK}" stroke-width="{thick:g}"'
        + (f' stroke-dasharray="{dash}"' if dash else "")
        + "/>"
    )
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in way.head)
    head = f'<polygon points="{points}" fill="{INK}"/>'
    return f'<g class="{classes}" data-anchor="link:{link["uid"]}">{line}{head}{_tag(link, missing, way.tag, mark)}</g>'


def _tag(link: Piece, missing: bool, middle: tuple[float, float], mark: Mark | None = None) -> str:
    """The kind of link in a word, where it is not the ordinary one; of a link that changed, what became of it."""
    words = {
        LinkKind.NECESSARY: pgettext("diagram", "necessary"),
        LinkKind.HINDERS: pgettext("diagram", "hinders"),
        LinkKind.FEEDBACK: pgettext("diagram", "feedback"),
        LinkKind.RESPONDS_TO: pgettext("diagram", "answers"),
    }
    word = words.get(link["kind"], "")
    if mark:
        word = mark_label(mark)
    elif missing:
        word = f"{word}, {pgettext('diagram', 'because?')}" if word else pgettext("diagram", "because?")
    if not word:
        return ""
    across = width(word, 10) + 8
    return format_html(
        '<rect class="tag" x="{}" y="{}" width="{}" height="15" rx="3" fill="{}"/>'
        '<text class="tag" x="{}" y="{}" font-size="10" text-anchor="middle" fill="{}">{}</text>',
        f"{middle[0] - across / 2:.1f}", f"{middle[1] - 7.5:.1f}", f"{across:.1f}", PAPER, f"{middle[0]:.1f}", f"{middle[1] + 3.5:.1f}", MUTED, word,
    )  # fmt: skip
