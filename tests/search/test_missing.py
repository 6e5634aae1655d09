"""Why an item is not on the page, and that the advice brings it there; on every engine."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers.synonyms.rule import RuleKind, SynonymRule
from analyzers.synonyms.synonym_set import SynonymSet
from searchapp import wiring
from searchapp.pipeline.missing.reasons import Act, Cure, Stage, WhyNot
from searchapp.pipeline.missing.why_missing import why_missing
from searchapp.pipeline.profile import DEFAULT_PROFILE, Diversity, FirstStage, RankingProfile
from searchapp.pipeline.request import PATIENT_MS, AnyOf, Between, Kind, SearchRequest, Sort
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.rule_set import RuleSet
from tests.search.conftest import open_shop
from tests.search.shop import ROWS, Shop
from tests.search.test_rules import QUERY, product, ruled

pytestmark = pytest.mark.django_db
PATIENT = {"budget_ms": PATIENT_MS}
PRODUCTS = (Kind.PRODUCT,)


def asked(text: str = QUERY, **request: Any) -> SearchRequest:
    return SearchRequest(text=text, **{**PATIENT, **request})


def why_not(shop: Shop, request: SearchRequest, id_: str, kind: Kind = Kind.PRODUCT) -> WhyNot:
    return why_missing(shop.service, shop.config, request, kind, id_)


def is_there(shop: Shop, request: SearchRequest, id_: str, kind: Kind = Kind.PRODUCT) -> bool:
    hits = shop.service.search(request, shop.config).hits
    return any((hit.kind, hit.id) == (kind, id_) for hit in hits)


def cured(
    shop: Shop, request: SearchRequest, cure: Cure, id_: str, kind: Kind = Kind.PRODUCT
) -> tuple[Shop, SearchRequest]:
    """The shop and the request after the advice was taken."""
    config = shop.config
    match cure.act:
        case Act.ASK_KIND:
            request = replace(request, kinds=(*request.kinds, *map(Kind, cure.values)))
        case Act.DROP_FILTER if cure.field == "sort":
            request = replace(request, sort=None)
        case Act.DROP_FILTER:
            filters = tuple(each for each in request.filters if each.field != cure.field)
            if filters == request.filters:
                request = replace(request, without=(*request.without, cure.field))
            request = replace(request, filters=filters)
        case Act.LOOK_ON:
            request = replace(request, offset=(int(cure.values[0]) - 1) * request.size)
        case Act.DROP_WORDS:
            request = replace(request, text=request.text.replace(f"-{cure.values[0]}", ""))
        case Act.CHANGE_RULE:
            assert isinstance(config.rules, RuleSet)
            kept = [each for each in config.rules.matcher.rules if each.id not in cure.rule.split()]
            config = replace(config, rules=RuleSet.of(kept))
        case Act.PIN:
            rules = config.rules.matcher.rules if isinstance(config.rules, RuleSet) else ()
            action = do.PinTo(do.Item(kind, id_), request.offset + 1)
            pin = Rule("pin", "Pin", (when.AnyQuery(),), (action,), priority=9)
            config = replace(config, rules=RuleSet.of([*rules, pin]))
        case Act.CHANGE_PROFILE:
            profile = config.profile(request.profile)
            config = replace(config, profiles={profile.name: changed(profile, cure)})
        case _:
            raise AssertionError(f"the test does not know how to {cure.act}")
    return replace(shop, config=config), request


def changed(profile: RankingProfile, cure: Cure) -> RankingProfile:
    match cure.field:
        case "first_stage.kept":
            return replace(profile, first_stage=FirstStage(kept=int(cure.values[0])))
        case "diversity.strength":
            return replace(profile, diversity=Diversity())
        case _:
            return replace(profile, mixed_row=replace(profile.mixed_row, similarity_share=0.0))


def assert_told_and_cured(
    shop: Shop,
    request: SearchRequest,
    id_: str,
    stage: Stage,
    *said: str,
    act: Act | None = None,
    kind: Kind = Kind.PRODUCT,
) -> WhyNot:
    """This stage is told, with these words, and its first cure (or `act`) brings the item in."""
    assert not is_there(shop, request, id_, kind)
    told = why_not(shop, request, id_, kind)
    assert [each.stage for each in told.obstacles] == [stage]
    (obstacle,) = told.obstacles
    assert all(words in obstacle.sentence for words in said), obstacle.sentence
    cure = next(each for each in obstacle.cures if act is None or each.act is act)
    assert is_there(*cured(shop, request, cure, id_, kind), id_, kind)
    return told


def test_what_is_on_the_page_has_its_rank_and_no_obstacle(shop: Shop) -> None:
    for hit in shop.search(QUERY).hits:
        told = why_not(shop, asked(), hit.id, hit.kind)
        assert (told.rank, told.obstacles, told.stage) == (hit.rank, (), None)


def test_a_kind_that_is_not_asked_for(shop: Shop) -> None:
    request = asked(kinds=PRODUCTS)
    assert_told_and_cured(shop, request, "l-shoes", Stage.KINDS, "live", kind=Kind.LIVE)


def test_a_filter_on_a_field_that_the_kind_lacks(shop: Shop) -> None:
    request = asked(filters=(AnyOf("brand", ("Velo",)),))
    assert_told_and_cured(shop, request, "l-shoes", Stage.FILTER, "brand", kind=Kind.LIVE)


def test_an_order_that_the_kind_lacks(shop: Shop) -> None:
    request = asked(sort=Sort("price"))
    assert_told_and_cured(shop, request, "l-shoes", Stage.KINDS, "price", kind=Kind.LIVE)


def test_a_filter_of_the_shopper_with_the_value_that_the_item_has(shop: Shop) -> None:
    request = asked("shoes", filters=(AnyOf("brand", ("Velo",)),))
    assert_told_and_cured(shop, request, "shoe-dress", Stage.FILTER, "brand Velo", "is Norden")
    cheap = asked("shoes", filters=(Between("price", 10, 100),))
    assert_told_and_cured(
        shop, cheap, "shoe-dress", Stage.FILTER, "at least 10 and at most 100", "is 120"
    )


def test_a_filter_that_the_words_of_the_query_make(shop: Shop) -> None:
    request = asked("dress shoes under 100")
    told = assert_told_and_cured(
        shop, request, "shoe-dress", Stage.ENTITY, "under 100", "is 120", act=Act.DROP_FILTER
    )
    assert told.obstacles[0].cures[0].act is Act.SET_FIELD


def test_a_filter_that_a_rule_requires_by_its_name(shop: Shop) -> None:
    required = ruled(shop, do.Require(AnyOf("brand", ("Velo",))), trigger="shoes")
    assert_told_and_cured(
        required, asked("shoes"), "shoe-dress", Stage.REQUIRED, "“Autumn”", "brand Velo"
    )


def test_a_rule_that_hides_it_by_its_name(shop: Shop) -> None:
    hidden = ruled(shop, do.Hide(product("shoe-red")))
    assert_told_and_cured(hidden, asked(), "shoe-red", Stage.HIDDEN, "“Autumn” hides it")


def test_a_word_that_the_query_leaves_out(shop: Shop) -> None:
    assert_told_and_cured(shop, asked("shoes -leather"), "shoe-dress", Stage.UNWANTED, "“leather”")


def test_a_stream_that_is_over(shop: Shop) -> None:
    told = why_not(shop, asked(), "l-over", Kind.LIVE)
    assert told.stage is Stage.REQUIRED
    assert "its status is ended" in told.obstacles[0].sentence


def test_no_channel_finds_it_and_a_pin_brings_it(shop: Shop) -> None:
    told = assert_told_and_cured(
        shop,
        asked("leather running shoes", kinds=PRODUCTS),
        "kettle",
        Stage.RECALL,
        "it has 0 and needs 2: it lacks",
        "similarity to the query is",
        "0.20 is needed",
        act=Act.PIN,
    )
    words = next(each for each in told.obstacles[0].cures if each.act is Act.ADD_WORDS)
    assert set(words.values) <= {"leather", "running", "shoes"}


def test_a_synonym_of_a_word_that_it_has_brings_it(shop: Shop) -> None:
    request = asked("boiler", kinds=PRODUCTS)
    told = why_not(shop, request, "kettle")
    assert told.stage is Stage.RECALL
    cure = next(each for each in told.obstacles[0].cures if each.act is Act.SYNONYM)
    rule = SynonymRule("", RuleKind.ONE_WAY, cure.values, ("kettle",))
    lexicon = replace(shop.config.lexicon, version="with", synonyms=SynonymSet.of([rule]))
    assert is_there(replace(shop, config=replace(shop.config, lexicon=lexicon)), request, "kettle")


def test_several_obstacles_are_told_together(shop: Shop) -> None:
    hidden = ruled(shop, do.Hide(product("kettle")))
    request = asked(filters=(AnyOf("brand", ("Velo",)),))
    stages = [each.stage for each in why_not(hidden, request, "kettle").obstacles]
    assert stages == [Stage.FILTER, Stage.HIDDEN, Stage.RECALL]


def test_an_item_that_the_first_stage_does_not_keep(shop: Shop) -> None:
    few = replace(DEFAULT_PROFILE, first_stage=FirstStage(kept=1), minimum_similarity=-1.0)
    small = replace(shop, config=replace(shop.config, profiles={"default": few}))
    request = asked(kinds=PRODUCTS)
    told = assert_told_and_cured(
        small,
        request,
        "kettle",
        Stage.FIRST_STAGE,
        "the first stage keeps 1",
        act=Act.CHANGE_PROFILE,
    )
    assert told.rank is None


def test_an_item_that_a_channel_finds_too_deep(shop: Shop) -> None:
    semantic = replace(DEFAULT_PROFILE.channels[Kind.PRODUCT]["semantic"], size=1, beside=1)
    profile = replace(DEFAULT_PROFILE, minimum_similarity=-1.0).using("semantic", semantic)
    small = replace(shop, config=replace(shop.config, profiles={"default": profile}))
    assert_told_and_cured(
        small,
        asked(kinds=PRODUCTS),
        "kettle",
        Stage.DEPTH,
        "of the channel semantic, which brings 1",
        act=Act.PIN,
    )


def test_a_video_that_deserves_no_slot(shop: Shop) -> None:
    strict = replace(DEFAULT_PROFILE.mixed_row, similarity_share=1.0)
    profile = replace(DEFAULT_PROFILE, mixed_row=strict)
    demanding = replace(shop, config=replace(shop.config, profiles={"default": profile}))
    assert_told_and_cured(
        demanding,
        asked("coffee machine grinder"),
        "v-clean",
        Stage.SLOTS,
        "deserves no slot",
        kind=Kind.VIDEO,
        act=Act.CHANGE_PROFILE,
    )


@pytest.mark.parametrize("text", ["shoes", ""])
@pytest.mark.parametrize("sort", [None, Sort("price")])
def test_an_item_on_another_page(shop: Shop, text: str, sort: Sort | None) -> None:
    request = asked(text, size=1, sort=sort, kinds=PRODUCTS)
    ids = [hit.id for hit in shop.search(text, sort=sort, kinds=PRODUCTS).hits]
    assert len(ids) > 2
    for rank, id_ in enumerate(ids[1:], start=2):
        told = assert_told_and_cured(
            shop,
            request,
            id_,
            Stage.RANKING,
            f"number {rank} of the row",
            f"page {rank}",
            act=Act.LOOK_ON,
        )
        assert told.rank == rank


def test_diversity_or_a_rule_that_takes_it_off_the_page_is_named(shop: Shop) -> None:
    first = shop.found(QUERY)[0]
    buried = ruled(shop, do.Bury(product(first), do.Strength.STRONG))
    request = asked(size=1, kinds=PRODUCTS)
    told = assert_told_and_cured(
        buried, request, first, Stage.RANKING, "Rules took it from number 1"
    )
    assert told.obstacles[0].cures[0].rule == "r1"
    profile = replace(DEFAULT_PROFILE, diversity=Diversity(strength=1.0, brand=1.0))
    diverse = replace(shop, config=replace(shop.config, profiles={"default": profile}))
    left = set(shop.found("shoes", size=2)) - set(diverse.found("shoes", size=2))
    assert left
    for id_ in left:
        assert_told_and_cured(
            diverse,
            asked("shoes", size=2, kinds=PRODUCTS),
            id_,
            Stage.RANKING,
            "Diversity took it from number 2",
        )


def test_a_pin_that_takes_its_place_is_named(shop: Shop) -> None:
    first = shop.found(QUERY)[0]
    pinned = ruled(shop, do.PinTo(product("kettle"), 1))
    told = assert_told_and_cured(
        pinned, asked(size=1, kinds=PRODUCTS), first, Stage.RANKING, "Pins before it"
    )
    assert told.obstacles[0].cures[0].rule == "r1"


def test_what_is_not_in_the_index(shop: Shop) -> None:
    for id_ in ("draft", "never-heard-of"):
        assert why_not(shop, asked(), id_).stage is Stage.INDEX


IDS = [row["id"] for row in ROWS if row["id"] not in {"draft", "fleet"} and "kind" not in row]
ACTIONS = st.sampled_from(
    [
        do.Hide(product("shoe-red")),
        do.Require(AnyOf("brand", ("Norden",))),
        do.Bury(AnyOf("brand", ("Velo",)), do.Strength.STRONG),
        do.Boost(product("kettle"), do.Strength.WEAK),
        do.PinTo(product("cafe"), 1),
        do.ReplaceWords("kettle", "shoes"),
    ]
)
FILTERS = st.sampled_from(
    [
        AnyOf("brand", ("Velo", "Alba")),
        AnyOf("available", ("true",)),
        Between("price", 10, 100),
    ]
)
TEXTS = st.sampled_from(
    [
        "shoes",
        "red running shoes",
        "shoes -leather",
        "shoes under 100",
        "coffee machine with grinder",
        "black dress without leather",
        "tea",
        "zork",
        "",
    ]
)
REQUESTS = st.builds(
    asked,
    TEXTS,
    filters=st.lists(FILTERS, max_size=2, unique_by=lambda each: each.field).map(tuple),
    size=st.integers(1, 4),
    kinds=st.sampled_from([PRODUCTS, tuple(Kind)]),
    sort=st.sampled_from([None, None, Sort("price")]),
)
TAKEN = (
    Act.ASK_KIND,
    Act.DROP_FILTER,
    Act.DROP_WORDS,
    Act.CHANGE_RULE,
    Act.PIN,
    Act.LOOK_ON,
)
"""What the test can do of what is advised, without another catalog; in this order."""


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(REQUESTS, st.sampled_from(IDS), st.lists(ACTIONS, max_size=3, unique_by=repr))
def test_whoever_takes_the_advice_gets_the_item_on_the_page(
    shop: Shop, request_: SearchRequest, id_: str, actions: list[do.Action]
) -> None:
    rules = [
        Rule(f"r{number}", f"Rule {number}", (when.AnyQuery(),), (action,))
        for number, action in enumerate(actions)
    ]
    now = replace(shop, config=replace(shop.config, rules=RuleSet.of(rules)))
    request = request_
    for _ in range(8):
        told = why_not(now, request, id_)
        assert bool(told.obstacles) != is_there(now, request, id_)
        if not told.obstacles:
            return
        for obstacle in told.obstacles:
            if obstacle.stage is Stage.RECALL and request.sort is not None:
                return  # where the shopper chose the order, only its words bring it in
            cure = min(
                (each for each in obstacle.cures if each.act in TAKEN),
                key=lambda each: TAKEN.index(each.act),
            )
            now, request = cured(now, request, cure, id_)
    raise AssertionError(f"{id_} did not come: {told}")


def mended(row: dict[str, Any], cure: Cure) -> dict[str, Any]:
    match cure.act:
        case Act.ADD_WORDS:
            return {**row, "title": f"{row['title']} {' '.join(cure.values)}"}
        case Act.SET_FIELD:
            return {**row, cure.field: cure.values[0]}
        case Act.DROP_WORDS:
            return {**row, "title": row["title"].replace(cure.values[0].title(), "")}
        case _:
            return {**row, "published": True}


@pytest.mark.parametrize(
    ("request_", "id_", "act"),
    [
        (asked("waterproof trail runner socks", kinds=PRODUCTS), "kettle", Act.ADD_WORDS),
        (asked("red kettle", kinds=PRODUCTS, sort=Sort("price")), "kettle", Act.ADD_WORDS),
        (asked("shoes", filters=(AnyOf("brand", ("Velo",)),)), "shoe-dress", Act.SET_FIELD),
        (asked("shoes -leather"), "shoe-dress", Act.DROP_WORDS),
        (asked(QUERY), "draft", Act.PUBLISH),
    ],
    ids=["words", "words, sorted", "value", "unwanted word", "published"],
)
def test_an_item_that_is_changed_as_advised_comes_onto_the_page(
    shop: Shop, request_: SearchRequest, id_: str, act: Act
) -> None:
    told = why_not(shop, request_, id_)
    cures = (each for obstacle in told.obstacles for each in obstacle.cures)
    cure = [each for each in cures if each.act is act][-1]
    rows = [mended(row, cure) if row["id"] == id_ else row for row in ROWS]
    with open_shop(shop.service.engine.name, rows):
        again = Shop(wiring.search_service(), wiring.current_config())
        assert is_there(again, request_, id_)


def test_the_command_tells_it(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def printed(*arguments: str) -> str:
        out = StringIO()
        call_command("search", *arguments, stdout=out)
        return out.getvalue()

    monkeypatch.setattr(wiring, "search_service", lambda: shop.service)
    lines = printed("running shoes", "--why-not", "kettle")
    assert lines.startswith("product kettle  Electric Kettle 1.7 Litre\n  recall: No channel")
    assert "    → Add “shoes” to its title" in lines
    assert "is on this page: number" in printed("running shoes", "--why-not", "live:l-shoes")
    assert "no product with the id 'nothing'" in printed("x", "--why-not", "nothing")
    assert "It is not published" in printed("x", "--why-not", "draft")
