import csv
import json

import pytest

from relevo.study.history.errors import HistoryError
from relevo.study.history.fields import FIELDS, channel_of, language_of, normalized
from relevo.study.history.mapping import mapping_of, read_mapping
from relevo.study.history.products import PRODUCTS
from relevo.study.history.proposal import propose_mapping
from relevo.study.history.reading import read_history

EXPORTS = {
    "Zendesk": {
        "Id": "7", "Requester": "Jorge", "Requester email": "jorge@post.example", "Subject": "Hola", "Tags": "setup vip",
        "Status": "Closed", "Via": "Mail", "Created at": "2026-01-05 09:00:00 +0100", "Solved at": "2026-01-05 10:00:00 +0100",
        "Reopens": "1",
    },
    "Zendesk (JSON)": {
        "id": 7, "requester_id": 5, "raw_subject": "Hola", "subject": "Hola", "tags": ["setup", "vip"], "status": "closed",
        "via": {"channel": "email"}, "created_at": "2026-01-05T08:00:00Z", "metric_set": {"reopens": 1},
    },
    "Freshdesk": {
        "Ticket ID": "7", "Subject": "Hola", "Status": "Closed", "Source": "Email", "Type": "setup", "Tags": "",
        "Created time": "2026-01-05 09:00:00", "Resolved time": "2026-01-05 10:00:00", "Time tracked": "0:12",
        "Initial response time": "2026-01-05 09:30:00", "Agent interactions": "1", "Contact ID": "5",
    },
    "Freshdesk (JSON)": {
        "id": 7, "fr_escalated": False, "requester_id": 5, "source": 1, "status": 5, "type": "setup", "spam": False,
        "created_at": "2026-01-05T08:00:00Z", "stats": {"resolved_at": "2026-01-05T09:00:00Z"}, "subject": "Hola",
    },
    "Zammad": {
        "#": "7", "Title": "Hola", "State": "closed", "Customer": "jorge@post.example", "Create Channel": "email",
        "Tags": "setup", "Time Units Total": "12.0", "Created At": "2026-01-05 09:00:00", "Closed At": "2026-01-05 10:00:00",
    },
    "Zammad (JSON)": {
        "number": "7", "title": "Hola", "create_article_type_id": 1, "group": "setup", "state": "closed", "customer_id": 5,
        "created_at": "2026-01-05T08:00:00.000Z", "close_at": "2026-01-05T09:00:00.000Z", "time_unit": "12.0",
    },
    "osTicket": {
        "Ticket Number": "7", "Date Created": "2026-01-05 09:00:00", "Subject": "Hola", "From Email": "jorge@post.example",
        "Help Topic": "setup", "Source": "Email", "Current Status": "Closed", "Closed Date": "2026-01-05 10:00:00", "Merged": "0",
    },
    "Help Scout (JSON)": {
        "number": 7, "mailboxId": 1, "type": "email", "status": "closed", "subject": "Hola", "createdAt": "2026-01-05T08:00:00Z",
        "closedAt": "2026-01-05T09:00:00Z", "primaryCustomer": {"email": "jorge@post.example"}, "tags": [{"id": 1, "tag": "setup"}],
    },
    "Chatwoot (JSON)": {
        "id": 7, "inbox_id": 1, "account_id": 1, "can_reply": True, "created_at": 1767600000, "first_reply_created_at": 0,
        "labels": ["setup"], "status": "resolved", "meta": {"channel": "Channel::Email", "sender": {"email": "jorge@post.example"}},
    },
}  # fmt: skip


@pytest.mark.parametrize("product", [product.name for product in PRODUCTS])
def test_every_known_export_is_recognized_and_read(tmp_path, product):
    ticket, path = EXPORTS[product], tmp_path / "export"
    if product.endswith("(JSON)"):
        path.write_text(json.dumps(ticket) + "\n")
    else:
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([ticket.keys(), ticket.values()])
    proposal = propose_mapping(path)
    assert proposal.product == product and proposal.knowledge and proposal.ready
    history = read_history([path], zone="Europe/Madrid")
    (block,) = history.blocks
    assert (block.topic, block.channel) == ("setup", "mail")
    assert history.hour.tolist() == [9] and history.faults == () and history.files[0].product == product
    if "time" in " ".join(ticket).lower() and history.worked[0].contacts:
        assert history.worked[0].seconds == 720


def test_a_proposal_shows_samples_confidence_and_what_is_missing(tmp_path):
    path = tmp_path / "llamadas.csv"
    path.write_text(
        "Fecha de creación;Canal;Duración de la llamada (min);Notas;Fecha de vencimiento\n"
        "05/01/2026 09:00;Teléfono;4,5;x;06/01/2026\n05/01/2026 09:30;Correo;3;;06/01/2026\n"
    )
    proposal = propose_mapping(path)
    guesses = {guess.column: guess for guess in proposal.guesses}
    assert (
        guesses["Fecha de creación"].field == "created_at" and guesses["Fecha de creación"].confidence == 0.9
    )
    assert (
        guesses["Duración de la llamada (min)"].field == "handling"
        and proposal.mapping.handling_unit == "minutes"
    )
    assert guesses["Canal"].samples == ("Teléfono", "Correo")
    assert guesses["Notas"].field == guesses["Fecha de vencimiento"].field == ""
    assert "language" in proposal.missing and proposal.ready and proposal.delimiter == ";"


def test_latvian_names_are_known_too(tmp_path):
    path = tmp_path / "pieteikumi.csv"
    path.write_text(
        "Numurs,Izveidots,Slēgts,Kanāls,Valoda,Kategorija\n1,2026-01-05 09:00,,Tālrunis,latviešu,apkure\n"
    )
    history = read_history([path], zone="Europe/Riga")
    assert [(one.language, one.topic, one.channel) for one in history.blocks] == [("lv", "apkure", "phone")]


def test_a_name_without_matching_values_is_not_believed(tmp_path):
    path = tmp_path / "tickets.csv"
    path.write_text("created,opened on\nyes,2026-01-05 09:00\nno,2026-01-05 10:00\n")
    proposal = propose_mapping(path)
    assert proposal.mapping.columns["created_at"] == "opened on"
    assert {guess.confidence for guess in proposal.guesses} <= {0.0, 0.4, 0.6}


def test_all_unknown_keys_of_a_mapping_are_named_with_what_was_meant():
    with pytest.raises(HistoryError) as caught:
        mapping_of(
            {"colums": {}, "columns": {"creatd_at": "x", "chanel": "y"}, "values": {"mood": {}}, "zzz": 1}
        )
    said = str(caught.value)
    assert caught.value.code == "unknown_keys"
    for words in (
        "colums (did you mean columns?)",
        "columns.creatd_at (did you mean columns.created_at?)",
        "columns.chanel",
        "values.mood",
        "zzz",
    ):
        assert words in said


@pytest.mark.parametrize(
    "content",
    [None, [], "text", {"columns": [1]}, {"columns": {"topic": ["a"]}}, {"topics": {"a": "b"}}, {"languages": "es"},
     {"date_order": "ymd"}, {"handling_unit": "days"}, {"delimiter": "ab"}, {"values": {"channel": 3}}],
)  # fmt: skip
def test_a_mapping_of_the_wrong_form_is_told(content):
    with pytest.raises(HistoryError) as caught:
        mapping_of(content)
    assert caught.value.code in {"bad_mapping", "bad_mapping_value"}


def test_a_mapping_file_is_read_and_a_broken_one_told(tmp_path):
    path = tmp_path / "mapping.yaml"
    path.write_text(
        "columns: {created_at: when}\nvalues: {channel: {10: outbound}}\ntopics: {warranty: [garantía]}\n"
    )
    mapping = read_mapping(path)
    assert mapping.columns == {"created_at": "when"} and mapping.values == {"channel": {"10": "outbound"}}
    assert mapping.topics == {"warranty": ("garantía",)}
    path.write_text("columns: {a: [")
    for broken, code in ((path, "bad_mapping"), (tmp_path / "none.yaml", "no_file")):
        with pytest.raises(HistoryError) as caught:
            read_mapping(broken)
        assert caught.value.code == code


def test_names_are_compared_without_accents_case_and_signs():
    assert (
        normalized(" Fecha_de-Creación ") == "fecha de creacion" and normalized("createdAt") == "created at"
    )
    assert all(name == normalized(name) for names in FIELDS.values() for name in names)


def test_channels_and_languages_have_one_word_each():
    assert [channel_of(one) for one in ("E-Mail", "Live chat", "Channel::Whatsapp", "Fax", "")] == [
        "mail",
        "chat",
        "social",
        "fax",
        "mail",
    ]
    assert [language_of(one) for one in ("ES_mx", "Latviešu", "English", "?", "")] == [
        "es",
        "lv",
        "en",
        "und",
        "und",
    ]
