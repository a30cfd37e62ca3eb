"""Cuts the fonts of Kassa out of the ones they come from, and renames them.

Run by make.sh, which says where everything comes from. Arguments: the folder of the Roboto
files, the unpacked lucide-static package, and the folder to write to.
"""

import json
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# Latin with everything Europe writes, Greek, Cyrillic, punctuation, currency signs, and the few
# mathematical signs that amounts and quantities use.
TEXT_RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x0192, 0x0192), (0x0218, 0x021B), (0x02C6, 0x02DD),
    (0x0384, 0x03CE), (0x0400, 0x045F), (0x0490, 0x0491), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E),
    (0x1EF2, 0x1EF3), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F),
    (0x215B, 0x215E), (0x2190, 0x21FF), (0x2200, 0x22FF), (0xFB01, 0xFB02), (0xFFFD, 0xFFFD),
]
TEXT_FAMILY = "Kassa Sans"
ICON_FAMILY = "Kassa Icons"


def cut(font, codepoints):
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["DSIG", "FFTM"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codepoints)
    subsetter.subset(font)


def rename(font, family, style, origin):
    font["post"].formatType = 3.0
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 13, 14)]
    full = family if style == "Regular" else f"{family} {style}"
    values = {
        1: family, 2: style, 3: f"{full}, cut for Kassa", 4: full,
        5: f"Version 1.0; changed: a subset of {origin}", 6: f"{family}-{style}".replace(" ", ""),
    }
    for identifier, value in values.items():
        table.setName(value, identifier, 3, 1, 0x409)


def text_font(source, target, style):
    font = TTFont(source)
    cut(font, {code for first, last in TEXT_RANGES for code in range(first, last + 1)})
    rename(font, TEXT_FAMILY, style, "Roboto")
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    widths = {metrics[cmap[ord(digit)]][0] for digit in "0123456789"}
    if len(widths) != 1:
        sys.exit(f"{source}: the digits have different widths: {widths}")
    font.save(target)


def icon_font(package, names, target, listing):
    codepoints = json.loads((package / "font/codepoints.json").read_text())
    missing = [name for name in names if name not in codepoints]
    if missing:
        sys.exit(f"not in this lucide-static: {missing}")
    font = TTFont(package / "font/lucide.ttf")
    cut(font, {codepoints[name] for name in names})
    rename(font, ICON_FAMILY, "Regular", "Lucide")
    font["name"].setName("Licensed under the ISC License", 13, 3, 1, 0x409)
    # Lucide's font says that every glyph begins at its left edge; narrow ones would be drawn too far left.
    outlines, metrics = font["glyf"], font["hmtx"]
    for name in font.getGlyphOrder():
        metrics[name] = (metrics[name][0], getattr(outlines[name], "xMin", 0))
    font.save(target)
    listing.write_text("".join(f"{name}\tU+{codepoints[name]:04X}\n" for name in names))
    table = "".join(f"| `{name}` | `'\\u{{{codepoints[name]:x}}}'` |\n" for name in names)
    readme = listing.with_name("README.md")
    before = readme.read_text().split("| name | char |")[0]
    readme.write_text(before + "| name | char |\n|---|---|\n" + table)


def main():
    roboto, package, target = (pathlib.Path(argument) for argument in sys.argv[1:4])
    for style in ("Regular", "Bold"):
        text_font(roboto / f"Roboto-{style}.ttf", target / f"KassaSans-{style}.ttf", style)
    names = (target / "icons.list").read_text().split()
    icon_font(package, names, target / "KassaIcons.ttf", target / "icons.txt")


main()
