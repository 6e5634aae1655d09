"""Merchants who change the catalog all the time, in every way in which it can be changed."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import Any, Self

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from searchapp.catalog import upsert
from searchapp.catalog.models import Category, LiveStream, Product, Seller, Variant, Video
from searchapp.catalog.rows import RowKind, parse_row

PRODUCTS, VIDEOS, LIVES, SELLERS = 400, 60, 20, 12
_PAUSE_S = 0.04
_WORDS = ("copper", "red", "garden", "oak", "blue", "small", "large", "summer")
_THINGS = ("kettle", "shirt", "lamp", "table", "chair", "bag")
_CATEGORIES = ("Home > Kitchen", "Home > Garden", "Clothes")


class RolledBack(Exception):
    """A transaction that its writer did not want after all."""


class Merchants:
    """Some threads that write from `with` to its end; `writes` committed, `refused` did not."""

    def __init__(self, seed: str, threads: int = 2) -> None:
        self.writes = 0
        self.refused = 0
        self.slowest_s = 0.0
        self.unexpected: list[str] = []
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._write_on, args=(random.Random(f"{seed} {number}"),))
            for number in range(threads)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _write_on(self, choice: random.Random) -> None:
        try:
            while not self._over.is_set():
                started = time.monotonic()
                try:
                    choice.choice(CHANGES)(choice)
                    self.writes += 1
                except DatabaseError:
                    # The database is away, or two writers stood in each other's way.
                    self.refused += 1
                    connection.close()
                    self._over.wait(0.2)
                except RolledBack:
                    pass
                self.slowest_s = max(self.slowest_s, time.monotonic() - started)
                self._over.wait(choice.expovariate(1 / _PAUSE_S))
        except Exception as error:  # noqa: BLE001 - the run shows it and fails
            self.unexpected.append(repr(error))
        finally:
            connection.close()


def fill_catalog(choice: random.Random) -> None:
    """The catalog before the first run."""
    _store([_seller(number) for number in range(SELLERS)])
    _store([_product(choice, number) for number in range(PRODUCTS)])
    _store([_video(choice, number) for number in range(VIDEOS)])
    _store([_live(choice, number) for number in range(LIVES)])


def _store(rows: list[dict[str, Any]]) -> None:
    read = [parse_row(row) for row in rows]
    problems = [each for each in read if isinstance(each, list)]
    assert not problems, problems
    upsert.store(read)  # type: ignore[arg-type]


def _seller(number: int) -> dict[str, Any]:
    return {"kind": "seller", "id": f"s{number}", "name": f"Seller {number}"}


def _title(choice: random.Random) -> str:
    return f"{choice.choice(_WORDS)} {choice.choice(_THINGS)} {choice.randrange(100)}"


def _product(choice: random.Random, number: int) -> dict[str, Any]:
    variants = [
        {"id": f"p{number}-{size}", "size": size, "price": choice.randrange(500, 9_000) / 100}
        for size in ("S", "M", "L")[: choice.randrange(4)]
    ]
    return {
        "kind": "product",
        "id": f"p{number}",
        "title": _title(choice),
        "price": choice.randrange(500, 9_000) / 100,
        "stock": choice.randrange(50),
        "category": choice.choice(_CATEGORIES),
        "seller": f"s{choice.randrange(SELLERS)}",
        "variants": variants,
    }


def _shown(choice: random.Random) -> list[str]:
    names = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    return choice.sample(names, min(3, len(names)))


def _video(choice: random.Random, number: int) -> dict[str, Any]:
    return {
        "kind": "video",
        "id": f"v{number}",
        "title": f"How to use a {_title(choice)}",
        "seller": f"s{choice.randrange(SELLERS)}",
        "products": _shown(choice),
    }


def _live(choice: random.Random, number: int) -> dict[str, Any]:
    shown = _shown(choice)
    return {
        "kind": "live",
        "id": f"l{number}",
        "title": f"Live sale: {_title(choice)}",
        "seller": f"s{choice.randrange(SELLERS)}",
        "status": choice.choice(("scheduled", "live", "ended")),
        "products": shown,
        "product_now": shown[0] if shown else None,
    }


def _some(choice: random.Random, count: int = 1) -> list[str]:
    return [f"p{number}" for number in choice.sample(range(PRODUCTS), count)]


def _price(choice: random.Random) -> None:
    Product.objects.filter(pk__in=_some(choice)).update(price=choice.randrange(500, 9_000) / 100)


def _prices_in_sql(choice: random.Random) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_product SET price = price + 1, title = title || ' *'"
            " WHERE id = ANY(%s)",
            [sorted(_some(choice, 5))],
        )
    Product.objects.filter(title__contains="* * *").update(title=_title(choice))


def _stock(choice: random.Random) -> None:
    with transaction.atomic():
        products = list(
            Product.objects.filter(pk__in=_some(choice, 20)).order_by("pk").select_for_update()
        )
        for product in products:
            product.stock = choice.randrange(50)
        Product.objects.bulk_update(products, ["stock"])


def _variant(choice: random.Random) -> None:
    Variant.objects.filter(product__in=_some(choice)).update(stock=choice.randrange(50))


def _edit(choice: random.Random) -> None:
    if product := Product.objects.filter(pk__in=_some(choice)).first():
        product.title = _title(choice)
        upsert.save(product)


def _import(choice: random.Random) -> None:
    numbers = choice.sample(range(PRODUCTS), 20)
    _store([_product(choice, number) for number in numbers])


def _rolled_back(choice: random.Random) -> None:
    with transaction.atomic():
        _store([_product(choice, number) for number in choice.sample(range(PRODUCTS), 3)])
        raise RolledBack


def _delete(choice: random.Random) -> None:
    upsert.delete(RowKind.PRODUCT, _some(choice, 3))


def _delete_in_orm(choice: random.Random) -> None:
    Product.objects.filter(pk__in=_some(choice)).delete()


def _hide(choice: random.Random) -> None:
    Product.objects.filter(pk__in=_some(choice, 2)).update(published=None)


def _show(choice: random.Random) -> None:
    Product.objects.filter(published=None).update(published=timezone.now())


def _seller_renamed(choice: random.Random) -> None:
    name = f"Seller {choice.randrange(10_000)}"
    Seller.objects.filter(pk=f"s{choice.randrange(SELLERS)}").update(name=name)


def _category_renamed(choice: random.Random) -> None:
    path = choice.choice(_CATEGORIES)
    Category.objects.filter(path=path).update(title=f"{path[-7:]} {choice.randrange(100)}")


def _video_changed(choice: random.Random) -> None:
    number = choice.randrange(VIDEOS)
    if choice.random() < 0.3:
        Video.objects.filter(pk=f"v{number}").delete()
    else:
        _store([_video(choice, number)])


def _live_changed(choice: random.Random) -> None:
    number = choice.randrange(LIVES)
    if choice.random() < 0.2:
        _store([_live(choice, number)])
        return
    LiveStream.objects.filter(pk=f"l{number}").update(
        status=choice.choice(("live", "ended")), viewers=choice.randrange(1_000)
    )


CHANGES: tuple[Callable[[random.Random], None], ...] = (
    _price, _price, _prices_in_sql, _stock, _variant, _edit, _import, _rolled_back, _delete,
    _delete_in_orm, _hide, _show, _seller_renamed, _category_renamed, _video_changed,
    _live_changed, _live_changed,
)  # fmt: skip
