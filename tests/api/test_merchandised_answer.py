"""Where merchants send shoppers and what they show above an answer is in its JSON."""

from __future__ import annotations

from searchapp.api.search_answer import search_answer
from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.request import SearchRequest
from searchapp.pipeline.response import SearchResponse


def test_a_redirect_and_a_banner_are_told() -> None:
    response = SearchResponse(
        "q", "run", (), 0, {}, {}, {}, "v", redirect="/run/", banner=Banner("Run!", image="/r.jpg")
    )
    answer = search_answer(SearchRequest("run"), response)
    assert answer["redirect"] == "/run/"
    assert answer["banner"] == {"title": "Run!", "text": "", "image": "/r.jpg", "link": ""}


def test_most_answers_have_neither() -> None:
    response = SearchResponse("q", "run", (), 0, {}, {}, {}, "v")
    answer = search_answer(SearchRequest("run"), response)
    assert answer["redirect"] is None
    assert answer["banner"] is None
