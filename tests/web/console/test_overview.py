"""The overview: who holds the ball, what waits, what was kept and what it cost; each figure opens to its tickets."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.urls import reverse

from relevo.conduct.models import Approval
from relevo.core import clock
from relevo.core.scope import acting
from relevo.desks.actions import create_desk
from relevo.engagements.actions import move_engagement
from relevo.promises.models import Clock
from relevo.tickets.actions import hold_ticket
from relevo.tickets.models import Ticket
from relevo.web.console.period import period_of
from tests.cast import EVERYWHERE, Cast
from tests.jobs import run_jobs
from tests.language.engine_room import desk_with, knowing
from tests.stories import SUNDAY_NIGHT, agent_answers, customer_writes
from tests.web.console.conftest import MINUTE, Night
from tests.web.workspace.screen import Screen, now_is, words

Sit = Callable[[str], Screen]


def figure(html: str, label: str) -> str:
    """One figure at the top, with its note."""
    found = re.findall(r'<(?:a|div)[^>]*class="stat[ "].*?</(?:a|div)>', html, flags=re.DOTALL)
    return next(words(stat).removeprefix(label).strip() for stat in found if words(stat).startswith(label))


def opens(html: str, label: str) -> str:
    """Where a figure at the top leads."""
    found = re.findall(r'<a class="stat.*?</a>', html, flags=re.DOTALL)
    return next(address(stat) for stat in found if label in words(stat))


def address(html: str) -> str:
    return unescape(re.search(r'href="([^"]+)"', html).group(1))


def providers(html: str) -> dict[str, list[str]]:
    """The table of who holds the ball: its cells by the name of the engagement."""
    table = re.search(
        r'aria-labelledby="providers-title">.*?<tbody>(.*?)</tbody>', html, flags=re.DOTALL
    ).group(1)
    rows = re.findall(r"<tr>(.*?)</tr>", table, flags=re.DOTALL)
    return {
        words(re.search(r"<a[^>]*>(.*?)</a>", row).group(1)): [words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)]
        for row in rows
    }  # fmt: skip


def listed(html: str) -> set[str]:
    """References of the tickets in a table."""
    return set(re.findall(r'<th scope="row" class="nowrap[^"]*"><a[^>]*>([^<]+)</a>', html))


def needs(html: str) -> list[str]:
    return [
        words(line)
        for line in re.findall(
            r"<li>.*?</li>", html.partition('class="needs"')[2].partition("</ul>")[0], flags=re.DOTALL
        )
    ]


def test_the_figures_of_a_night_are_those_one_counts_by_hand(sit: Sit, night: Night) -> None:
    html = sit("Carmen").html("/console/")
    assert figure(html, "Promises kept") == "50 % 1 of 2"
    assert figure(html, "First response, median") == "10 min"
    assert figure(html, "Waiting now") == "5 3 due within the hour, 1 late"
    assert figure(html, "Style findings per 100 replies") == "0 in 1 reply"
    assert figure(html, "Cost") == "€6.00 Last 24 hours"


def test_each_figure_opens_to_the_tickets_behind_it(sit: Sit, night: Night) -> None:
    carmen = sit("Carmen")
    html = carmen.html("/console/")
    behind = {
        "Promises kept": {night.kept, night.missed},
        "First response, median": {night.kept},
        "Waiting now": {night.kept, night.missed, night.due, night.latvian, night.nobody},
        "Style findings per 100 replies": set(),
    }
    for label, tickets in behind.items():
        assert listed(carmen.html(opens(html, label))) == {ticket.reference for ticket in tickets}, label
    assert night.kept.reference in carmen.read(opens(html, "Cost"))


def test_who_holds_the_ball_is_told_engagement_by_engagement(sit: Sit, night: Night) -> None:
    table = providers(sit("Carmen").html("/console/"))
    assert list(table) == ["Auralis", "Nobody", "Baltline", "Noctua Support"], "one's own first"
    assert table["Auralis"] == ["Auralis does not answer at this hour", "0", "0", "0", "–", "–", "–"]
    assert table["Noctua Support"] == [
        "Noctua Support answers now: Spanish, English", "3", "1", "1", "2 h 0 min", "50.0 %", "€6.00",
    ]  # fmt: skip
    assert table["Baltline"] == ["Baltline answers now: English, Latvian", "1", "1", "0", "5 min", "–", "–"]
    assert table["Nobody"] == ["Nobody no coverage at this hour", "1", "1", "0", "4 min", "–", "–"]


def test_each_cell_opens_to_as_many_tickets_as_it_says(sit: Sit, night: Night) -> None:
    carmen = sit("Carmen")
    html = carmen.html("/console/")
    cells = re.findall(r'<td class="num">\s*<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', html)
    assert len(cells) == 8, "holding for four, due for three, late for one"
    for link, number in cells:
        assert len(listed(carmen.html(unescape(link)))) == int(words(number)), link


def test_the_list_says_which_tickets_it_shows(cast: Cast, sit: Sit, night: Night) -> None:
    carmen, noctua = sit("Carmen"), cast.engagement("auralis", "noctua").pk
    for query, said in (
        (f"&holder={noctua}&only=late", "Late now · Noctua Support"), ("&only=due", "Due within the hour"),
        ("", "Waiting now"), ("&only=all", "All tickets"), ("&only=kept", "Promises kept in the period"),
        ("&only=missed", "Promises missed in the period"), ("&only=answered", "First answered in the period"),
    ):  # fmt: skip
        assert said in carmen.read(f"/console/tickets/?desk=AUR{query}")
    assert listed(carmen.html("/console/tickets/?desk=AUR&only=kept")) == {night.kept.reference}
    assert listed(carmen.html("/console/tickets/?desk=AUR&only=missed")) == {night.missed.reference}
    assert listed(carmen.html("/console/tickets/?desk=AUR&holder=nobody")) == {night.nobody.reference}


@pytest.mark.parametrize(
    "query",
    ["holder=x", "holder=²", "holder=" + "9" * 30, "only=nonsense", "period=century", "page=x", "page=99"],
)
def test_a_strange_question_is_answered_as_far_as_it_makes_sense(sit: Sit, night: Night, query: str) -> None:
    assert len(listed(sit("Carmen").html(f"/console/tickets/?desk=AUR&{query}"))) == 5


def test_a_style_finding_counts_and_opens_to_its_ticket(cast: Cast, sit: Sit, night: Night) -> None:
    with desk_with(cast, knowing()):
        sit("Mateo").answer(night.missed, "Estimada Elena: ya le dije que espere. Cálmese, por favor.")
    carmen = sit("Carmen")
    html = carmen.html("/console/")
    number = float(figure(html, "Style findings per 100 replies").split()[0])
    assert number >= 50
    assert figure(html, "Style findings per 100 replies").endswith("in 2 replies")
    assert listed(carmen.html(opens(html, "Style findings"))) == {night.missed.reference}


def test_a_period_is_what_its_figures_look_at(cast: Cast, sit: Sit, night: Night) -> None:
    with clock.travel(SUNDAY_NIGHT + 2 * 24 * 60 * MINUTE):
        carmen = sit("Carmen")
        day, week = carmen.html("/console/?period=day"), carmen.html("/console/?period=week")
    assert figure(day, "Cost") == "– Last 24 hours"
    assert figure(day, "First response, median") == "–"
    assert figure(day, "Promises kept") == "– % 0 of 0"
    assert figure(day, "Style findings per 100 replies") == "– in 0 replies"
    assert figure(week, "Cost") == "€6.00 Last 7 days"
    assert figure(week, "First response, median") == "10 min"


def test_an_unknown_period_is_the_last_day() -> None:
    assert period_of("nonsense").code == "day"
    month = period_of("month")
    assert (month.end - month.start).days == 28


def test_what_waits_for_a_decision_is_named_and_leads_there(cast: Cast, sit: Sit, night: Night) -> None:
    with desk_with(cast, knowing()):
        sit("Lucía").answer(night.due, "Estimado Toni: mantenga pulsado el botón diez segundos, por favor.")
    html = sit("Carmen").html("/console/")
    assert needs(html) == [
        f"An answer to approve {night.due.reference} · Lucía Read and decide",
        f"Nobody holds this ticket {night.nobody.reference} · Ana's matter Open it",
        f"A promise was missed {night.missed.reference} · First response See how it came",
    ]  # fmt: skip
    assert f'href="/work/{night.due.reference}/"' in html
    assert f'href="/console/tickets/{night.missed.reference}/"' in html


def test_a_promise_missed_days_ago_asks_nobody_to_look(sit: Sit, night: Night) -> None:
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=night.nobody.pk).update(status="closed")
    with clock.travel(SUNDAY_NIGHT + 2 * 24 * 60 * MINUTE):
        assert "Nothing waits for you." in sit("Carmen").read("/console/")


def test_what_happened_lately_is_told_with_its_ticket(cast: Cast, sit: Sit, night: Night) -> None:
    with desk_with(cast, knowing()):
        sit("Lucía").answer(night.due, "Estimado Toni: mantenga pulsado el botón diez segundos, por favor.")
    with acting(EVERYWHERE):
        waiting = Approval.objects.get(ticket=night.due)
    carmen = sit("Carmen")
    carmen.act(night.due, "approve", approval=waiting.pk)
    lately = carmen.read("/console/").partition("Lately")[2]
    assert "Carmen Vidal approved the reply" in lately
    assert night.due.reference in lately
    assert f"{night.missed.reference} · Noctua Support" in lately


def test_what_happened_at_another_desk_of_the_client_is_not_told_here(
    cast: Cast, sit: Sit, night: Night
) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        create_desk(cast.organization("auralis"), slug="outlet", name="Outlet", key="OUT", hue=10, languages=["es"],
                    actor=machine)  # fmt: skip
    carmen = sit("Carmen")
    assert "Promise missed" not in carmen.read("/console/?desk=OUT")
    both = carmen.html("/console/?desk=AUR")
    assert "Promise missed" in words(both)
    assert 'id="console-desk"' in both, "and she can change between them"


def test_the_queue_is_taken_back_and_given_back_with_one_switch(cast: Cast, sit: Sit, night: Night) -> None:
    carmen, mateo = sit("Carmen"), sit("Mateo")
    assert "Every unfinished ticket of Auralis moves to your in-house team at once" in carmen.read(
        "/console/"
    )
    answer = carmen.send(reverse("console:take-back"), htmx=False, desk="AUR")
    assert (answer.status_code, answer["Location"]) == (302, "/console/?desk=AUR")
    run_jobs()
    read = carmen.read("/console/?desk=AUR")
    assert "Your own team holds the whole queue" in read
    assert "Your own team holds the queue now." in read
    assert "Take the queue back" not in read
    assert all(
        now_is(ticket).holder.in_house for ticket in (night.missed, night.due, night.latvian, night.nobody)
    )
    assert mateo.get(f"/work/{night.due.reference}/").status_code == 404
    assert carmen.send(reverse("console:give-back"), htmx=False, desk="AUR").status_code == 302
    read = carmen.read("/console/?desk=AUR")
    assert "Coverage decides again who answers." in read
    assert "Take the queue back" in read


def test_the_switch_is_the_client_s_manager_s(cast: Cast, sit: Sit, night: Night) -> None:
    for name, status in (("Iker", 403), ("Valeria", 403), ("Mateo", 403), ("Ilze", 404)):
        for act in ("take-back", "give-back"):
            assert sit(name).send(f"/console/{act}/", desk="AUR").status_code == status, name
    assert "Take the queue back" not in sit("Iker").read("/console/")
    carmen = sit("Carmen")
    for desk in ("", "MAR", "no-such-desk", "auralis"):
        assert carmen.send("/console/take-back/", desk=desk).status_code == 404
    assert carmen.send("/console/take-back/", desk="a\0").status_code == 404


def test_a_partner_s_lead_sees_her_own_engagement_and_nothing_of_the_others(
    cast: Cast, sit: Sit, night: Night
) -> None:
    html = sit("Valeria").html("/console/?desk=AUR")
    assert list(providers(html)) == ["Nobody", "Noctua Support"], "Ana's ticket was Noctua's before"
    assert figure(html, "Waiting now").startswith("4 "), "three that Noctua holds and one that it held before"
    assert "Baltline" not in html
    assert night.latvian.reference not in html
    assert "Take the queue back" not in html
    kristaps = sit("Kristaps")
    assert list(providers(kristaps.html("/console/?desk=AUR"))) == ["Baltline"]
    assert listed(kristaps.html("/console/tickets/?desk=AUR&only=all")) == {night.latvian.reference}
    assert "€" not in kristaps.read("/console/costs/?desk=AUR")


def test_a_former_holder_does_not_find_out_by_asking_who_holds_it_now(
    cast: Cast, sit: Sit, night: Night
) -> None:
    """The engagements' numbers are easily guessed; the list must be as empty for the right one as for any other."""
    machine, in_house = cast.machine("auralis"), cast.engagement("auralis", "auralis")
    with acting(machine):
        hold_ticket(now_is(night.nobody), in_house, reason="coverage", actor=machine)
    valeria = sit("Valeria")
    assert night.nobody.reference in listed(valeria.html("/console/tickets/?desk=AUR"))
    for holder in (in_house.pk, cast.engagement("auralis", "baltline").pk, 999_999):
        assert listed(valeria.html(f"/console/tickets/?desk=AUR&holder={holder}")) == set()
    assert listed(sit("Carmen").html(f"/console/tickets/?desk=AUR&holder={in_house.pk}")) == {
        night.nobody.reference
    }


@pytest.mark.parametrize("page", ["", "tickets/", "costs/"])
def test_a_desk_of_others_is_not_there_and_an_agent_has_no_console(sit: Sit, page: str) -> None:
    assert sit("Carmen").get(f"/console/{page}?desk=MAR").status_code == 404
    assert sit("Ilze").get(f"/console/{page}?desk=AUR").status_code == 404
    assert sit("Carmen").get(f"/console/{page}?desk=no-such").status_code == 404
    assert sit("Mateo").get(f"/console/{page}?desk=AUR").status_code == 403


def test_a_firm_without_a_desk_is_told_so(sit: Sit) -> None:
    jonas = sit("Jonas")
    assert "No desk yet" in jonas.read("/console/")
    assert jonas.get("/console/tickets/").status_code == 404
    assert jonas.get("/console/costs/").status_code == 404


def test_htmx_gets_the_overview_alone_and_the_next_refresh_asks_for_the_same(sit: Sit, night: Night) -> None:
    html = sit("Carmen").html("/console/?desk=AUR&period=week&language=lv", fragment=True)
    assert "<html" not in html
    assert (
        unescape(re.search(r'hx-get="([^"]+)"', html).group(1))
        == "/console/?desk=AUR&period=week&language=lv"
    )


def test_a_lead_of_two_clients_begins_with_one_and_can_choose(sit: Sit) -> None:
    html = sit("Valeria").html("/console/")
    assert 'id="console-desk"' in html
    assert 'href="?desk=MAR"' in html


def test_an_engagement_that_has_ended_leaves_the_table_but_not_the_record(
    cast: Cast, sit: Sit, night: Night
) -> None:
    carmen_acts = cast.actor("Carmen")
    with acting(carmen_acts):
        move_engagement(cast.engagement("auralis", "noctua"), "ended", actor=carmen_acts)
    carmen = sit("Carmen")
    assert "Noctua Support" not in providers(carmen.html("/console/"))
    assert "Noctua Support" in carmen.read("/console/costs/?desk=AUR")


def test_costs_in_two_currencies_are_not_added_up(cast: Cast, sit: Sit, night: Night) -> None:
    from relevo.commerce.models import RateCard

    with acting(EVERYWHERE):
        card = RateCard.objects.get(engagement=cast.engagement("auralis", "baltline"))
        RateCard.objects.filter(pk=card.pk).update(terms=card.terms | {"currency": "USD"})
    agent_answers(night.latvian, cast.actor("Marta"), "Labdien, Juri! Lūdzu, pagaidiet. Ar cieņu, Marta")
    run_jobs()
    assert figure(sit("Carmen").html("/console/"), "Cost") == "€6.00 + $6.50 Last 24 hours"


def test_a_clock_that_is_overdue_but_not_yet_looked_at_is_late_already(cast: Cast, sit: Sit) -> None:
    with clock.travel(SUNDAY_NIGHT - 45 * MINUTE):
        ticket = customer_writes(cast)
    with acting(EVERYWHERE):
        assert Clock.objects.get(ticket=ticket, kind="first_response").verdict == "running"
    carmen = sit("Carmen")
    assert figure(carmen.html("/console/"), "Waiting now") == "1 0 due within the hour, 1 late"
    assert listed(carmen.html("/console/tickets/?desk=AUR&only=late")) == {ticket.reference}
