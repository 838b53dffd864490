"""What each component says for a given call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from relevo.web.ui import context
from relevo.web.ui.shapes import (
    ComposerCard,
    DeskMark,
    HeatCell,
    HeatDay,
    HolderSegment,
    PromiseMark,
    QueueRow,
    TimelineEntry,
)
from relevo.web.ui.tags.figures import spark_points
from relevo.web.ui.tags.marks import hue_class, initials
from relevo.web.ui.tags.status import time_left_text

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def render(source: str, **words: object) -> str:
    return Template("{% load ui %}" + source).render(Context(words))


@pytest.mark.parametrize(
    ("hue", "name"), [(262, "hue-255"), (24, "hue-30"), (0, "hue-0"), (359, "hue-0"), (345, "hue-345")]
)
def test_a_desk_takes_the_nearest_of_the_24_hues(hue: int, name: str) -> None:
    assert hue_class(hue) == name


@given(st.integers(-720, 1080))
def test_no_hue_is_further_than_half_a_step_from_its_class(hue: int) -> None:
    value = int(hue_class(hue).removeprefix("hue-"))
    assert 0 <= value < 360
    assert min((hue - value) % 360, (value - hue) % 360) <= 7.5


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Carmen Vidal", "CV"), ("Andris Bērziņš", "AB"), ("Auralis", "A"), ("", "?"), (" - ", "?")],
)
def test_initials_are_two_letters_at_most(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(minutes=38), "38 min"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(days=1, hours=4), "1 d 4 h"),
        (timedelta(minutes=-12), "12 min late"),
    ],
)
def test_the_page_says_the_time_left_before_its_script_runs(left: timedelta, words: str) -> None:
    assert time_left_text(NOON + left, NOON) == words


def test_a_running_promise_counts_to_its_instant_in_utc() -> None:
    due = datetime(2026, 11, 22, 13, 30, tzinfo=timezone.get_fixed_timezone(60))
    html = render("{% promise mark %}", mark=PromiseMark("Next response", "running", due))
    assert 'due="2026-11-22T12:30:00Z"' in html
    assert "Next response" in html


def test_a_record_s_moments_are_exact_and_others_are_told_from_now() -> None:
    at = datetime(2026, 11, 22, 2, 12, tzinfo=UTC)
    assert '<relative-time><time datetime="2026-11-22T02:12:00Z"' in render("{% relative_time at %}", at=at)
    assert "<relative-time exact>" in render("{% relative_time at exact=True %}", at=at)
    entries = [TimelineEntry("Ticket opened", at)]
    assert "<relative-time exact>" in render("{% timeline entries exact=True %}", entries=entries)
    assert "<relative-time>" in render("{% timeline entries %}", entries=entries)


def test_a_met_promise_says_so_and_does_not_count() -> None:
    html = render("{% promise mark %}", mark=PromiseMark("First response", "met", NOON, "met in 6 min"))
    assert "met in 6 min" in html
    assert "<time-left" not in html


def test_a_field_ties_its_hint_and_error_to_the_input() -> None:
    html = render('{% field "mail" "Address" hint="Customers see it." error="Write the whole address." %}')
    assert 'aria-describedby="id_mail_hint id_mail_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label class="field-label" for="id_mail">' in html
    assert " required" in html


def test_an_optional_field_says_so_and_is_not_required() -> None:
    html = render('{% field "alias" "Alias" optional=True %}')
    assert "optional" in html
    assert " required" not in html


def test_a_chosen_option_is_selected_whatever_its_type() -> None:
    html = render('{% select "n" "Number" options value=2 %}', options=[(1, "one"), (2, "two")])
    assert '<option value="2" selected>two</option>' in html


def test_a_button_with_a_target_is_a_link_and_keeps_its_shortcut() -> None:
    html = render('{% button "Reply" icon="reply" href="/r/" key="r" hx_boost="true" %}')
    assert html.startswith('<a class="button" href="/r/"')
    assert 'data-key="r"' in html
    assert 'hx-boost="true"' in html


def test_what_a_template_quotes_stays_within_its_attribute() -> None:
    """Otherwise htmx finds half of the JSON, and the act says nothing of what it was about."""
    html = render(
        """{% button "Take it" hx_vals='{"seat":"me"}' %}{% menu_item "For anyone" hx_vals='{"a":"<b>"}' %}"""
    )
    assert 'hx-vals="{&quot;seat&quot;:&quot;me&quot;}"' in html
    assert 'hx-vals="{&quot;a&quot;:&quot;&lt;b&gt;&quot;}"' in html


def test_a_disabled_button_is_disabled_and_a_busy_one_says_so() -> None:
    assert " disabled" in render('{% button "Not now" disabled=True %}')
    assert 'aria-busy="true"' in render('{% button "Sending" busy=True %}')


class DeskForm(forms.Form):
    name = forms.CharField(help_text="Customers see it.")
    formal = forms.BooleanField(required=False)
    reason = forms.CharField(widget=forms.HiddenInput, initial="x")
    form_of_address = forms.ChoiceField(choices=[("usted", "usted"), ("tu", "tú")], widget=forms.RadioSelect)


def test_a_form_field_wears_the_design_and_shows_its_error() -> None:
    form = DeskForm({"name": "", "form_of_address": "usted"})
    html = render("{% form_field form.name autocomplete='off' %}", form=form)
    assert 'class="input"' in html
    assert 'autocomplete="off"' in html
    assert "This field is required." in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html


def test_a_choice_among_few_is_a_fieldset_and_a_hidden_field_stays_hidden() -> None:
    form = DeskForm()
    assert "<fieldset" in render("{% form_field form.form_of_address %}", form=form)
    assert "<label" not in render("{% form_field form.reason %}", form=form)
    assert '<label class="choice">' in render("{% form_field form.formal %}", form=form)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.none() | st.floats(-1e6, 1e6))
def test_a_sparkline_never_leaves_its_box(values: list[float], goal: float | None) -> None:
    points = spark_points(values, goal)
    assert len(points) == len(values)
    assert all(0 <= x <= 100.001 and 2.999 <= y <= 25.001 for x, y in points)


def test_a_flat_sparkline_lies_in_the_middle_and_an_empty_one_draws_nothing() -> None:
    assert spark_points([5, 5]) == [(0, 14), (100, 14)]
    assert render("{% sparkline values %}", values=[]).strip() == ""


def test_a_figure_says_whether_its_change_is_better() -> None:
    html = render('{% stat "Kept" "98.4" change="0.7" better=True href="/t/" %}')
    assert "change-better" in html
    assert 'href="/t/"' in html
    assert "change-worse" in render('{% stat "Findings" "0.9" change="0.4" better=False %}')


@pytest.mark.parametrize(
    ("now", "target", "order"), [("due", "-due", "ascending"), ("-due", "due", "descending"), ("", "due", "")]
)
def test_a_head_sorts_the_other_way_next_time(now: str, target: str, order: str) -> None:
    html = render('{% sort_head "Due" "due" now query=query %}', now=now, query="status=open&")
    assert f"?status=open&amp;sort={target}" in html
    assert (f'aria-sort="{order}"' in html) is bool(order)


def test_the_coverage_week_reads_as_a_table_and_names_its_gaps() -> None:
    days = [
        HeatDay(
            "Sun",
            [HeatCell(4, None, "Sun 04:00: nobody answers", "!"), HeatCell(5, 2, "Sun 05:00: Noctua", "N")],
        )
    ]
    html = render('{% heat_map days caption="Spanish" %}', days=days)
    assert "Sun 04:00: nobody answers" in html
    assert "heat-gap" in html
    assert '<th scope="row">Sun</th>' in html


def test_holders_share_the_bar_by_their_time_and_mark_the_promise() -> None:
    segments = [
        HolderSegment("Auralis", "client", 300, "5 min"),
        HolderSegment("Noctua", "partner", 100, "2 min"),
    ]
    html = render("{% holders segments due_after=200 %}", segments=segments)
    assert 'x="750.0"' in html
    assert 'x1="500.0"' in html


def test_holders_without_time_do_not_divide_by_zero() -> None:
    assert "holders-bar" in render("{% holders segments %}", segments=[])


def test_a_queue_row_is_one_link_that_says_whose_customer_it_is() -> None:
    row = QueueRow(
        "AUR-1042", "/t/1042/", "Duo 2 does not wake", "Jorge Molina", DeskMark("Auralis", 262), unread=True
    )
    html = render('{% queue_row row hx_get="/t/1042/" %}', row=row)
    assert html.count("<a ") == 1
    assert "hue-255" in html
    assert "Unread:" in html
    assert 'hx-get="/t/1042/"' in html


def test_a_long_list_says_where_we_are_and_keeps_its_filter() -> None:
    html = render("{% pager page query %}", page=Paginator(range(95), 20).page(2), query="status=open&")
    assert "21–40 of 95" in html
    assert "?status=open&amp;page=3" in html
    assert render("{% pager page %}", page=Paginator(range(5), 20).page(1)).strip() == ""


def test_progress_without_a_value_only_says_that_it_goes_on() -> None:
    assert "value=" not in render('{% progress "Counting" %}')
    assert 'value="7800" max="12400"' in render('{% progress "Importing" 7800 12400 %}')


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("auto", ""), ('"><script>', "")]
)
def test_the_theme_cookie_is_believed_only_when_it_names_a_theme(cookie: str, theme: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[context.THEME_COOKIE] = cookie
    assert context.frame(request)["theme"] == theme


def test_the_composer_always_says_in_whose_name_and_warns_of_approval_and_company() -> None:
    card = ComposerCard(
        DeskMark("Mareko", 24), "Zane Krūmiņa", "Ask for approval", needs_approval="It mentions a refund.",
        other_writer="Marta Liepa", hidden=[("version", "7")],
    )  # fmt: skip
    html = render("{% composer card %}", card=card)
    assert '<span class="desk">Mareko</span>' in html
    assert "hue-30" in html
    assert "It mentions a refund." in html
    assert "Marta Liepa is writing an answer too." in html
    assert '<input type="hidden" name="version" value="7">' in html
    assert "Ask for approval" in html


def test_a_note_says_that_the_customer_will_not_see_it_and_cannot_be_sent() -> None:
    card = ComposerCard(DeskMark("Auralis", 262), "Jorge Molina", "Add note for both firms", note=True)
    html = render("{% composer card %}", card=card)
    assert "Jorge Molina will not see this" in html
    assert "Send and" not in html
