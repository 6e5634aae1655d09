"""A form of a page as a browser without JavaScript would send it."""

from __future__ import annotations

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.wanted, self.inside = form, False
        self.found: dict[str, list[str]] = {}
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []
        self.area: str | None = None
        self.option: tuple[str | None, bool] | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.wanted
        name = given.get("name") or ""
        if tag == "option" and self.select is not None:
            self.end_option()
            self.option, self.text = (given.get("value"), "selected" in given), ""
        if not self.inside or not name:
            return
        if tag == "input":
            is_box = given.get("type") in ("checkbox", "radio")
            if "checked" in given or not is_box:
                value = given.get("value", "on" if is_box else "")
                self.found.setdefault(name, []).append(value or "")
        elif tag == "select":
            self.select, self.options, self.option = name, [], None
        elif tag == "textarea":
            self.area, self.text = name, ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def end_option(self) -> None:
        if self.option is not None:
            value, selected = self.option
            self.options.append((self.text.strip() if value is None else value, selected))
            self.option = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area is not None:
            self.found.setdefault(self.area, []).append(self.text.removeprefix("\n"))
            self.area = None
        elif tag == "select" and self.select is not None:
            self.end_option()
            chosen = [value for value, selected in self.options if selected]
            value = (chosen or [value for value, _ in self.options])[:1]
            self.found.setdefault(self.select, []).extend(value)
            self.select = None


def fields_of(page: str, form: str) -> dict[str, list[str]]:
    """What the form with this id has, by the names of its fields."""
    parser = _Fields(form)
    parser.feed(page)
    return parser.found
