"""Measured attributes as people write them: ``capacity_l = 1.7`` is "1.7 L" or "1.7 Liter"."""

from .product_type import Value

_UNITS: dict[str, tuple[str, str, str]] = {
    "l": ("{} L", "{}L", "{} Liter"),
    "ml": ("{} ml", "{}ml", "{} ml"),
    "w": ("{} W", "{}W", "{} Watt"),
    "kw": ("{} kW", "{}kW", "{} kW"),
    "v": ("{} V", "{}V", "{} Volt"),
    "g": ("{} g", "{}g", "{} g"),
    "kg": ("{} kg", "{}kg", "{} kg"),
    "cm": ("{} cm", "{}cm", "{} cm"),
    "mm": ("{} mm", "{}mm", "{} mm"),
    "m": ("{} m", "{}m", "{} m"),
    "in": ("{} inch", '{}"', "{}-Inch"),
    "gb": ("{} GB", "{}GB", "{} GB"),
    "tb": ("{} TB", "{}TB", "{} TB"),
    "mah": ("{} mAh", "{}mAh", "{} mAh"),
    "hz": ("{} Hz", "{}Hz", "{} Hz"),
    "mp": ("{} MP", "{}MP", "{} Megapixel"),
    "lm": ("{} lm", "{}lm", "{} Lumen"),
    "bar": ("{} bar", "{} bar", "{}-Bar"),
    "pack": ("pack of {}", "{} pcs", "{}-Pack"),
    "piece": ("{} pieces", "{} pcs", "{}-Piece"),
    "pages": ("{} pages", "{} pages", "{} Pages"),
    "years": ("{}+ years", "ages {}+", "{}+ Years"),
    "players": ("2-{} players", "2-{} players", "2-{} Players"),
    "seats": ("{} seats", "{}-seater", "{}-Seater"),
    "person": ("{} people", "{}-person", "{}-Person"),
    "h": ("{} hours", "{}h", "{}-Hour"),
    "spf": ("SPF {}", "SPF{}", "SPF {}"),
    "percent": ("{} %", "{}%", "{} %"),
    "tier": ("{} tiers", "{}-tier", "{}-Tier"),
    "drawer": ("{} drawers", "{}-drawer", "{}-Drawer"),
    "tog": ("{} tog", "{} tog", "{} Tog"),
    "port": ("{} ports", "{}-port", "{}-Port"),
    "slice": ("{} slices", "{}-slice", "{}-Slice"),
    "cup": ("{} cups", "{}-cup", "{}-Cup"),
    "denier": ("{} denier", "{} den", "{} Denier"),
    "grit": ("{} grit", "{} grit", "{} Grit"),
    "step": ("{} steps", "{}-step", "{}-Step"),
    "degrees": ("{} °F", "{}°F", "{} °F"),
}
STYLES = 3
_CAPITALS = {
    "gps": "GPS",
    "rfid": "RFID",
    "isofix": "ISOFIX",
    "fm": "FM",
    "hdmi": "HDMI",
    "rc": "RC",
}


def render(name: str, value: Value, style: int = 0) -> str:
    """The value as text; a true flag reads as its own name, a false one as nothing."""
    if value is True:
        return " ".join(_CAPITALS.get(word, word) for word in name.split("_"))
    if value is False:
        return ""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, str):
        return value
    if name.endswith("_gb") and value >= 1000:
        name, value = "storage_tb", value / 1000
    unit = _UNITS.get(name.rsplit("_", 1)[-1])
    return (
        unit[style].format(f"{value:g}" if value < 10_000 else str(value)) if unit else str(value)
    )
