"""Sheets as documents to print, send or go on writing in: one sheet, a version of it, or the whole dossier of an organisation.

`content` gathers what is said, once for every format; `as_pdf` sets it on pages, `as_odt` makes a text to go on with (`odt` writes it, of any markup); `making` is what the worker does.
"""
