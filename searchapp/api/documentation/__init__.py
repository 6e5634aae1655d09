"""What OpenAPI says of the endpoints: parameters, answers, errors, keys.

The serializers here only describe; the answers are written by `searchapp.api.cards` and
`searchapp.api.search_answer`. Tests hold real answers against these descriptions.
"""
