"""PDFs. The only module that imports WeasyPrint: its fetcher serves registered assets and refuses every other address.

    pdf = render_pdf("certificates/pdf/certificate.html", {...}, stylesheet="certificates/pdf/certificate.css",
                     assets={"qr.png": png}, title="Certificat", lang="fr")

A template names what it shows as `asset:<name>`: a file of `core/assets` listed in `assets.sha256`, or one of the render's own
`assets`. Nothing else can be read, whatever the scheme, and whatever is missing or damaged stops the render: no document is
better than a document with a hole. Same input, same fonts and same versions give the same bytes.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils import translation

from coursesite.core.faults import fault
from coursesite.core.kept_files import keep

ASSETS = Path(__file__).parent / "assets"
MANIFEST = "assets.sha256"  # the format of sha256sum, so that `sha256sum -c` checks it
BASE_STYLE = "document.css"
SCHEME = "asset:"
TYPES = {".ttf": "font/ttf", ".otf": "font/otf", ".png": "image/png", ".css": "text/css"}
LARGEST_IMAGE = 4_000_000  # pixels
PNG_END = b"IEND\xaeB`\x82"
_one_at_a_time = threading.Lock()  # a FontConfiguration is not made for two threads


class RenderError(Exception):
    """The document could not be made whole. Nothing is better than a document with a hole."""


def renderer_faults() -> list[str]:
    """What is missing on this machine for PDFs to be made, and made fast."""
    try:
        from weasyprint.text.ffi import harfbuzz_subset
    except OSError as error:
        return [f"WeasyPrint cannot start: {error}"]
    found = [] if harfbuzz_subset is not None else ["libharfbuzz-subset0 is missing: PDFs take 3 to 14 times longer."]
    try:
        for name in registered():
            read_asset(name)
    except RenderError as error:
        found.append(str(error))
    return found


# --- Assets ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def registered() -> Mapping[str, str]:
    """Our own assets: name → SHA-256."""
    try:
        lines = (ASSETS / MANIFEST).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise RenderError(f"{MANIFEST} cannot be read") from error
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines if line.strip())}


def read_asset(name: str) -> bytes:
    """An asset of ours, whole. Raises RenderError when it is unknown, missing, or not the file that was registered."""
    digest = registered().get(name)
    if digest is None:
        raise RenderError(f"{name!r} is not a registered asset")
    try:
        data = (ASSETS / name).read_bytes()
    except OSError as error:
        raise RenderError(f"the asset {name!r} cannot be read") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise RenderError(f"the asset {name!r} is not the file that was registered")
    return data


def fonts() -> dict[str, str]:
    """The fonts of documents: name → SHA-256."""
    return {name: digest for name, digest in registered().items() if name.endswith((".ttf", ".otf"))}


@lru_cache(maxsize=1)
def _coverage() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    covered: set[int] = set()
    for name in fonts():
        with TTFont(BytesIO(read_asset(name)), lazy=True) as font:
            covered.update(font.getBestCmap())
    return frozenset(covered)


def missing_glyphs(text: str) -> list[str]:
    """Characters of `text` that no bundled font can draw, in order, once each. Without this check a system font would step in
    silently, or an empty box."""
    covered = _coverage()
    text = unicodedata.normalize("NFC", text)
    return list(dict.fromkeys(char for char in text if ord(char) not in covered and char not in "\n\r\t"))


def _whole_image(name: str, data: bytes) -> bytes:
    """Decoded to its last pixel: WeasyPrint shows half an image without a word."""
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as image:
            if image.width * image.height > LARGEST_IMAGE:
                raise RenderError(f"the image {name!r} is too large")
            image.load()
        if not data.endswith(PNG_END):
            raise ValueError("cut short")
    except (OSError, SyntaxError, ValueError) as error:
        raise RenderError(f"the image {name!r} is damaged") from error
    return data


@lru_cache(maxsize=1)
def _fetcher_class() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):
        """Registered assets, and what this render brings. The inherited ways to open files and addresses are closed."""

        def __init__(self, brought: Mapping[str, bytes]) -> None:
            super().__init__(fail_on_errors=True)
            self.brought = brought

        def fetch(self, url: str, headers: dict | None = None) -> Any:
            if not url.startswith(SCHEME):
                raise RenderError(f"documents read registered assets only, not {url[:60]!r}")
            name = url.removeprefix(SCHEME)
            data = self.brought[name] if name in self.brought else read_asset(name)
            return URLFetcherResponse(url, data, {"Content-Type": TYPES.get(Path(name).suffix, "application/octet-stream")})

        def open(self, url: Any, data: Any = None, timeout: Any = None) -> Any:
            return self.fetch(getattr(url, "full_url", url))

    return AssetFetcher


# --- Rendering ------------------------------------------------------------------------------------------------------------


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    stylesheet: str,
    assets: Mapping[str, bytes] | None = None,
    title: str,
    lang: str,
) -> bytes:
    """The document of a template and a stylesheet, both found among the site's templates."""
    with translation.override(lang):
        html = render_to_string(template, {**context, "title": title, "lang": lang})
    return write_pdf(html, css=source_of(stylesheet), assets=assets)


def source_of(template: str) -> str:
    """The text of a template, as it stands in its file."""
    return get_template(template).template.source  # type: ignore[attr-defined]


def write_pdf(
    html: str, *, css: str, assets: Mapping[str, bytes] | None = None, on_page: Callable[[int], None] | None = None
) -> bytes:
    """A tagged PDF (PDF/UA-1). Raises RenderError for anything that would leave a hole, an empty box or a system font in it.

    `on_page` is told the number of each page as it is laid out, those of a second pass again.
    """
    missing = missing_glyphs(html)
    if missing:
        raise RenderError("no bundled font can draw " + ", ".join(f"U+{ord(char):04X}" for char in missing[:10]))
    brought = {name: _whole_image(name, data) for name, data in (assets or {}).items()}
    with _one_at_a_time, _pages(on_page):
        pdf = _write(html, css, brought)
    fault("after_render")
    return pdf


def _write(html: str, css: str, brought: Mapping[str, bytes]) -> bytes:
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    with _complaints() as complaints:
        try:
            font_config, styles = _style(css)
            document = HTML(string=html, url_fetcher=_fetcher_class()(brought))
            pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=None, font_config=font_config, stylesheets=styles)
        except FatalURLFetchingError as error:  # a BaseException: nothing above this line would stop it
            raise RenderError(str(error.__cause__ or error)) from error
        except RenderError:
            raise
        except Exception as error:
            raise RenderError(f"{type(error).__name__}: {error}") from error
    if complaints:
        raise RenderError("; ".join(complaints)[:500])
    return pdf


@lru_cache(maxsize=20)
def _style(css: str) -> tuple[Any, list[Any]]:
    """Fonts and parsed rules, once a process for each stylesheet: doing it again for each document doubles its cost."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    font_config = FontConfiguration()
    fetcher = _fetcher_class()({})
    base = read_asset(BASE_STYLE).decode()
    with _complaints() as complaints:
        styles = [CSS(string=text, font_config=font_config, url_fetcher=fetcher) for text in (base, css)]
    if complaints:  # raised, hence not kept: the next render says it again
        raise RenderError("; ".join(complaints)[:500])
    return font_config, styles


atexit.register(_style.cache_clear)  # before the libraries that its fonts need are gone


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What WeasyPrint logs and then forgives: damaged fonts and images, rules it does not know, relative addresses."""
    found: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    handler = Collect(level=logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)


@contextmanager
def _pages(on_page: Callable[[int], None] | None) -> Iterator[None]:
    """What WeasyPrint says of its progress: « Step 5 - Creating layout - Page 3 »."""
    if on_page is None:
        yield
        return

    tell = on_page

    class Tell(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if str(record.msg).endswith("Page %d") and isinstance(record.args, tuple):
                tell(int(str(record.args[0])))

    handler, logger = Tell(level=logging.INFO), logging.getLogger("weasyprint.progress")
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def engine() -> str:
    """What made a document: an upgrade of either may change bytes."""
    from weasyprint import VERSION

    digest = hashlib.sha256("".join(sorted(fonts().values())).encode()).hexdigest()
    return f"weasyprint {VERSION}; fonts {digest[:12]}"


# --- Files ----------------------------------------------------------------------------------------------------------------


def stored(sha256: str) -> Path:
    """Where a document of this content is kept: an internal name, never an access key."""
    if len(sha256) != 64 or not sha256.isalnum():
        raise ValueError("not a SHA-256")
    return Path(settings.PRIVATE_ROOT) / "documents" / sha256[:2] / f"{sha256}.pdf"


def store(data: bytes) -> str:
    """Keeps a document and returns its SHA-256. The file appears whole or not at all, and is on the disk when this returns."""
    digest = hashlib.sha256(data).hexdigest()
    path = stored(digest)
    if path.exists():
        return digest
    keep(path, data)
    return digest
