"""The console's studies: from an upload to a report that may be shared, and to nobody else's eyes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from relevo.core.scope import acting
from relevo.study.demand.worked_example import Truth, write_history
from relevo.study.models import RunState, Study, StudyFile, StudyReport, StudyScenario
from tests.cast import EVERYWHERE, Cast
from tests.jobs import run_jobs
from tests.web.workspace.screen import Screen, in_language, words

Sit = Callable[[str], Screen]
FEW = (
    "runs: 200\ncountry: ES\npartners: [{name: Noctua Support, languages: [es, en], card: {contact: 6.10}}]\n"
)
CSV = b"Ticket ID;Created time;Source;Wert\n1;05/01/2026 09:00;mail;x\n2;17/01/2026 10:00;phone;y\n"


def file(content: bytes = CSV, name: str = "tickets.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/csv")


def opened(screen: Screen, content: bytes = CSV, **more: object) -> Study:
    """A study of an uploaded file."""
    screen.client.post(
        "/console/study/open/", {"name": "2026", "zone": "Europe/Madrid", "files": file(content)} | more
    )
    with acting(EVERYWHERE):
        return Study.objects.latest("pk")


def page(study: Study, act: str = "") -> str:
    return f"/console/study/{study.pk}/{act}"


def scenario() -> StudyScenario:
    with acting(EVERYWHERE):
        return StudyScenario.objects.select_related("study").latest("pk")


def report_of(study: Study) -> StudyScenario:
    """A scenario with reports, as the job would leave it."""
    with acting(EVERYWHERE):
        made = StudyScenario.objects.create(
            client_id=study.client_id, study=study, name="Two partners", state=RunState.DONE, link_key="",
            summary={"answer": "only_nights", "currency": "EUR", "cost": 210_400.0, "saving": 65_700.0,
                     "saving_low": 41_000.0, "saving_high": 90_200.0, "saves": 0.97, "service": 0.91},
        )  # fmt: skip
        for kind, language, content in (
            ("html", "en", b"<h1>Yes</h1>"),
            ("html", "es", "<h1>Sí</h1>".encode()),
            ("json", "", b"{}"),
        ):
            StudyReport.objects.create(
                client_id=study.client_id, scenario=made, kind=kind, language=language, content=content
            )
    return made


def test_an_upload_shows_what_its_columns_seem_to_mean(sit: Sit, cast: Cast) -> None:
    read = sit("Carmen").read(page(opened(sit("Carmen"))))
    assert "Created time When the contact began 05/01/2026 09:00 · 17/01/2026 10:00" in read
    assert "Wert not used x · y" in read
    assert "No scenario yet" in read


def test_a_real_history_is_weighed_and_its_reports_are_there_in_three_languages(
    sit: Sit, cast: Cast, tmp_path: Path
) -> None:
    write_history(tmp_path / "t.csv", Truth(), 1)
    study = opened(sit("Carmen"), (tmp_path / "t.csv").read_bytes())
    sent = sit("Carmen").client.post(page(study, "run/"), {"name": "One partner", "text": FEW})
    assert sent.status_code == 302
    assert "Waiting" in sit("Carmen").read(page(study), fragment=True)
    run_jobs()
    assert scenario().state == RunState.DONE, scenario().problem
    read = sit("Carmen").read(page(study))
    assert re.search(r"One partner (Yes|Only|No|We).*€[\d,]+000 .*%", read), read
    with acting(EVERYWHERE):
        kinds = set(StudyReport.objects.values_list("kind", "language"))
        assert bytes(StudyReport.objects.get(kind="pdf", language="lv").content).startswith(b"%PDF")
    assert kinds == {("json", ""), *((kind, code) for kind in ("html", "pdf") for code in ("en", "es", "lv"))}


def test_files_that_cannot_be_read_say_why(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"), b"colour,size\nred,1\nblue,2\n")
    sit("Carmen").client.post(page(study, "run/"), {"text": ""})
    run_jobs()
    assert scenario().state == RunState.FAILED
    carmen = sit("Carmen")
    assert "No column of tickets.csv says when a contact began." in words(carmen.html(page(study)))
    with in_language(carmen, "lv"):
        assert "nepasaka, kad kontakts sākās. Tās kolonnas ir colour, size." in words(
            carmen.html(page(study))
        )


def test_a_file_that_is_no_text_is_called_by_its_own_name(sit: Sit, cast: Cast) -> None:
    carmen = sit("Carmen")
    study = opened(carmen, b"PK\x03\x04 rest", files=file(b"PK\x03\x04 rest", "año.xlsx"))
    with in_language(carmen, "es"):
        read = words(carmen.html(page(study)))
    assert "año.xlsx no es un archivo de texto (parece un archivo ZIP o de Excel)." in read


def test_what_an_earlier_release_said_of_a_failure_stays_readable(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    with acting(EVERYWHERE):
        StudyScenario.objects.create(
            client_id=study.client_id,
            study=study,
            name="Old",
            state=RunState.FAILED,
            problem="The file is empty.",
        )
    assert "The file is empty." in words(sit("Carmen").html(page(study)))


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("es", ("curency: Nombre desconocido; ¿quizá currency?", "service.cover: Como máximo 0,99, no 7.")),
        (
            "lv",
            ("curency: Nezināms nosaukums; varbūt currency?", "service.cover: Ne vairāk kā 0,99, nevis 7."),
        ),
    ],
)
def test_a_wrong_scenario_is_told_in_the_reader_s_language(
    sit: Sit, cast: Cast, language: str, says: tuple[str, ...]
) -> None:
    carmen = sit("Carmen")
    study = opened(carmen)
    with in_language(carmen, language):
        answer = carmen.client.post(page(study, "run/"), {"text": "curency: EUR\nservice: {cover: 7}\n"})
    read = words(answer.content.decode())
    assert answer.status_code == 422
    assert all(one in read for one in says)


def test_all_that_is_wrong_in_a_scenario_is_said_at_once_and_stays(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    answer = sit("Carmen").client.post(
        page(study, "run/"), {"name": "Mine", "text": "curency: EUR\nrunz: 7\n"}
    )
    read = words(answer.content.decode())
    assert answer.status_code == 422
    assert "curency" in read
    assert "runz" in read
    assert "runz: 7" in answer.content.decode()
    with acting(EVERYWHERE):
        assert not StudyScenario.objects.exists()


def test_columns_are_set_by_hand_and_wrong_ones_are_refused(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    sit("Carmen").client.post(
        page(study, "columns/"),
        {"created_at": "Created time", "topic": "Wert", "date_order": "dmy"},
    )
    with acting(EVERYWHERE):
        kept = Study.objects.get(pk=study.pk).mapping
    assert kept == {"columns": {"created_at": "Created time", "topic": "Wert"}, "date_order": "dmy"}
    assert "Wert Topic or tags" in sit("Carmen").read(page(study))
    wrong = sit("Carmen").client.post(page(study, "columns/"), {"created_at": "x", "date_order": "ymd"})
    assert wrong.status_code == 409


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"zone": "Mars"}, "“Mars” is no time zone."),
        ({"files": []}, "Choose a file with tickets."),
        ({"files": file(b"")}, "Choose a file with tickets."),
    ],
)
def test_what_is_no_study_is_refused_in_words(
    sit: Sit, cast: Cast, more: dict[str, object], said: str
) -> None:
    sent = {"name": "2026", "zone": "Europe/Madrid", "files": file()} | more
    answer = sit("Carmen").client.post("/console/study/open/", sent, follow=True)
    assert said in words(answer.content.decode())
    with acting(EVERYWHERE):
        assert not Study.objects.exists()


def test_scenarios_stand_side_by_side_and_open_in_the_reader_s_language(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    made = report_of(study)
    assert "Two partners Only the nights €210,000 €66,000 €41,000 to €90,000 97% 91%" in sit("Carmen").read(
        page(study)
    )
    answer = sit("Carmen").get(f"/console/study/report/{made.pk}/html/?language=es")
    assert answer.content.decode() == "<h1>Sí</h1>"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert (
        sit("Carmen")
        .get(f"/console/study/report/{made.pk}/json/")["Content-Disposition"]
        .startswith("attachment")
    )
    for other in ("pdf", "exe"):
        assert sit("Carmen").get(f"/console/study/report/{made.pk}/{other}/").status_code == 404


def test_a_link_shows_the_report_to_outsiders_until_it_ends(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    made = report_of(study)
    share = f"/console/study/share/{made.pk}/"
    sit("Carmen").client.post(share, {"shared": "yes"})
    link = re.search(
        r'href="http://testserver(/console/study/shared/[^"]+)"', sit("Carmen").html(page(study))
    )
    assert link
    assert Client().get(link[1]).content == b"<h1>Yes</h1>"
    assert sit("Jonas").get(link[1]).status_code == 200
    assert Client().get(f"{link[1]}x").status_code == 404
    sit("Carmen").client.post(share, {"shared": "no"})
    assert Client().get(link[1]).status_code == 404
    sit("Carmen").client.post(share, {"shared": "yes"})
    assert Client().get(link[1]).status_code == 404  # another link now


def test_a_deleted_study_leaves_nothing(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    report_of(study)
    sit("Carmen").client.post(page(study, "delete/"))
    with acting(EVERYWHERE):
        left = [model.objects.count() for model in (Study, StudyFile, StudyScenario, StudyReport)]
    assert left == [0, 0, 0, 0]


def test_nobody_else_sees_a_study(sit: Sit, cast: Cast) -> None:
    study = opened(sit("Carmen"))
    made = report_of(study)
    for name in ("Ilze", "Valeria", "Iker", "Jonas"):
        assert sit(name).get(page(study)).status_code == 404
        assert sit(name).get(f"/console/study/report/{made.pk}/html/").status_code == 404
        assert sit(name).client.post(f"/console/study/share/{made.pk}/", {"shared": "yes"}).status_code == 404
