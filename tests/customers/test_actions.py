"""A desk's customers are made on first contact, once, whoever comes at the same moment."""

from __future__ import annotations

from threading import Barrier, Thread

from django.db import connection, connections

from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.customers.actions import find_or_create_customer, remember_language
from relevo.customers.models import Address, Customer
from relevo.desks.models import Desk
from relevo.events.models import Event
from tests.cast import Cast


def jorge(cast: Cast, desk: str = "auralis", **more: str) -> Customer:
    machine = cast.machine(desk)
    wanted = {"channel": "mail", "address": "jorge@molina.example", "name": "Jorge Molina"} | more
    with acting(machine):
        return find_or_create_customer(cast.desk(desk), actor=machine, **wanted)


def test_the_first_mail_makes_a_customer_and_the_second_finds_her(cast: Cast) -> None:
    first = jorge(cast)
    assert jorge(cast, name="J. Molina") == first
    with acting(cast.machine("auralis")):
        assert Event.objects.filter(kind="customer.created", subject_id=first.pk).count() == 1
        address = Address.objects.get(customer=first)
    assert (str(address), str(first), first.guards()) == (
        "jorge@molina.example", "Jorge Molina", (("organization", first.client_id),),
    )  # fmt: skip


def test_an_address_is_one_in_any_case_and_with_spaces_around(cast: Cast) -> None:
    assert jorge(cast, address="  JORGE@Molina.Example ") == jorge(cast)


def test_the_same_address_on_another_channel_or_desk_is_somebody_else(cast: Cast) -> None:
    """Whoever writes to two clients is two customers, and neither client knows."""
    assert len({jorge(cast).pk, jorge(cast, channel="chat").pk, jorge(cast, "mareko").pk}) == 3


def test_names_and_addresses_are_cut_to_what_is_kept(cast: Cast) -> None:
    long = jorge(cast, name="J" * 1000, address="a" * 1000 + "@molina.example")
    assert len(long.name) == 150
    with acting(cast.machine("auralis")):
        assert len(Address.objects.get(customer=long).value) == 320


def test_an_address_that_is_too_long_to_be_kept_finds_its_customer_again(cast: Cast) -> None:
    address = "a" * 1000 + "@molina.example"
    assert jorge(cast, address=address) == jorge(cast, address=address)


def test_a_customer_without_a_name_has_a_number(cast: Cast) -> None:
    nameless = jorge(cast, name="", address="x@molina.example")
    assert str(nameless) == f"customer {nameless.pk}"


def test_what_a_customer_writes_in_is_remembered(cast: Cast) -> None:
    customer = jorge(cast)
    with acting(cast.machine("auralis")):
        for language, kept in (("es", "es"), ("", "es"), ("en", "en"), ("en", "en")):
            remember_language(customer, language)
            assert Customer.objects.get(pk=customer.pk).language == kept


def test_a_partner_sees_the_customers_whose_tickets_it_was_handed(cast: Cast) -> None:
    customer = jorge(cast)
    for name in ("Mateo", "Marta"):
        actor = cast.actor(name)
        with acting(actor):
            assert customer not in Customer.objects.visible_to(actor)


def test_two_mails_at_the_same_moment_make_one_customer(own_database: str) -> None:
    """Two real connections, both past the look-up before either has written."""
    with acting(Cast().everywhere):
        desk = Desk.objects.get(slug="auralis")
    machine, meet, made = system(desk.client_id), Barrier(2, timeout=90), []
    look_up = Customer.objects.filter

    def arrive(number: int) -> None:
        try:
            with acting(machine):
                assert not look_up(addresses__value="twin@molina.example").exists()
                meet.wait()
                made.append(
                    find_or_create_customer(
                        desk, channel="mail", address="twin@molina.example", actor=machine
                    ).pk
                )
        finally:
            connections["default"].close()

    threads = [Thread(target=arrive, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    assert len(made) == 2
    assert len(set(made)) == 1
    with acting(machine):
        assert Customer.objects.filter(addresses__value="twin@molina.example").count() == 1
        assert connection.in_atomic_block
