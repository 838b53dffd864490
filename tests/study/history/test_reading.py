import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from relevo.study.demand.profile import Block
from relevo.study.history.errors import HistoryError, RowFault, neutral
from relevo.study.history.mapping import ColumnMapping, mapping_of
from relevo.study.history.reading import read_history
from relevo.study.history.record import History
from relevo.study.problems import shown

MADRID = "Europe/Madrid"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
SPANISH = "Mi altavoz Auralis Duo 2 no se conecta a la red desde ayer por la tarde"
ENGLISH = "My soundbar has not played anything since the last update of yesterday"


def written(folder: Path, *rows: str, name: str = "tickets.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes("\n".join((*rows, "")).encode(encoding))
    return path


def read(*paths: Path, mapping: ColumnMapping | None = None, zone: str = MADRID, **more) -> History:
    return read_history(paths, mapping, zone=zone, now=NOW, **more)


def counts(history: History) -> dict[Block, int]:
    found: dict[Block, int] = {}
    for block, contacts in zip(history.block, history.contacts, strict=True):
        found[history.blocks[block]] = found.get(history.blocks[block], 0) + int(contacts)
    return found


def hours(history: History) -> list[int]:
    return sorted(history.hour.tolist())


def test_a_plain_export_is_counted_by_block_and_hour_of_the_zones_clock(tmp_path):
    path = written(
        tmp_path,
        "Created at,Channel,Language,Topic,Handling time (min)",
        "2026-01-05T22:30:00Z,Email,Spanish,setup,7.5",
        "2026-01-05 23:10,phone,en-GB,setup,0:05:00",
        "2026-01-06T23:30:00+01:00,E-mail,es,setup,4 min",
    )
    history = read(path)
    assert counts(history) == {Block("es", "setup", "mail"): 2, Block("en", "setup", "phone"): 1}
    assert (history.first_day, history.last_day) == (date(2026, 1, 5), date(2026, 1, 6))
    assert hours(history) == [23, 23, 47]
    assert history.worked[0].mean == pytest.approx((450 + 240) / 2) and history.worked[1].mean == 300
    assert history.rows == 3 and history.dropped == () and history.faults == ()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("2,2026-01-05 10:00,tom@post.example,Sale,spam", "spam"),
        ("2,2026-01-05 10:00,tom@post.example,Sale,Suspended", "spam"),
        ("2,2026-01-05 10:00,tom@post.example,Sale,merged", "merged"),
        ("2,2026-01-05 10:00,tom@post.example,Sale,deleted", "deleted"),
        ("2,2026-01-05 10:00,tom@post.example,Out of office: until Monday,open", "automatic"),
        ("2,2026-01-05 10:00,tom@post.example,Respuesta automática: vacaciones,open", "automatic"),
        ("1,2026-01-05 11:00,tom@post.example,Hello,open", "duplicate"),
        ("2,2026-01-05 09:08,HANNAH@post.example,No sound,open", "duplicate"),
        ("2,not a date,tom@post.example,Hello,open", "unreadable"),
        ("2,,tom@post.example,Hello,open", "unreadable"),
        ("2,1066-10-14,tom@post.example,Hello,open", "unreadable"),
        ("2,2031-10-14,tom@post.example,Hello,open", "unreadable"),
        ("2,2026-01-05 10:00,tom@post.example,Hello", "unreadable"),
        ("2,2026-01-05 10:00,tom@post.example,Hello,open,more", "unreadable"),
    ],
)
def test_what_is_no_contact_is_left_out_and_counted_with_its_reason(tmp_path, words, reason):
    history = read(
        written(
            tmp_path,
            "id,created,email,subject,status",
            "1,2026-01-05 09:00,hannah@post.example,No sound,open",
            words,
        )
    )
    assert history.dropped == ((reason, 1),)
    assert history.contacts.sum() == 1 and history.rows == 2


def test_the_same_subject_after_half_an_hour_or_of_another_person_is_another_contact(tmp_path):
    history = read(
        written(
            tmp_path, "created,email,subject", "2026-01-05 09:00,hannah@post.example,No sound",
            "2026-01-05 09:30,hannah@post.example,No sound", "2026-01-05 09:31,tom@post.example,No sound",
        )
    )  # fmt: skip
    assert history.contacts.sum() == 3


def test_calls_without_a_subject_are_never_doubles(tmp_path):
    history = read(
        written(tmp_path, "call start,caller", "2026-01-05 09:00,+34600", "2026-01-05 09:01,+34600")
    )
    assert history.contacts.sum() == 2


def test_overlapping_exports_are_counted_once_but_equal_numbers_of_two_systems_are_two_contacts(tmp_path):
    first = written(tmp_path, "id,created", "1,2026-01-05 09:00", "2,2026-01-05 10:00", name="a.csv")
    second = written(tmp_path, "id,created", "2,2026-01-05 10:00", "1,2026-01-05 12:00", name="b.csv")
    history = read(first, second)
    assert history.dropped == (("duplicate", 1),) and hours(history) == [9, 10, 12]


def test_faults_are_told_with_file_row_column_and_value_cut_short(tmp_path):
    history = read(
        written(
            tmp_path, "created;closed;handling seconds", "2026-01-05 09:00;2026-01-05 10:00;60",
            f"{'x' * 60} never;;60", "2026-01-05 10:00;2026-01-04 10:00;60", "2026-01-05;only two",
            "2026-01-05 11:00;;-5", "2026-01-05 12:00;;soon", '2026-01-05 13:00;"un"closed;60',
        )
    )  # fmt: skip
    assert [(fault.row, fault.column, fault.code) for fault in history.faults] == [
        (3, "created", "date_unreadable"),
        (4, "closed", "negative_duration"),
        (5, "", "too_few_values"),
        (6, "handling seconds", "handling_negative"),
        (7, "handling seconds", "handling_unreadable"),
        (8, "", "bad_quotes"),
    ]
    assert history.contacts.sum() == 4, "a wrong duration costs the duration, not the contact"
    assert history.worked[0].contacts == 2
    assert dict(history.faulty) == dict.fromkeys((fault.code for fault in history.faults), 1)
    assert (
        history.faults[1].says()
        == "tickets.csv, row 4: closed “2026-01-04 10:00” comes before the contact began."
    )
    assert all(len(fault.says()) < 200 for fault in history.faults)


def test_rows_are_told_rightly_after_lost_rows_and_titles(tmp_path):
    rows = ("2026-01-05,mail", "x", "never,mail", "y", "z", "2026-01-06,mail", "no,mail", "2026-01-07,mail")
    history = read(written(tmp_path, "Report", "", "created,channel", *rows))
    assert [fault.row for fault in history.faults] == [5, 6, 7, 8, 10]


def test_only_the_first_faults_are_kept_but_all_are_counted(tmp_path):
    history = read(
        written(
            tmp_path, "created,channel", "2026-01-05 09:00,mail", *["never,mail"] * 250, *["2026-01-05"] * 250
        )
    )
    assert len(history.faults) == 100
    assert dict(history.faulty) == {"date_unreadable": 250, "too_few_values": 250}
    assert "many_unreadable_rows" in history.notices


def test_attack_43_a_formula_is_text_and_is_neutral_where_it_is_written_out(tmp_path):
    rows = [["created", "channel", "subject"], ["2026-01-05 09:00", "=1+1", "=cmd|' /C calc'!A0"]]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    history = read(written(tmp_path, text.getvalue()))
    assert [block.channel for block in history.blocks] == ["=1+1"]
    assert [neutral(one) for one in ("=1", "+1", "-1", "@a", "\tx", "mail")] == [
        "'=1",
        "'+1",
        "'-1",
        "'@a",
        "'\tx",
        "mail",
    ]


def test_line_breaks_delimiters_and_quotes_inside_a_cell_are_text(tmp_path):
    history = read(
        written(
            tmp_path, "subject;created;channel", '"one\ntwo; ""three""";2026-01-05 09:00;mail', "x;never;mail"
        )
    )
    assert history.contacts.sum() == 1 and history.faults[0].row == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_usual_encoding_is_read(tmp_path, encoding):
    history = read(written(tmp_path, "created,tema", "2026-01-05 09:00,Señal y conexión", encoding=encoding))
    assert history.blocks == (Block("und", "Señal y conexión", "mail"),)


def test_lines_of_different_encodings_in_one_file_are_read_and_reported(tmp_path):
    path = tmp_path / "mixed.csv"
    path.write_bytes(
        "created,tema\n2026-01-05 09:00,Señal\n".encode() + "2026-01-05 10:00,Señal\n".encode("cp1252")
    )
    history = read(path)
    assert counts(history) == {Block("und", "Señal", "mail"): 2}
    assert (history.files[0].encoding, history.files[0].repaired) == (
        "mixed",
        1,
    ) and "mixed_encoding" in history.notices


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    path = written(
        tmp_path,
        delimiter.join(("created", "channel", "note")),
        delimiter.join(("2026-01-05 09:00", "chat", "a b")),
    )
    assert read(path).files[0].delimiter == delimiter


def test_titles_above_the_column_names_are_passed_over(tmp_path):
    history = read(
        written(
            tmp_path,
            "Report of Auralis",
            "",
            "created,channel,topic",
            "2026-01-05 09:00,chat,a",
            "never,chat,a",
        )
    )
    assert history.contacts.sum() == 1 and history.faults[0].row == 5


def test_languages_are_detected_among_those_of_the_desk(tmp_path):
    rows = [f"2026-01-05 09:00,{SPANISH} {n}" for n in range(60)] + [
        f"2026-01-05 10:00,{ENGLISH} {n}" for n in range(40)
    ]
    history = read(
        written(tmp_path, "created,subject", *rows, "2026-01-05 11:00,Factura", "2026-01-05 11:00,12345")
    )
    found = counts(history)
    assert found[Block("es", "", "mail")] >= 60 and found[Block("en", "", "mail")] == 40
    assert {block.language for block in history.blocks} <= {"es", "en", "und"}
    assert "language_detected" in history.notices


def test_a_given_language_is_believed_and_an_empty_one_detected(tmp_path):
    history = read(
        written(
            tmp_path,
            "created,language,subject",
            f"2026-01-05 09:00,lv,{SPANISH}",
            f"2026-01-05 09:00,,{SPANISH}",
        ),
        mapping=ColumnMapping(languages=("es", "en", "lv")),
    )
    assert {block.language for block in history.blocks} == {"lv", "es"}


def test_topics_come_from_rules_where_none_is_given(tmp_path):
    mapping = mapping_of(
        {
            "topics": {"warranty": ["garantía", "warranty"], "invoice": ["factura"]},
            "fixed": {"language": "es"},
        }
    )
    history = read(
        written(tmp_path, "created,subject,topic", "2026-01-05 09:00,¿Tiene GARANTÍA?,", "2026-01-05 09:00,Una factura,",
                "2026-01-05 09:00,Una factura,repair", "2026-01-05 09:00,Hola,"),
        mapping=mapping,
    )  # fmt: skip
    assert {block.topic for block in history.blocks} == {"warranty", "invoice", "repair", ""}


def test_of_several_tags_the_one_that_is_used_most_is_the_topic(tmp_path):
    history = read(
        written(
            tmp_path,
            "created;tags",
            '2026-01-05 09:00;"vip, setup"',
            "2026-01-05 09:00;setup",
            '2026-01-05 09:00;["repair"]',
        )
    )
    assert counts(history) == {Block("und", "setup", "mail"): 2, Block("und", "repair", "mail"): 1}


def test_values_can_be_renamed_and_columns_be_fixed(tmp_path):
    mapping = mapping_of(
        {"columns": {"created_at": "when", "channel": "how"}, "fixed": {"language": "lv", "topic": "heating"},
         "values": {"channel": {"7": "chat", "10": "outbound"}}}
    )  # fmt: skip
    history = read(
        written(tmp_path, "when,how", "2026-01-05 09:00,7", "2026-01-05 09:00,10"), mapping=mapping
    )
    assert history.blocks == (Block("lv", "heating", "chat"),) and history.dropped == (("outbound", 1),)


def test_a_lone_date_of_long_ago_does_not_stretch_the_history(tmp_path):
    rows = [f"2026-01-{day:02},mail" for day in range(1, 29) for _ in range(50)]
    history = read(written(tmp_path, "created,channel", "1999-05-01,mail", *rows))
    assert history.first_day == date(2026, 1, 1) and ("stray_date", 1) in history.dropped


def test_ten_years_and_three_hundred_languages_are_read(tmp_path):
    letters = "abcdefghijklmnopqrst"
    codes = [a + b for a in letters for b in letters][:300]
    rows = [f"{2016 + n // 300}-{1 + n % 12:02}-{1 + n % 28:02} 10:00,{codes[n % 300]}" for n in range(3_000)]
    history = read(written(tmp_path, "created,language", *rows))
    assert len(history.blocks) == 300 and history.last_day.year - history.first_day.year == 9


def test_dates_further_apart_than_any_history_are_refused(tmp_path):
    with pytest.raises(HistoryError) as caught:
        read(written(tmp_path, "created,channel", "1991-01-01,mail", "2026-01-01,mail"))
    assert caught.value.code == "too_long"


def test_handling_times_far_from_all_others_are_not_counted(tmp_path):
    rows = [f"2026-01-05 09:00,mail,{300 + n}" for n in range(100)]
    history = read(
        written(
            tmp_path,
            "created,channel,handling seconds",
            *rows,
            "2026-01-05 09:00,mail,900000",
            "2026-01-05 09:00,mail,0",
        )
    )
    assert history.worked[0].contacts == 100 and history.worked[0].mean == pytest.approx(349.5)
    assert history.worked[0].deviation == pytest.approx(28.87, abs=0.01)


def test_seconds_are_assumed_aloud_where_no_unit_is_told(tmp_path):
    history = read(written(tmp_path, "created,duration", "2026-01-05 09:00,90"))
    assert history.worked[0].mean == 90 and "handling_unit_assumed" in history.notices


@pytest.mark.parametrize(
    ("value", "unit", "seconds"),
    [("90", "seconds", 90), ("1,5", "minutes", 90), ("0.025", "hours", 90), ("1:30", "minutes", 90), ("0:01:30", "hours", 90),
     ("0:30", "hours", 1800), ("90 s", "minutes", 90), ("2 min", "seconds", 120), ("1h", "minutes", 3600)],
)  # fmt: skip
def test_durations_are_read_in_their_unit(tmp_path, value, unit, seconds):
    path = written(tmp_path, "created;handling time", f"2026-01-05 09:00;{value}")
    assert read(path, mapping=ColumnMapping(handling_unit=unit)).worked[0].seconds == pytest.approx(seconds)


@pytest.mark.parametrize("array", [False, True])
def test_json_objects_are_read_a_line_each_or_as_a_list(tmp_path, array):
    tickets = [
        {
            "created_at": "2026-01-05T09:00:00Z",
            "via": {"channel": "chat"},
            "tags": ["setup", "vip"],
            "language": "en",
        },
        {
            "created_at": "2026-01-05T10:00:00Z",
            "via": {"channel": "email"},
            "tags": ["setup"],
            "language": "en",
        },
    ]
    text = json.dumps(tickets) if array else "\n".join(map(json.dumps, tickets))
    mapping = mapping_of({"columns": {"channel": "via.channel"}})
    history = read(written(tmp_path, text, name="tickets.json"), mapping=mapping)
    assert set(counts(history)) == {Block("en", "setup", "chat"), Block("en", "setup", "mail")}


def test_lines_that_are_no_json_objects_are_counted(tmp_path):
    lines = (
        '{"created_at": "2026-01-05T09:00:00Z", "channel": "chat"}',
        "{oops",
        "[1, 2]",
        '{"channel": "chat"}',
    )
    history = read(written(tmp_path, *lines, name="tickets.jsonl"))
    assert dict(history.faulty) == {"bad_json": 2, "date_missing": 1}
    assert [fault.row for fault in history.faults] == [2, 3, 4] and history.contacts.sum() == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([""], "empty_file"),
        (["created,channel"], "nothing_left"),
        (["created,channel", ",mail", ",mail"], "no_dates"),
        (["created,channel", "never,mail"], "no_date_column"),
        (["name,colour", "a,b"], "no_date_column"),
        (["2026-01-05 09:00,1", "2026-01-05 10:00,2"], "no_header"),
        (["created,channel", "01/05/2026,mail"], "order_undecidable"),
        (["created,channel", *["13/05/2026,mail"] * 9, *["05/13/2026,mail"] * 9], "order_mixed"),
        (["created,status", "2026-01-05,spam"], "nothing_left"),
        (["created," + ",".join(f"c{n}" for n in range(2_100)), "x"], "too_many_columns"),
        (["created,subject", *["2026-01-05,a"] * 900, '2026-01-05,"open', *["2026-01-05,a"] * 500], "open_quotes"),
        (["PK\x03\x04 something"], "not_text"),
        (['["no", "tickets"]'], "no_records"),
        (['{"tickets": [{"created_at": "2026-01-05"}]}'], "nested_records"),
        (['[{"created_at": "2026-01-05"}, {"created_at": '], "bad_json_file"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_a_sentence(tmp_path, rows, code):
    with pytest.raises(HistoryError) as caught:
        read(written(tmp_path, *rows))
    assert caught.value.code == code and str(caught.value).endswith(".")


def test_a_missing_file_an_unknown_zone_and_an_unknown_column_are_told(tmp_path):
    path = written(tmp_path, "created,channel", "2026-01-05,mail")
    for code, ask in {
        "no_file": lambda: read(tmp_path / "none.csv"),
        "bad_zone": lambda: read(path, zone="Mars/Olympus"),
        "unknown_columns": lambda: read(path, mapping=ColumnMapping({"channel": "kanal", "topic": "tag"})),
        "unreadable_file": lambda: read(tmp_path),
    }.items():
        with pytest.raises(HistoryError) as caught:
            ask()
        assert caught.value.code == code


def test_one_row_is_a_history(tmp_path):
    history = read(written(tmp_path, "created", "2026-01-05 09:00"))
    assert history.contacts.tolist() == [1] and history.blocks == (Block("und", "", "mail"),)


def test_an_open_quote_early_in_a_long_file_is_no_silent_loss(tmp_path):
    rows = ["2026-01-05 09:00,mail,some words"] * 120_000
    rows[500] = '2026-01-05 09:00,mail,"some words'
    with pytest.raises(HistoryError) as caught:
        read(written(tmp_path, "created,channel,subject", *rows))
    assert caught.value.code == "open_quotes" and "row 502" in str(caught.value)


def test_progress_is_told_and_can_end_the_reading(tmp_path):
    path, told = written(tmp_path, "created,channel", *["2026-01-05 09:00,mail"] * 1_000), []
    read(path, progress=lambda step, share: told.append((step, share)))
    assert {step for step, _ in told} >= {"checking", "loading", "dates", "doubles", "counting"}
    assert all(0 <= share <= 1 for _, share in told)

    def stop(_step: str, _share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(path, progress=stop)


def test_memory_that_does_not_suffice_is_told(tmp_path):
    path = written(tmp_path, "created,channel", *["2026-01-05 09:00,mail"] * 1_000)
    with pytest.raises(HistoryError) as caught:
        read(path, memory="1MB")
    assert caught.value.code == "engine"


def test_sentences_hold_no_raw_control_characters_and_name_their_values():
    assert shown("a\x1b[31m\nb") == "a [31m b" and len(shown("x" * 500)) == 80
    fault = RowFault("tickets.csv", 1204, "closed", "ayer", "date_unreadable")
    assert fault.says("es") == "tickets.csv, fila 1204: closed «ayer» no es una fecha legible."
