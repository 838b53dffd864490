"""The static files: small, in their layer, ready for right-to-left, and without anything from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import relevo.web.ui

STATIC = Path(relevo.web.ui.__file__).parent / "static" / "ui"
SHEETS = sorted(STATIC.glob("css/*.css"))
MODULES = sorted(STATIC.glob("js/*.js"))


def test_the_one_stylesheet_lists_every_file_once_in_a_declared_layer() -> None:
    app = (STATIC / "app.css").read_text()
    order = re.search(r"@layer ([\w, ]+);", app)
    assert order
    assert order[1].split(", ") == ["reset", "tokens", "base", "components", "screens", "utilities"]
    listed = re.findall(r'@import url\("css/([\w-]+\.css)"\) layer\((\w+)\);', app)
    assert sorted(name for name, _ in listed) == [path.name for path in SHEETS]
    assert {layer for _, layer in listed} <= set(order[1].split(", "))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_stylesheet_is_small_and_turns_with_the_text(path: Path) -> None:
    sheet = path.read_text()
    assert len(sheet.splitlines()) <= 200
    assert not re.search(
        r"(margin|padding|border|(?<!safe-area-)inset)-(left|right|top|bottom)\b|[\s{;](left|right):", sheet
    )
    assert "url(" not in sheet


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_small_says_its_contract_and_stands_alone(path: Path) -> None:
    module = path.read_text()
    assert len(module.splitlines()) <= 120
    assert module.startswith("/*")
    assert not re.search(
        r"^import (?!\{ now \} from \"\./clock\.js\")|\bimport\(|\beval\(|new Function|innerHTML|https?://(?!www\.w3\.org)",
        module,
        re.MULTILINE,
    )


def test_the_sprite_names_its_origin_and_licence() -> None:
    sprite = (STATIC / "icons.svg").read_text()
    assert "ISC licence" in sprite
    assert "Permission to use, copy, modify" in (STATIC / "icons.LICENSE.txt").read_text()
    assert "<script" not in sprite
    names = re.findall(r'<symbol id="([\w-]+)"', sprite)
    assert names == sorted(set(names))
