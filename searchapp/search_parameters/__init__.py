"""What a caller of search may write, and how it is read: one parser for endpoints and pages.

`request` turns a query string or a JSON body into a `SearchRequest`; `filters` reads filters,
facets and sort orders; `writing` turns a request into a query string again, `variations` asks for
less of it; `values` reads single values; `limits` says how much one request may ask.
"""
