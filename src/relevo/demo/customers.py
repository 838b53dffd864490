"""The people of the town: customers of the two clients, with the addresses they write from."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer: name, address, the language she writes in, the IANA zone she lives in."""

    name: str
    address: str
    language: str
    zone: str

    @property
    def sender(self) -> Address:
        """How her mail program writes her into ``From``."""
        return Address(self.name, addr_spec=self.address)


CUSTOMERS: tuple[Customer, ...] = (
    Customer("Jorge Molina", "jorge.molina@correo.example", "es", "Europe/Madrid"),
    Customer("Elena Prats", "elena.prats@correo.example", "es", "Europe/Madrid"),
    Customer("Toni Ferrer", "toni.ferrer@buzon.example", "es", "Europe/Madrid"),
    Customer("Zane Krūmiņa", "zane.krumina@pasts.example", "lv", "Europe/Riga"),
    Customer("Juris Vītols", "juris.vitols@pasts.example", "lv", "Europe/Riga"),
    Customer("Hannah Cole", "hannah.cole@post.example", "en", "Europe/London"),
    Customer("Tom Baker", "tom.baker@post.example", "en", "Europe/London"),
)

_BY_ADDRESS = {customer.address: customer for customer in CUSTOMERS}


def by_first_name(name: str) -> Customer:
    """The customer with this first name. Raises ``KeyError`` when there is none."""
    return {customer.name.split()[0]: customer for customer in CUSTOMERS}[name]


def at(address: str) -> Customer | None:
    """The customer behind an address, or None."""
    return _BY_ADDRESS.get(address.strip().lower())
