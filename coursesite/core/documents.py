"""PDFs. The only module that imports WeasyPrint: its fetcher serves registered assets and refuses every other address."""

from __future__ import annotations


class RenderError(Exception):
    """The document could not be made whole. Nothing is better than a document with a hole."""


def renderer_faults() -> list[str]:
    """What is missing on this machine for PDFs to be made, and made fast."""
    try:
        from weasyprint.text.ffi import harfbuzz_subset
    except OSError as error:
        return [f"WeasyPrint cannot start: {error}"]
    return [] if harfbuzz_subset is not None else ["libharfbuzz-subset0 is missing: PDFs take 3 to 14 times longer."]
