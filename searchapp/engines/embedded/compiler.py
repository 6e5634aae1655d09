"""From a `RetrievalQuery` to tantivy queries."""

from __future__ import annotations

from collections.abc import Sequence

from tantivy import FieldType as TantivyType
from tantivy import Occur, Query

from searchapp.engines.embedded.schema import ITEM, MARK, ROW
from searchapp.engines.embedded.text_clauses import exclusion_query, text_query
from searchapp.engines.embedded.text_index import TextView
from searchapp.pipeline.request import AnyOf, Filter
from searchapp.pipeline.retrieval import Match, RetrievalQuery, TextClause
from searchapp.pipeline.schema import IDENTIFIERS, FieldType, Schema, fold_identifier

_FEW_VALUES = 8
"""Up to here a union of terms is cheaper than a term set."""

_MANY_ROWS = 500
"""The same for row numbers, of which each is in one document."""


class InvalidQuery(ValueError):
    """A query that this kind can't answer; names the field and what it is or is not."""


class Compiler:
    """Compiles queries about one kind against one view of its index."""

    def __init__(self, schema: Schema, view: TextView) -> None:
        self._schema = schema
        self._view = view

    def matching(self, query: RetrievalQuery, ignoring: str | None = None) -> Query:
        """What `query` matches, scored; without the filters on the field `ignoring`.

        Filters and exclusions add nothing to the score.
        """
        required: list[Query] = []
        optional: list[Query] = []
        for clause in query.text:
            (required if clause.required else optional).append(self._clause(clause))
        if query.identifiers:
            folded = [fold_identifier(each) for each in query.identifiers]
            whole = self._any_value(IDENTIFIERS, [each for each in folded if each])
            required.append(Query.const_score_query(whole, 1.0))
        parts = [(Occur.Must, each) for each in required]
        filters = self._restrictions(query, ignoring)
        if not required:
            filters.append((Occur.Must, self._everything()))
        if not optional and not filters and len(parts) == 1:
            return required[0]
        return Query.boolean_query([*parts, *filters, *((Occur.Should, each) for each in optional)])

    def allowed(self, query: RetrievalQuery) -> Query | None:
        """The filters and exclusions of `query` alone; None if there are none."""
        restrictions = self._restrictions(query, None)
        if not restrictions:
            return None
        return Query.boolean_query([(Occur.Must, self._everything()), *restrictions])

    def among(self, rows: Sequence[int], query: Query | None = None) -> Query:
        """Those of `rows` that also match `query`."""
        schema = self._view.schema
        if len(rows) > _MANY_ROWS:
            chosen = Query.term_set_query(schema, ROW, rows)
        else:
            each = [(Occur.Should, Query.term_query(schema, ROW, row, "basic")) for row in rows]
            chosen = Query.const_score_query(Query.boolean_query(each), 0.0)
        if query is None:
            return chosen
        return Query.boolean_query([(Occur.Must, chosen), (Occur.Must, query)])

    def field(self, name: str, *types: FieldType) -> str:
        """`name`, if it is a field of one of `types`. Raises `InvalidQuery`."""
        field = self._schema.get(name)
        if field is None:
            raise InvalidQuery(
                f"{name}: the index has no such field; it has {', '.join(self._schema)}"
            )
        if field.type not in types:
            wanted = " or ".join(types)
            raise InvalidQuery(f"{name}: is a {field.type} field, and this needs {wanted}")
        return name

    def _clause(self, clause: TextClause) -> Query:
        wanted = FieldType.PREFIX if clause.match is Match.PREFIX else FieldType.TEXT
        for name in clause.fields:
            self.field(name, wanted)
        return text_query(clause, self._view)

    def _restrictions(
        self, query: RetrievalQuery, ignoring: str | None
    ) -> list[tuple[Occur, Query]]:
        parts = [
            (Occur.Must, Query.const_score_query(self._filter(each), 0.0))
            for each in query.filters
            if each.field != ignoring or each in query.binding
        ]
        for exclusion in query.without:
            for name in exclusion.fields:
                self.field(name, FieldType.TEXT)
            parts.append((Occur.MustNot, exclusion_query(exclusion, self._view)))
        if query.exclude_ids:
            parts.append((Occur.MustNot, self._any_value("id", list(query.exclude_ids))))
        return parts

    def _filter(self, filter: Filter) -> Query:
        if isinstance(filter, AnyOf):
            name = self.field(
                filter.field, FieldType.KEYWORD, FieldType.BOOLEAN, FieldType.IDENTIFIER
            )
            values = list(filter.values)
            if self._schema[name].type is FieldType.IDENTIFIER:
                values = [fold_identifier(value) for value in values]
            return self._any_value(name, values)
        name = self.field(filter.field, FieldType.NUMBER, FieldType.DATE)
        if filter.at_least is None and filter.at_most is None:
            return Query.exists_query(name)
        return Query.range_query(
            self._view.schema,
            name,
            TantivyType.Float,
            None if filter.at_least is None else float(filter.at_least),
            None if filter.at_most is None else float(filter.at_most),
        )

    def _any_value(self, name: str, values: list[str]) -> Query:
        schema = self._view.schema
        if not values:
            return Query.empty_query()
        if len(values) == 1:
            return Query.term_query(schema, name, values[0], "basic")
        if len(values) > _FEW_VALUES:
            return Query.term_set_query(schema, name, values)
        return Query.boolean_query(
            [(Occur.Should, Query.term_query(schema, name, value, "basic")) for value in values]
        )

    def _everything(self) -> Query:
        every = Query.term_query(self._view.schema, MARK, ITEM, "basic")
        return Query.const_score_query(every, 0.0)
