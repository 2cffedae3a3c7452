"""The kit's promises that need no browser: described, escaped, without inline code, legible, small."""

import json
import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Engine

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "huiyin" / "templates"
STATIC = ROOT / "huiyin" / "static" / "huiyin"
PIECES = sorted((TEMPLATES / "ui").glob("*.html"))
EVIL = "<script>boom</script>"
ENGINE = Engine(
    dirs=[str(TEMPLATES)],
    libraries={"static": "django.templatetags.static", "i18n": "django.templatetags.i18n"},
)


def render(name: str, **context: object) -> str:
    return ENGINE.get_template(name).render(Context(context))


class MeasureForm(forms.Form):
    title = forms.CharField(label="问题名称", help_text="一句话写清楚。")
    kind = forms.ChoiceField(label="整改类别", widget=forms.RadioSelect, choices=[("a", "立行立改"), ("b", "限期整改")])
    agreed = forms.BooleanField(label="已征求提出人意见")
    evidence = forms.FileField(label="证明材料", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize("piece", PIECES, ids=lambda path: path.name)
def test_a_piece_opens_with_its_variables_and_stands_in_the_readme(piece: Path) -> None:
    assert piece.read_text(encoding="utf-8").startswith(("{#", "{% comment %}"))
    assert f"`{piece.name}`" in (TEMPLATES / "ui" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_page_holds_inline_style_or_script(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("page", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_deadline_is_written_one_way_everywhere(page: Path) -> None:
    """应于某日完成, and 时限 over a column: the day itself is in time, which “某日前” leaves open."""
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"\}\}日?(?:之|以)?前(?:完成|答复|办|回头看)|translate \"(?:完成)?期限\"|应于\" %\}", text)


def test_every_icon_a_page_names_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    assert set(json.loads((ROOT / "frontend" / "icons.json").read_text(encoding="utf-8"))) < known
    for page in TEMPLATES.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        named = re.findall(r'ui/icon\.html" with name="([^"]+)"', text) + re.findall(
            r'\b(?:state_)?icon="([a-z-]+)"', text
        )
        assert set(named) <= known, page


def everywhere(*names: str) -> dict[str, object]:
    return dict.fromkeys(names, EVIL)


HOSTILE: dict[str, dict[str, object]] = {
    "state.html": everywhere("word", "tone", "icon"),
    "figure.html": everywhere("label", "value", "unit", "href", "definition", "denominator", "as_of"),
    "working_count.html": everywhere("label", "value", "href", "unit"),
    "chain.html": {"nodes": [everywhere("label", "count", "href", "unit", "note", "gap", "gap_href")], "label": EVIL},
    "steps.html": {"steps": [everywhere("label", "state", "note", "href")], "label": EVIL},
    "timeline.html": {"events": [everywhere("when", "who", "what", "detail", "icon", "tone", "href")]},
    "definition.html": {"rows": [(EVIL, EVIL)]},
    "link_list.html": {"items": [everywhere("text", "href", "state_word", "state_tone", "state_icon", "end")]},
    "problems.html": {
        "problems": [everywhere("file", "sheet", "row", "column", "message", "value")],
        "total": EVIL,
        "more_href": EVIL,
    },
    "pager.html": everywhere("position", "older_href", "newer_href", "older_label", "newer_label"),
    "empty.html": everywhere("title", "text", "action_label", "action_href"),
    "notice.html": everywhere("tone", "title", "text", "link_href", "link_label", "role"),
    "breadcrumbs.html": {"crumbs": [(EVIL, EVIL), (EVIL, "")]},
    "nav.html": {"nav": [{"title": EVIL, "items": [everywhere("label", "href", "icon", "count")]}]},
    "sheet_head.html": everywhere("title", "code", "unit_name", "measure", "period"),
    "sheet_foot.html": everywhere("filler", "reviewer", "date", "note", "source"),
    "code_card.html": everywhere("code", "title", "address", "note", "qr"),
    "keys.html": {"keys": [(EVIL, EVIL)]},
    "confirm.html": {**everywhere("title", "text", "action", "accept_label", "cancel_href"), "fields": [(EVIL, EVIL)]},
    "progress.html": {**everywhere("label", "unit", "href"), "done": 1, "total": 2},
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_script_in_any_variable_stays_a_word(name: str) -> None:
    page = render(f"ui/{name}", csrf_token="x", **HOSTILE[name])
    assert "&lt;script&gt;boom" in page
    assert EVIL not in page


def test_a_suppressed_figure_does_not_carry_its_value() -> None:
    page = render("ui/figure.html", label="没有解决", value="3", denominator="3／40 人", href="/why/", suppressed=True)
    assert "少于5" in page
    assert ">3<" not in page
    assert "40" not in page


def test_a_figure_is_a_link_with_its_denominator_and_definition() -> None:
    page = render(
        "ui/figure.html",
        label="销号率",
        value="84.3",
        unit="%",
        denominator="43／51 项",
        href="/f/1/",
        definition="查验通过",
    )
    assert 'href="/f/1/"' in page
    assert "分母：43／51 项" in page
    assert "口径：查验通过" in page


def test_a_field_with_an_error_says_so_to_the_eye_and_to_a_screen_reader() -> None:
    form = MeasureForm({"title": ""})
    page = render("ui/field.html", field=form["title"])
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert 'id="id_title_error"' in page
    assert 'id="id_title_helptext"' in page


def test_a_field_without_an_error_shows_none() -> None:
    page = render("ui/field.html", field=MeasureForm({"title": "坡道被占用"})["title"])
    assert "field-error" not in page
    assert "aria-invalid" not in page


def test_choices_are_a_named_group_and_a_tick_is_labelled() -> None:
    form = MeasureForm()
    assert "<fieldset" in render("ui/field.html", field=form["kind"])
    assert "<legend>整改类别" in render("ui/field.html", field=form["kind"])
    assert 'for="id_agreed"' in render("ui/field.html", field=form["agreed"])
    assert 'class="drop"' in render("ui/field.html", field=form["evidence"])
    assert "label" not in render("ui/field.html", field=form["token"])


def test_the_public_frame_knows_no_user() -> None:
    text = (TEMPLATES / "portal" / "base.html").read_text(encoding="utf-8").split("{% endcomment %}")[1]
    assert "user" not in text
    assert "csrf" not in text
    assert "app.js" not in text


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_text_colour_can_be_read() -> None:
    settings = (ROOT / "frontend" / "src" / "styles" / "_settings.scss").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"^\$([a-z-]+): (#[0-9a-f]{6});", settings, re.MULTILINE))
    grounds = ("#ffffff", tokens["panel"], tokens["accent-wash"])
    assert all(
        contrast(tokens[name], ground) >= 4.5
        for name in ("ink", "ink-soft", "accent", "accent-strong")
        for ground in grounds
    )
    assert contrast(tokens["line-control"], "#ffffff") >= 3
    tones = re.findall(r'"([a-z]+)": \((#[0-9a-f]{6}), (#[0-9a-f]{6}),', settings)
    assert len(tones) == 7
    assert all(contrast(text, ground) >= 4.5 for _, text, ground in tones)


def test_the_built_files_stay_small_and_the_lock_holds_no_address() -> None:
    assert sum(path.stat().st_size for path in STATIC.iterdir()) < 1_600_000
    assert "://" not in (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
