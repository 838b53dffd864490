"""The list of what to do next: which tickets, in which order, how they are found."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from relevo.core import clock
from relevo.core.scope import acting
from relevo.desks.actions import change_desk
from relevo.promises.jobs import tick as look_at_clocks
from relevo.tickets.actions import assign_ticket, hold_ticket, set_status
from relevo.tickets.models import Ticket
from relevo.web.workspace import lists
from tests.cast import Cast
from tests.jobs import run_jobs
from tests.stories import SUNDAY_NIGHT, agent_answers, customer_writes
from tests.web.workspace.screen import Screen, now_is, path, words

MINUTE = timedelta(minutes=1)
Sit = Callable[[str], Screen]


def elena(cast: Cast, **more: object) -> Ticket:
    return customer_writes(cast, "No se empareja.", address="elena@prats.example", name="Elena Prats",
                           subject="No se empareja", **more)  # fmt: skip


def toni(cast: Cast, **more: object) -> Ticket:
    return customer_writes(cast, "Muestra E-0107.", address="toni@ferrer.example", name="Toni Ferrer",
                           subject="100% de volumen_bajo", **more)  # fmt: skip


def shown(html: str) -> list[str]:
    """References of the rows, from top to bottom."""
    return re.findall(r'class="queue-number">([^<]+)<', html)


def groups(html: str) -> list[tuple[str, int]]:
    found = re.findall(r'<h3 class="queue-group"><span>([^<]+)</span><span>(\d+)</span>', html)
    return [(title, int(count)) for title, count in found]


def tabs(html: str) -> dict[str, str]:
    """The lists that are offered, with the count that stands on each."""
    row = re.search(r'aria-label="Lists">(.*?)</nav>', html, flags=re.DOTALL).group(1)
    labels = [words(label) for label in re.findall(r"<a[^>]*>(.*?)</a>", row, flags=re.DOTALL)]
    return {
        label.rstrip("0123456789 "): label.rpartition(" ")[2] if label[-1].isdigit() else ""
        for label in labels
    }


def give(cast: Cast, ticket: Ticket, name: str) -> None:
    valeria = cast.actor("Valeria")
    with acting(valeria):
        assign_ticket(ticket, cast.seat(name, "auralis"), actor=valeria)


def test_an_agent_begins_with_her_own_tickets_and_a_manager_with_all(cast: Cast, sit: Sit) -> None:
    mine, other = customer_writes(cast), elena(cast)
    give(cast, mine, "Mateo")
    give(cast, other, "Valeria")
    assert shown(sit("Mateo").html("/work/")) == [mine.reference]
    assert sorted(shown(sit("Carmen").html("/work/"))) == [mine.reference, other.reference]


def test_each_list_shows_its_tickets_and_the_ones_that_call_for_work_a_count(cast: Cast, sit: Sit) -> None:
    mine, free, done = customer_writes(cast), elena(cast), toni(cast)
    give(cast, mine, "Mateo")
    mateo_acts = cast.actor("Mateo")
    with acting(mateo_acts):
        set_status(done, "solved", actor=mateo_acts)
    screen = sit("Mateo")
    assert shown(screen.html("/work/?list=mine")) == [mine.reference]
    assert shown(screen.html("/work/?list=unassigned")) == [free.reference]
    assert sorted(shown(screen.html("/work/?list=all"))) == [mine.reference, free.reference]
    assert shown(screen.html("/work/?list=done")) == [done.reference]
    assert tabs(screen.html("/work/")) == {"For me": "1", "Unassigned": "1", "All": "", "Done": ""}


def test_only_who_decides_about_replies_has_a_list_of_them(cast: Cast, sit: Sit) -> None:
    ticket = customer_writes(cast)
    sit("Lucía").answer(ticket, "Mantenga pulsado el botón durante diez segundos, por favor.")
    assert "Approve" not in tabs(sit("Mateo").html("/work/"))
    valeria = sit("Valeria")
    assert tabs(valeria.html("/work/"))["Approve"] == "1"
    assert shown(valeria.html("/work/?list=approve")) == [ticket.reference]
    carmen = tabs(sit("Carmen").html("/work/"))
    assert carmen["Approve"] == "1"
    assert "For me" not in carmen, "she has no seat, so nothing is hers"


def test_nobody_covers_it_so_it_stands_on_the_client_s_list_of_what_nobody_has(cast: Cast, sit: Sit) -> None:
    machine, ticket = cast.machine("auralis"), customer_writes(cast)
    with acting(machine):
        hold_ticket(ticket, None, reason="coverage", actor=machine)
    assert shown(sit("Carmen").html("/work/?list=unassigned")) == [ticket.reference]
    assert shown(sit("Mateo").html("/work/?list=unassigned")) == []


def test_what_is_overdue_comes_first_then_what_is_due_soonest(cast: Cast, sit: Sit) -> None:
    with clock.travel(SUNDAY_NIGHT - 40 * MINUTE):
        late = customer_writes(cast)
    with clock.travel(SUNDAY_NIGHT - 20 * MINUTE):
        pressing = elena(cast)
    calm = toni(cast)
    screen = sit("Mateo")
    html = screen.html("/work/?list=all")
    assert shown(html) == [late.reference, pressing.reference, calm.reference]
    assert groups(html) == [("Promised soonest", 2), ("Your move", 1)]
    assert "10 min late" in words(html)


def test_a_missed_promise_stays_on_top_until_it_is_kept_after_all(cast: Cast, sit: Sit) -> None:
    with clock.travel(SUNDAY_NIGHT - 40 * MINUTE):
        late = customer_writes(cast)
    fine = elena(cast)
    look_at_clocks.func(timestamp=0)
    run_jobs()
    screen = sit("Mateo")
    assert shown(screen.html("/work/?list=all")) == [late.reference, fine.reference]
    agent_answers(late, cast.actor("Mateo"), "Estimado Jorge: pulse el botón, por favor.")
    html = screen.html("/work/?list=all")
    assert shown(html) == [fine.reference, late.reference]
    assert groups(html) == [("Your move", 1), ("Waiting", 1)]


def test_a_ticket_that_waits_for_the_customer_presses_nobody(cast: Cast, sit: Sit) -> None:
    with clock.travel(SUNDAY_NIGHT - 20 * MINUTE):
        ticket = customer_writes(cast)
        give(cast, ticket, "Mateo")
        agent_answers(ticket, cast.actor("Mateo"), "Estimado Jorge: pulse el botón, por favor.")
    html = sit("Mateo").html("/work/?list=all")
    assert groups(html) == [("Waiting", 1)]
    assert "waiting for the customer" in words(html)


def test_done_tickets_stand_in_a_group_of_their_own_without_a_promise(cast: Cast, sit: Sit) -> None:
    ticket, actor = customer_writes(cast), cast.actor("Mateo")
    with acting(actor):
        set_status(ticket, "solved", actor=actor)
    html = sit("Mateo").html("/work/?list=done")
    assert groups(html) == [("Done", 1)]
    assert 'class="promise' not in html


def test_a_row_says_why_it_stands_there(cast: Cast, sit: Sit) -> None:
    ticket, actor = customer_writes(cast), cast.actor("Mateo")
    screen = sit("Mateo")
    assert "Jorge Molina · new" in screen.read("/work/?list=all")
    with acting(actor):
        set_status(ticket, "open", actor=actor)
    assert "Jorge Molina · nobody has it" in screen.read("/work/?list=all")
    give(cast, ticket, "Mateo")
    assert "Jorge Molina · answered by the customer" in screen.read("/work/?list=all")


def test_a_former_holder_s_list_does_not_say_that_nobody_has_it(cast: Cast, sit: Sit) -> None:
    ticket, machine = customer_writes(cast), cast.machine("auralis")
    give(cast, ticket, "Mateo")
    in_house = cast.engagement("auralis", "auralis")
    with acting(machine):
        hold_ticket(ticket, in_house, reason="coverage", actor=machine)
        assign_ticket(Ticket.objects.get(pk=ticket.pk), cast.seat("Iker", "auralis"), actor=machine)
        set_status(ticket, "open", actor=machine)
    read = sit("Mateo").read("/work/?list=all")
    assert ticket.reference in read
    assert "nobody has it" not in read


@pytest.mark.parametrize(
    "search",
    [
        "{reference}",
        "{number}",
        "{lower}",
        "EMPAREJA",
        "elena pra",
        "elena@prats.example",
        "ELENA@prats.EXAMPLE",
    ],
)
def test_a_ticket_is_found_by_its_number_subject_customer_or_address(
    cast: Cast, sit: Sit, search: str
) -> None:
    customer_writes(cast)
    wanted = elena(cast)
    asked = search.format(reference=wanted.reference, number=wanted.number, lower=wanted.reference.lower())
    html = sit("Mateo").html(f"/work/?q={asked}")
    assert shown(html) == [wanted.reference]
    assert "Found" in words(html)


@pytest.mark.parametrize(
    ("search", "found"), [("%", 1), ("_", 1), ("100%", 1), ("%%%", 0), ("100_", 0), ("\\", 0), ("'", 0)]
)
def test_signs_that_a_database_might_read_are_letters_like_others(
    cast: Cast, sit: Sit, search: str, found: int
) -> None:
    customer_writes(cast)
    toni(cast)
    assert len(shown(sit("Carmen").client.get("/work/", {"q": search}).content.decode())) == found


def test_a_partner_cannot_spell_out_a_masked_address_but_its_client_may_begin_one(
    cast: Cast, sit: Sit
) -> None:
    ticket = customer_writes(cast, address="xq77@molina.example")
    assert shown(sit("Mateo").html("/work/?q=xq7")) == []
    assert shown(sit("Mateo").html("/work/?q=xq77@molina.example")) == [ticket.reference]
    assert shown(sit("Carmen").html("/work/?q=xq7")) == [ticket.reference]


def test_a_search_reaches_done_tickets_and_stays_within_one_s_walls(cast: Cast, sit: Sit) -> None:
    ticket, actor = customer_writes(cast), cast.actor("Mateo")
    with acting(actor):
        set_status(ticket, "solved", actor=actor)
    assert shown(sit("Mateo").html("/work/?q=altavoz")) == [ticket.reference]
    for stranger in ("Ilze", "Kristaps", "Jonas"):
        assert shown(sit(stranger).html("/work/?q=altavoz")) == []


def test_only_the_first_hundred_letters_of_a_search_are_looked_at(cast: Cast, sit: Sit) -> None:
    subject = "a" * 100
    ticket = customer_writes(cast, subject=subject)
    html = sit("Mateo").html(f"/work/?q={subject}bbbb")
    assert shown(html) == [ticket.reference]
    assert f'value="{subject}"' in html


@pytest.mark.parametrize(
    "search", ["%00", "%00%00", "a%00b", "%F0%9F%94%8A", "%FF", "9" * 60, "AUR-" + "9" * 9, "-", "AUR-²"]
)
def test_no_search_breaks_the_page(cast: Cast, sit: Sit, search: str) -> None:
    assert sit("Mateo").get(f"/work/?q={search}").status_code == 200


def test_an_empty_list_names_the_next_step(cast: Cast, sit: Sit) -> None:
    screen = sit("Mateo")
    assert "Nothing waits here New work appears by itself." in screen.read("/work/?list=mine")
    assert "Nothing matches Try a number" in screen.read("/work/?q=nothing-like-it")
    assert "No ticket is open" in screen.read("/work/")


def test_htmx_gets_the_queue_alone_and_the_open_ticket_stays_marked(cast: Cast, sit: Sit) -> None:
    ticket, other = customer_writes(cast), elena(cast)
    html = sit("Mateo").html(f"/work/?list=all&current={ticket.pk}", fragment=True)
    assert html.lstrip().startswith('<section class="workspace-queue"')
    assert "<html" not in html
    assert re.search(rf'id="row-{ticket.reference}"[^>]*aria-current="true"', html)
    assert not re.search(rf'id="row-{other.reference}"[^>]*aria-current', html)
    assert f"current={ticket.pk}" in html, "the next refresh knows it too"


@pytest.mark.parametrize("current", ["", "x", "-1", "²", "9" * 30])
def test_a_strange_current_ticket_marks_none(cast: Cast, sit: Sit, current: str) -> None:
    customer_writes(cast)
    html = sit("Mateo").html(f"/work/?list=all&current={current}", fragment=True)
    assert "data-key-item" in html
    assert "data-key-item aria-current" not in html


def test_the_list_one_came_from_stays_beside_the_ticket(cast: Cast, sit: Sit) -> None:
    ticket, other = customer_writes(cast), elena(cast)
    give(cast, ticket, "Mateo")
    screen = sit("Mateo")
    assert shown(screen.html(path(ticket))) == [ticket.reference], "her own, as she begins"
    screen.html("/work/?list=all")
    assert sorted(shown(screen.html(path(ticket)))) == [ticket.reference, other.reference]
    screen.html("/work/?list=no-such-list")
    assert sorted(shown(screen.html(path(ticket)))) == [ticket.reference, other.reference]


def test_a_long_list_says_how_many_it_leaves_out(
    cast: Cast, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST", 2)
    for number in range(4):
        customer_writes(cast, address=f"c{number}@molina.example")
    screen = sit("Mateo")
    html = screen.html("/work/?list=all")
    assert len(shown(html)) == 2
    assert "2 more tickets are not shown. Search to find them." in words(html)
    monkeypatch.setattr(lists, "MOST", 3)
    assert "1 more ticket is not shown. Search to find it." in screen.read("/work/?list=all")


def test_an_agent_of_two_clients_sees_whose_customer_each_row_is(cast: Cast, sit: Sit) -> None:
    auralis = customer_writes(cast, "Skaļrunis neskan.", address="juris@vitols.example", language="lv")
    mareko = customer_writes(cast, "No hot water.", desk="mareko", address="tom@baker.example", language="en")
    html = sit("Marta").html("/work/?list=all")
    rows = dict(re.findall(r'<a id="row-([^"]+)"(.*?)</a>', html, flags=re.DOTALL))
    ours, theirs = words(rows[auralis.reference]), words(rows[mareko.reference])
    assert "Auralis" in ours
    assert "Mareko" in theirs
    assert "Customer's language lv Your language en" in ours
    assert "Your language" not in theirs, "he writes as she does"


def test_a_ticket_without_a_subject_or_a_known_language_has_words_for_it(cast: Cast, sit: Sit) -> None:
    customer_writes(cast, subject="", language="und")
    read = sit("Carmen").read("/work/?list=all")
    assert "(no subject)" in read
    assert "Customer's language" not in read


def test_a_renamed_desk_is_read_at_once(cast: Cast, sit: Sit) -> None:
    machine, ticket = cast.machine("auralis"), customer_writes(cast)
    with acting(machine):
        change_desk(cast.desk("auralis"), actor=machine, name="Auralis Sound")
    assert "Auralis Sound" in sit("Mateo").read("/work/?list=all")
    assert now_is(ticket).reference == ticket.reference
