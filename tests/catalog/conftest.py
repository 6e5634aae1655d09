"""The catalog's tests write to an index in memory and to a data folder of their own."""

from tests.indexing.conftest import data_dir, empty_outbox, encoder, index

__all__ = ["data_dir", "empty_outbox", "encoder", "index"]
