"""What a rule shows above an answer, as far as a page may show it."""

from __future__ import annotations

from dataclasses import dataclass

from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.rules.validity import is_address


@dataclass(frozen=True, slots=True)
class BannerShown:
    """A banner of a page; what is "" is not shown."""

    title: str
    text: str
    image: str
    link: str


def banner_shown(banner: Banner | None) -> BannerShown | None:
    """The banner without what browsers would not load or must not open; None when nothing is left.

    Pictures are files of the shop or come by https, as the pages' content security policy wants.
    """
    if banner is None:
        return None
    link = banner.link if is_address(banner.link) else ""
    is_safe = banner.image.startswith(("/", "https://")) and is_address(banner.image)
    image = banner.image if is_safe else ""
    title = banner.title.strip() or ("See more" if link else "")
    text = banner.text.strip()
    return BannerShown(title, text, image, link) if title or text or image else None
