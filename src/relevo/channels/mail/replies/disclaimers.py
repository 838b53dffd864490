"""Paragraphs on confidentiality, liability or whom a mail was meant for, which offices put below every mail.

All tests take paragraphs of bounded length and are linear in them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_PARAGRAPH: Final = 5000
_HEADING: Final = 60
_SHORT: Final = 110
_LINE: Final = 160
_NOTICE: Final = 220
_NOTICE_WORDS: Final = 40
_PRIVATE: Final = 3  # the first of the kinds below: confidential, privileged, intended for

_DISCLAIMER: Final = (  # one telling word each; several of them make a long paragraph a disclaimer
    re.compile(
        r"confiden[tcz]|vertraulich|vertrouwelijk|konfiden|poufn|důvěrn|dôvern|bizalmas|luottamuksel"
        r"|fortrolig|конфиденц|конфіденц"
        r"|поверљив|поверител|povjerljiv|poverljiv|zaupn|εμπιστευτικ|gizli|סודי|سرية|سري |محرمان|機密"
        r"|保密|机密|기밀|bảo mật|rahasia|sulit"
        r"|ความลับ|gynnechtig|trúnað|गोपनीय"
    ),
    re.compile(
        r"privileged|privilegiad|geschützt|legally|wettelijk|legalmente|protégé|riservat|protegid"
        r"|skyddad|beskytte"
    ),
    re.compile(
        r"intended|destinatari|destinat[aá]ri|destinataire|destinad|empfänger|adressat|bestemd"
        r"|geadresseerde|mottagare|avsedd|tiltenkt"
        r"|beregnet|modtager|vastaanottaja|adresāt|saņēmēj|gavėj|adresat|adresát|příjemc|určen|címzett"
        r"|адресат|получател|одержувач"
        r"|παραλήπτη|alıcı|נמען|המיועד|المرسل إليه|受信者|宛先|收件人|收件者|수신인|수신자|penerima"
        r"|người nhận|addressee|addressed|naslovni|primatelj"
        r"|prejemnik|примаоц|прималац|saaja|destinatar|प्राप्तकर्ता"
    ),
    re.compile(
        r"in error\b|by mistake|mistakenly|por error|por erro|par erreur|irrtümlich|versehentlich"
        r"|per errore|ten onrechte|per abuis|av misstag"
        r"|feil|fejl|erehdyksessä|kļūd|per klaid|omyłk|pomyłk|omylem|tévedés|din greșeală|eronat"
        r"|по ошибке|помилков|по погрешка|κατά λάθος"
        r"|yanlışlık|בטעות|بالخطأ|خطأ|誤って|误收|錯誤|错误|잘못|ekslik|keliru|nhầm|greškom|pomotoma"
        r"|błęd|errór"
    ),
    re.compile(
        r"notify|(?:inform|contact|alert) the sender|delete|destroy"
        r"|elimin|elimín|destruy|bórr|borre|löschen|vernichten|verwijder|supprim|détrui"
        r"|distrugg|cancell|radera|slett|slet "
        r"|poista|dzēs|iznīcin|ištrin|usuń|usunąć|usunięci|zniszcz|smaž|vymaž|töröl|ștergeți|удал|видал"
        r"|изтри|διαγρά|silin|מחק|حذف|削除|删除"
        r"|刪除|삭제|hapus|xóa|kustuta|obriš|izbriš|informieren|apague"
    ),
    re.compile(
        r"unauthori[sz]ed|prohibit|verboten|untersagt|unbefugt|prohibid|proibid|interdit|vietato"
        r"|verboden|förbjud|forbudt|aizliegt|draudžiam"
        r"|zabronion|zakázán|tilos|interzis|запрещ|заборон|забранен|απαγορ|yasak|אסור|محظور|禁止|금지"
        r"|dilarang|liabil|disclaim|nicht gestattet"
    ),
    re.compile(
        r"views.{0,30}(?:author|sender)|opinions expressed|virus|does not (?:accept|guarantee)"
        r"|no responsib|haftung|responsabilidad"
    ),
    re.compile(
        r"data protection|datenschutz|protección de datos|rgpd|gdpr|lopd|proteção de dados"
        r"|protezione dei dati|données personnelles"
    ),
)
_DISCLAIMER_OPENS = re.compile(
    r"[*\W]{0,4}(?:disclaimer|confidential(?:ity)? (?:notice|note|statement)|confidential and privileged"
    r"|privileged and confidential|legal (?:notice|disclaimer)"
    r"|privacy notice|aviso (?:legal|de confiden)"
    r"|avis de confiden|vertraulichkeitshinweis|haftungsausschluss|atruna|uwaga: |avvertenza)"
)
_WARNS = re.compile(r"\W{0,4}(?:uwaga|avvertenza)")  # so people begin, too
_PERSONAL = re.compile(r"\bI\b|\b[Mm](?:y|ine)\b|[?？¿]")  # a person speaks
# One sentence about this mail: "If you received this e-mail in error, please delete it."
_THIS_MAIL = re.compile(
    r"\b(?:this (?:e-?mail|message|communication|transmission)|the sender|intended recipient"
    r"|est[ea] (?:correo|mensaje|comunicación|e-?mail|mensagem|missatge)|el remitente|o remetente"
    r"|diese[rs]? (?:e-?mail|mail|nachricht)|de[nm] absender|c(?:e|et) (?:message|courriel|e-?mail|mail)"
    r"|l.expéditeur|quest[ao] (?:e-?mail|messaggio|mail|comunicazione)|il mittente"
    r"|d(?:it|eze) (?:bericht|e-?mail|mail)|de afzender|dett?[ae] (?:meddelande|e-?post\w*|mejl|meddelelse)"
    r"|denne (?:e-?post\w*|e-?mail\w*|mail\w*|melding\w*|meddelelse)|avsändaren|avsenderen|afsenderen"
    r"|tämä (?:viesti|sähköposti)|lähettäjä\w*|t[aęe] wiadomoś[ćc]\w*|nadawc\w+|tent[oa] (?:e-?mail|zpráv\w)"
    r"|odesílatel\w*|šī (?:e-?pasta|vēstule|ziņa)|šis (?:e-?pasts|ziņojums|laiškas|pranešimas)|sūtītāj\w+"
    r"|siuntėj\w+|see (?:e-?kiri|kiri|sõnum)|saatja\w*|это (?:письмо|сообщение)|настоящее (?:письмо|сообщение)"
    r"|отправител\w+|ц(?:ей лист|е повідомлення)|bu (?:e-?posta|mesaj|ileti)|ez az (?:e-?mail|üzenet)"
    r"|acest (?:e-?mail|mesaj))\b"
)
_CONDITION = re.compile(  # so it begins, for a person would tell it
    r"(?:(?:if|si|wenn|falls|sollten|se|als|indien|om|hvis|dersom|jos|jeśli|jeżeli|pokud|ak|ja|jei|jeigu|если"
    r"|якщо|ako|eğer|ha|dacă|kui)\s|(?:please |kindly )?(?:notify|inform|contact) (?:the|its) sender\b)"
)
_MYSELF = re.compile(
    r"\b(?:me|us|we|our|mich|mir|uns|wir|ich|nos|he|hemos|moi|nous|je|mi|ci|ho|abbiamo|recebi|mij|ons|ik"
    r"|mig|oss|jag|vi|mani|mums|es|mēs|мне|меня|нас|нам|я|мы)\b"
)
_FORMULA = re.compile(  # where it tells one thing only
    r"(?:this (?:e-?mail|message|communication|transmission)\b.{0,60}\b(?:may contain|are confidential"
    r"|intended (?:only|solely|exclusively) for|confidential and intended|files transmitted)\b"
    r"|(?:any )?unauthori[sz]ed (?:use|disclosure|review|distribution|copying)\b.{0,80}\bprohibited"
    r"|if you are not the intended recipient\b"
    r"|este (?:correo|mensaje)\b.{0,60}\b(?:puede contener|son confidenciales|va dirigid[oa])\b"
    r"|diese (?:e-?mail|nachricht)\b.{0,60}\bkann vertrauliche\b"
    r"|c(?:e|et) (?:message|courriel|e-?mail)\b.{0,60}\b(?:peut contenir|sont confidentiels)\b"
    r"|est[ea] (?:e-?mail|mensagem)\b.{0,60}\bpode conter\b|quest[ao] (?:e-?mail|messaggio)\b.{0,60}\bpuò contenere\b"
    r"|d(?:it|eze) (?:bericht|e-?mail)\b.{0,60}\bkan vertrouwelijke\b"
    r"|šis (?:e-?pasts|ziņojums)\b.{0,60}\bvar saturēt\b)"
)
_ASKED = re.compile(r"[,;] ?(?:so )?(?:please|por favor|bitte|lūdzu|do not|don.t)\b")


def is_disclaimer(paragraph: str) -> bool:
    """A paragraph on confidentiality, liability or whom the mail was meant for."""
    text = paragraph[:_PARAGRAPH].lower()
    if is_notice(paragraph) or heads_disclaimer(paragraph):
        return True
    if len(text) < _SHORT or _PERSONAL.search(paragraph[:_PARAGRAPH]):
        return False
    telling = sum(bool(pattern.search(text)) for pattern in _DISCLAIMER)
    return telling >= (2 if _DISCLAIMER_OPENS.match(text) else 3)


def is_notice(text: str) -> bool:
    """A disclaimer of one or two sentences."""
    low = " ".join(text[:_PARAGRAPH].lower().split())
    if len(low) > _NOTICE or len(low.split()) > _NOTICE_WORDS:
        return False
    headed, formula = _DISCLAIMER_OPENS.match(low), _FORMULA.match(low)
    condition = _CONDITION.match(low) and _THIS_MAIL.search(low) and not _MYSELF.search(low)
    if not (headed or formula or condition) or _PERSONAL.search(text[:_PARAGRAPH]):
        return False
    telling = [bool(pattern.search(low)) for pattern in _DISCLAIMER]
    if headed:
        return sum(telling) > bool(_WARNS.match(low)) and len(low) >= _HEADING
    if condition and sum(telling) >= 2:
        return True
    return bool(formula) and (any(telling[:_PRIVATE]) or "prohibit" in low) and not _ASKED.search(low)


def is_notice_line(lines: Sequence[str]) -> bool:
    """Whether the last of two lines is a disclaimer in one sentence, right below the end of another sentence."""
    return (
        len(lines) > 1
        and lines[0].rstrip().endswith((".", "!", "?"))
        and len(lines[1]) <= _LINE
        and lines[1].rstrip().endswith(".")
        and bool(_FORMULA.match(lines[1].strip().lower()))
        and is_notice(lines[1].strip())
    )


def heads_disclaimer(paragraph: str) -> bool:
    """``Confidentiality notice:`` and no more: of a program only where its words follow."""
    return (
        len(paragraph) < _HEADING
        and bool(_DISCLAIMER_OPENS.match(paragraph.lower()))
        and len(paragraph.split()) <= 4
    )
