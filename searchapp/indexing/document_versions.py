"""Versions of documents: those of their items, and which of two of one item is the whole one."""

from __future__ import annotations


def document_version(item_version: int, is_whole: bool = True) -> int:
    """The version of the document of an item that was read at `item_version`.

    A document that still lacks its vector is older than the same one with it, so that the vector,
    computed later and elsewhere, always gets in and is never lost to a late write without it.
    """
    return 2 * item_version + is_whole
