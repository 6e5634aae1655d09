"""The tables of the catalog. Rows of merchants are written through `searchapp.catalog.upsert`."""

from searchapp.catalog.models.category import PATH_SEPARATOR, Category
from searchapp.catalog.models.embedding import Embedding
from searchapp.catalog.models.live_stream import LiveStatus, LiveStream, LiveStreamProduct
from searchapp.catalog.models.outbox import Lane, OutboxRow
from searchapp.catalog.models.product import Condition, Gender, Product, Variant
from searchapp.catalog.models.seller import Seller
from searchapp.catalog.models.seller_member import SellerMember
from searchapp.catalog.models.tombstone import Tombstone
from searchapp.catalog.models.video import Video, VideoProduct

__all__ = [
    "PATH_SEPARATOR",
    "Category",
    "Condition",
    "Embedding",
    "Gender",
    "Lane",
    "LiveStatus",
    "LiveStream",
    "LiveStreamProduct",
    "OutboxRow",
    "Product",
    "Seller",
    "SellerMember",
    "Tombstone",
    "Variant",
    "Video",
    "VideoProduct",
]
