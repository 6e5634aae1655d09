"""A search engine in the process, on disk: tantivy for text, usearch for vectors, SQLite for rows.

The story in one paragraph. Every put gets a new **row** number, never used again. SQLite holds the
rows (id, version, document, numbers, terms), tantivy finds rows by words and values, usearch finds
them by vector. A write is committed when tantivy's commit is, and that commit carries the number of
its newest row; a reader at commit n sees the rows up to n that were not replaced by n, in all three
places. What a crash left beyond n is taken back by the next writer.
"""

from searchapp.engines.embedded.engine import EmbeddedSearchEngine
from searchapp.engines.embedded.writer import EmbeddedIndexWriter

__all__ = ["EmbeddedIndexWriter", "EmbeddedSearchEngine"]
