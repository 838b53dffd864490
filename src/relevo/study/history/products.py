"""Exports that we know by their columns or keys, and what each of these means.

None of this was tried on the products themselves; ``source`` says what each description stems from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from relevo.study.history.fields import normalized


@dataclass(frozen=True, slots=True)
class Product:
    """A help desk's export.

    signature: columns or dotted keys that only this one has together. columns: for each field the columns that may
    hold it, the best first. values: field, then the source's value, then ours. handling_unit: of its handling time.
    """

    name: str
    signature: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    source: str
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    handling_unit: str = ""
    tag_separator: str | None = None

    def known_in(self, columns: Collection[str]) -> bool:
        """Whether a file with these columns is such an export."""
        return {normalized(one) for one in self.signature} <= {normalized(column) for column in columns}

    def found_in(self, columns: Collection[str]) -> dict[str, str]:
        """Return the column of each field, among a file's columns."""
        ours = {normalized(column): column for column in reversed(list(columns))}
        found: dict[str, str] = {}
        for name, choices in self.columns.items():
            there = [ours[normalized(choice)] for choice in choices if normalized(choice) in ours]
            found |= {name: there[0]} if there else {}
        return found


_ZENDESK_DOCS = "Zendesk's API reference, the Ticket object and Ticket Metrics"

PRODUCTS: tuple[Product, ...] = (
    Product(
        "Zendesk", ("Requester", "Via", "Solved at", "Created at"),
        {
            "id": ("Id",), "created_at": ("Created at",), "closed_at": ("Solved at",), "channel": ("Via",),
            "topic": ("Tags",), "subject": ("Subject",), "customer": ("Requester email", "Requester id", "Requester"),
            "status": ("Status",), "reopened": ("Reopens",),
        },
        "the header of the CSV export as public scripts write and read it",
        tag_separator=" ",
    ),
    Product(
        "Zendesk (JSON)", ("requester_id", "via.channel", "created_at", "raw_subject"),
        {
            "id": ("id",), "created_at": ("created_at",), "channel": ("via.channel",), "topic": ("tags",),
            "closed_at": ("metric_set.solved_at", "dates.solved_at"), "subject": ("subject",), "text": ("description",),
            "customer": ("requester_id",), "status": ("status",), "reopened": ("metric_set.reopens",),
        },
        _ZENDESK_DOCS,
    ),
    Product(
        "Freshdesk", ("Ticket ID", "Created time", "Agent interactions", "Source"),
        {
            "id": ("Ticket ID",), "created_at": ("Created time",), "closed_at": ("Resolved time", "Closed time"),
            "first_response_at": ("Initial response time",), "channel": ("Source",), "topic": ("Type", "Tags"),
            "subject": ("Subject",), "text": ("Description",), "status": ("Status",), "handling": ("Time tracked",),
            "customer": ("Contact ID", "Email", "Requester Email", "Full name"),
        },
        "the ticket fields of its export in a public test of the product, and public scripts that read exports",
        handling_unit="hours",
    ),
    Product(
        "Freshdesk (JSON)", ("fr_escalated", "requester_id", "created_at", "source"),
        {
            "id": ("id",), "created_at": ("created_at",), "closed_at": ("stats.resolved_at", "stats.closed_at"),
            "first_response_at": ("stats.first_responded_at",), "channel": ("source",), "topic": ("type", "tags"),
            "subject": ("subject",), "text": ("description_text",), "customer": ("requester_id",),
            "status": ("status",), "spam": ("spam",),
        },
        "a public JSON schema of its ticket, with the numbers of sources and states",
        {
            "channel": {"1": "mail", "2": "form", "3": "phone", "7": "chat", "9": "form", "10": "outbound"},
            "status": {"2": "open", "3": "pending", "4": "resolved", "5": "closed"},
        },
    ),
    Product(
        "Zammad", ("Create Channel", "Time Units Total", "Created At", "Closed At"),
        {
            "id": ("#",), "created_at": ("Created At",), "closed_at": ("Closed At",), "topic": ("Tags",),
            "first_response_at": ("First Response At",), "channel": ("Create Channel",), "subject": ("Title",),
            "customer": ("Customer",), "status": ("State",), "handling": ("Time Units Total",),
        },
        "the columns of its report download, lib/excel_sheet/ticket.rb; time units are taken as minutes",
        handling_unit="minutes",
    ),
    Product(
        "Zammad (JSON)", ("create_article_type_id", "close_at", "created_at"),
        {
            "id": ("number", "id"), "created_at": ("created_at",), "closed_at": ("close_at",),
            "first_response_at": ("first_response_at",), "channel": ("create_article_type", "create_article_type_id"),
            "topic": ("tags", "group"), "subject": ("title",), "customer": ("customer_id", "customer"),
            "status": ("state", "state_id"), "handling": ("time_unit",),
        },
        "the attributes of its ticket in lib/excel_sheet/ticket.rb; numbers of articles' types as it seeds them",
        {"channel": {"1": "mail", "2": "social", "5": "phone", "11": "form"}},
        "minutes",
    ),
    Product(
        "osTicket", ("Ticket Number", "Date Created", "Help Topic", "Current Status"),
        {
            "id": ("Ticket Number",), "created_at": ("Date Created",), "closed_at": ("Closed Date",),
            "channel": ("Source",), "topic": ("Help Topic",), "subject": ("Subject",), "merged": ("Merged",),
            "customer": ("From Email", "From"), "status": ("Current Status",), "reopened": ("Reopen Count",),
        },
        "the labels of its exportable fields, include/class.export.php and a public rewrite of it",
    ),
    Product(
        "Help Scout (JSON)", ("createdAt", "mailboxId"),
        {
            "id": ("number", "id"), "created_at": ("createdAt",), "closed_at": ("closedAt",),
            "channel": ("type", "source.type"), "topic": ("tags[].tag", "tags"), "subject": ("subject",),
            "text": ("preview",), "status": ("status",),
            "customer": ("primaryCustomer.email", "primaryCustomer.id", "customer.email", "customer.id"),
        },
        "the conversation object in its developer documentation (Mailbox API)",
    ),
    Product(
        "Chatwoot (JSON)", ("inbox_id", "can_reply", "created_at", "account_id"),
        {
            "id": ("id",), "created_at": ("created_at",), "first_response_at": ("first_reply_created_at",),
            "channel": ("meta.channel", "channel"), "topic": ("labels",), "status": ("status",),
            "customer": ("meta.sender.email", "meta.sender.id"),
            "language": ("additional_attributes.browser_language",),
        },
        "its API's conversation, app/views/api/v1/conversations/partials/_conversation.json.jbuilder",
    ),
)  # fmt: skip


def product_of(columns: Collection[str]) -> Product | None:
    """Return the export that has such columns, or None."""
    return next((product for product in PRODUCTS if product.known_in(columns)), None)
