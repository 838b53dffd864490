"""Blocks of contact lines below a closing: title, company, telephone, address, links.

The closing and the name stay in the reply; what follows them is cut only when it can hardly be anything else. An
address or number that the text above speaks of is part of what the person wrote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_LINES: Final = 16  # of a block, the blank ones left out
_LINE: Final = 130
_NAME: Final = 60
_CARD_LINES: Final = 5
_NUMBERS: Final = 3
_NAME_WORDS: Final = 5
_SAID: Final = 40  # lines above that may speak of an address
_SAID_SIGNS: Final = 3000


def _words(*groups: str) -> frozenset[str]:
    """The words, which are given with ``|`` between them."""
    return frozenset(word for group in groups for word in group.split("|"))


_CLOSING = re.compile(
    r"(?:(?:(?:best|kind|kindest|warm|warmest|many|with (?:best|kind|warm)|my best)\s+)?(?:regards"
    r"|wishes|thanks)|best|cheers|thanks|thank you"
    r"|many thanks|thanks (?:again|in advance|a lot|so much)|sincerely(?: yours)?|yours (?:sincerely"
    r"|faithfully|truly)|respectfully|br|kr|thx"
    r"|(?:un |muchos )?(?:saludos?|abrazo)(?: cordial(?:es)?)?|(?:muchas )?gracias|atentamente|atte"
    r"|cordialmente|salutacions|atentament"
    r"|(?:mit )?(?:freundlichen|besten|herzlichen|lieben|vielen|schönen) (?:grüßen|grüssen|grüße|grüsse"
    r"|dank)|(?:freundliche|beste|liebe|viele|herzliche"
    r"|schöne) (?:grüße|grüsse|gruß|gruss)|mfg|lg|vg|gruß|grüße|gruss|grüsse|grüßle|grüessli"
    r"|hochachtungsvoll|danke|(?:bien )?cordialement"
    r"|(?:bien à vous|merci|salutations(?: distinguées)?)"
    r"|sincères salutations|(?:cordiali|distinti|cari) saluti|saluti|grazie|cumprimentos"
    r"|(?:com os )?(?:melhores|meus) cumprimentos|atenciosamente|abraços?"
    r"|obrigad[oa]|att|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groeten|groet|mvg|bedankt"
    r"|(?:med )?(?:vänliga?|bästa) hälsning(?:ar)?|mvh|hälsningar"
    r"|tack|(?:med )?(?:vennlig|venlig|beste) hilsen|hilsen|(?:de )?bedste hilsner|takk|tak"
    r"|ystävällisin terveisin|terveisin|t\.|kiitos"
    r"|ar cieņu|cieņā|paldies|sveicieni|ar sveicienu|pagarbiai|su pagarba|ačiū|lugupidamisega"
    r"|parimate soovidega|tervitades|tänan"
    r"|(?:z )?(?:poważaniem|wyrazami szacunku)|pozdrawiam|dziękuję|s (?:pozdravem|pozdravom|úctou)"
    r"|děkuji|ďakujem|üdvözlettel|tisztelettel|köszönettel"
    r"|cu (?:stimă|respect)|mulțumesc|с уважением|с наилучшими пожеланиями|спасибо|з повагою|дякую"
    r"|с уважение|поздрави|поздрав|срдачан поздрав"
    r"|s (?:poštovanjem|spoštovanjem)|pozdrav|srdačan pozdrav|lep pozdrav|lp|hvala|με εκτίμηση"
    r"|ευχαριστώ|saygılarımla|iyi çalışmalar|teşekkürler"
    r"|בברכה|תודה|مع التحية|مع أطيب التحيات|تحياتي|شكرا|با احترام|با تشکر|धन्यवाद|सादर|trân trọng"
    r"|cảm ơn|ขอแสดงความนับถือ|ขอบคุณ|hormat saya|salam"
    r"|terima kasih|よろしくお願い(?:いた|致)?します|敬具|此致|谢谢|謝謝|祝好|감사합니다|agur bat"
    r"|adeitasunez|le meas|kveðja|bestu kveðjur)[\s,.!:;，。！～~-]{0,4}\Z"
)
_PARTING = re.compile(r"\s?[|•·,]\s|\s[-–—]\s")
_PHONE = re.compile(
    r"(?:\+|\(\+?|00|\b0)\d[\d\s()./-]{6,18}\d|\b\d{3}[\s.-]\d{3}[\s.-]\d{3,4}\b|\(\d{2,5}\)\s?\d{3}"
)
_NUMBER = re.compile(r"(?:[^\W\d_]{1,10}\W{1,3})?\+?[\d\s()./-]{7,24}\Z")  # and nothing else
_ADDRESS_ALONE = re.compile(
    r"<?(?:[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,30}){1,4}|www(?:\.[\w-]{1,60}){2,4}/?)>?\Z"
)
_SPOKEN_OF_PAGE = re.compile(
    r"\b(?:e-?mails?|mails?|links?|(?:web)?(?:site|page)s?|url|correos?|enlaces?|página|sitio|seite|webseite"
    r"|epast\w*|e-past\w*|vietn\w*|lap\w*|saite|mājas\w*|лист\w*|почт\w*|сайт\w*|ссылк\w*|courriel|lien|sito|pagina)\b"
)
_UNIT = re.compile(r"[^,]{3,40}, .{0,30}\d")  # "heat pump works, hall 7"
_LABELLED = re.compile(
    r"\W{0,3}(?:t|tel|tél|tel\.?|phone|ph|telephone|telefon|teléfono|teléf|tlf|tlf\.|tfno|tālr|tālrunis"
    r"|тел|m|mob|mobile|mobil|móvil|cell|c|office|direct|fax|faks|w|web"
    r"|website|e|e-?mail|mail|correo|e-pasts|email|skype|linkedin|twitter|whatsapp|adr|address|adresse"
    r"|gsm|handy|mob\.|моб|факс|site|☎|✆|📞|📱)"
    r"\s?\.?\s?[:.|]\s?\S"
)
_LINK = re.compile(
    r"https?://|\bwww\.\w|[\w.+-]{1,64}@[\w-]{1,64}\.\w|\b(?:linkedin|facebook|instagram|twitter"
    r"|youtube)\b|\[cid:|\[image"
)
_PICTURE = re.compile(r"!?\[[^\[\]]{0,200}\]\([^\s()]{1,500}\)\Z|\[(?:cid|image):[^\[\]]{1,200}\]\Z")
_PARTICLES: Final = _words(
    "de|del|la|las|los|da|do|dos|das|di|della|du|des|le|van|von|der|den|zu|y|e|of|and|the|et|und|&"
)
_TITLES: Final = _words(
    "ceo|cto|cfo|coo|founder|co-founder|owner|manager|director|engineer|developer|administrator|assistant",
    "inspector|operator|planner|buyer|editor|lecturer|researcher|auditor|inspektors|inspektor|inspecteur",
    "consultant|analyst|officer|accountant|specialist|coordinator|technician|secretary|advisor|adviser",
    "president|designer|architect|professor|supervisor|representative|executive|programmer",
    "geschäftsführer|geschäftsführerin|leiter|leiterin|inhaber|inhaberin|gerente|directora|jefe|jefa",
    "responsable|técnico|técnica|ingeniero|ingeniera|administrativo|administrativa|directeur|directrice",
    "gérant|gérante|direttore|titolare|vadītājs|vadītāja|direktors|direktore|inženieris|inženiere",
    "speciālists|speciāliste|grāmatvedis|grāmatvede|директор|менеджер|инженер|бухгалтер|dyrektor",
    "kierownik|specjalista|eigenaar|medewerker|beheerder|chef|ägare|säljare|ejer|sælger|omistaja|myyjä",
)
_EASTERN_TITLES: Final = tuple(_words("经理|总监|工程师|主管|协调人|專員|部長|課長|社長|과장|부장|대리"))
_TITLE_WORDS: Final = 7
_COMPANY = re.compile(
    r"\A(?:sia|uab|oü|ооо|оао|тов|ип|firma)\s|\b(?:ltd|llc|inc|gmbh|ag|s\.?l\.?u?|s\.?a\.?|sia|uab|oü"
    r"|a/s|aps|as|ab|oy|b\.?v|n\.?v|s\.?r\.?l"
    r"|s\.?p\.?a|sarl|sas|plc|corp|kft|zrt|d\.?o\.?o|s\.?r\.?o"
    r"|sp\. z o\.?o|ооо|оао|тов|еоод|ltda|pty|co\.)\.?\s?\Z|\bvat\b|\bcif\b|registered (?:in|office)"
    r"|reg\. nr"
)
_POSTAL = re.compile(
    r"\b(?:[a-z]{1,2}-?)?\d{4,6}\b.{0,40}[^\W\d_]{3}|\b[a-z]{1,2}\d{1,2}[a-z]?\s\d[a-z]{2}\b"
    r"|\b(?:street|road|avenue|lane|calle|avda|plaza|straße|strasse|str\.|rue|via|rua"
    r"|iela|gatve|ulica|ul\.|улица|ул\.|straat|gatan|vägen|utca|cad\.|sok\.|p\.?o\.? box)\b"
)
_SPOKEN_OF = re.compile(
    r"address|adress|direcci|adres|indirizzo|endereço|адрес|phone|telefon|teléfono|telefono|téléphone"
    r"|telefone|телефон|tālrun|puhelin"
    r"|call (?:me|us|back)|ring me|reach me|contact|kontakt|contacto|saziņ|sazināt|numeru|number|número"
    r"|numero|nummer|numur|номер"
    r"|deliver|shipp?(?:ing)?\b|send (?:it|them|the)\b.{0,40}\bto\b|piegād|доставк|envíe|enviar(?:lo"
    r"|la) a|liefer|livr|電話|住所|电话|地址|電話|주소|전화"
)


def contact_start(lines: Sequence[str], begin: int, end: int) -> int:
    """Where the contact lines at the end of ``lines[begin:end]`` begin, below closing and name; ``end`` if none do."""
    block = _last_lines(lines, begin, end)
    closing = next((at for at in range(len(block) - 1, -1, -1) if is_closing(lines[block[at]])), None)
    titled = _titled_paragraph(lines, block) if closing is None else None
    if titled is not None:
        return block[titled]
    repeated = closing is None and _repeats_name(lines, block)
    if repeated:
        closing = _paragraph_start(lines, block) - 1
    first = _paragraph_start(lines, block) if closing is None else closing + 1
    above = block[: first if closing is None else closing]
    below = block[first:]
    named = bool(below) and is_name(lines[below[0]])
    start = below[0] if repeated else below[named] if below[named:] else end
    below = below[named:]
    if not above or not below:
        return end
    texts = [lines[place].strip()[: 2 * _LINE].lower() for place in below]
    if closing is not None and not named and _kind(texts[0]) in {"", "postal"}:
        return end
    if closing is not None and all(map(_PICTURE.match, texts)):
        return below[0]
    card = closing is not None and named and _follows_name([lines[place].strip(" *_") for place in below])
    if not card and not _is_contacts(texts, needed=3 if closing is None else 2):
        return end
    return end if _spoken_of(lines[max(begin, above[-1] - _SAID) : above[-1] + 1], texts) else start


def _spoken_of(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the lines above introduce or mention what the contact lines hold."""
    if above[-1].rstrip().endswith(":"):
        return True
    said = " ".join(above)[-_SAID_SIGNS:].lower()
    page = len(below) == 1 and _ADDRESS_ALONE.match(below[0]) and _SPOKEN_OF_PAGE.search(said)
    return bool(page or _SPOKEN_OF.search(said))


def _repeats_name(lines: Sequence[str], block: Sequence[int]) -> bool:
    """Whether the last paragraph opens with the whole name of whom the line above it names: ``Tom``, ``Tom Baker``."""
    at = _paragraph_start(lines, block)
    short, whole = (lines[block[at - 1]].strip(" ,."), lines[block[at]]) if at else ("", "")
    return (
        0 < len(short.split()) <= 2
        and is_proper_name(short)
        and is_proper_name(whole)
        and short in whole
        and len(whole.split()) > len(short.split())
    )


def _titled_paragraph(lines: Sequence[str], block: Sequence[int]) -> int | None:
    """The paragraph that opens with ``Tom Baker | Technician``, where no sentence stands below.

    It is the last one, or the others tell telephone, address, links.
    """
    for at in range(len(block) - 1, 0, -1):
        if block[at] - block[at - 1] == 1:
            continue
        texts = [lines[place].strip()[: 2 * _LINE].lower() for place in block[at + 1 :]]
        if any(_is_prose(text, _kind(text)) for text in texts):
            return None
        if _names_title(lines[block[at]]) and not lines[block[at - 1]].rstrip().endswith((":", "?")):
            if any(_names_title(lines[place]) for place in block[:at]):
                return None  # a list of people
            last = at == _paragraph_start(lines, block)
            return at if last or _is_contacts(texts, needed=2) else None
    return None


def _names_title(line: str) -> bool:
    name, *title = _PARTING.split(line.strip(" *_"), maxsplit=1)
    return bool(title) and is_proper_name(name.strip(" *_")) and is_title(title[0].strip(" *_"))


def _follows_name(lines: Sequence[str]) -> bool:
    """Whether the lines below closing and name are no more than who and where someone is."""
    if len(lines) == 1 and _ADDRESS_ALONE.match(lines[0]):
        return True
    if len(lines) <= _NUMBERS and all(_NUMBER.match(line) and _PHONE.search(line) for line in lines):
        return True
    posted = len(lines) <= _NUMBERS and is_title(lines[0]) and len(lines[0].split()) > 1
    return _is_card(lines) or (posted and len(lines) > 1 and all(map(_UNIT.match, lines[1:])))


def _is_card(lines: Sequence[str]) -> bool:
    """Title, company, telephone: short lines as names are, and among them a title or a way to reach the writer."""
    kinds = [_kind(line.lower()) or ("title" if is_title(line) else "") for line in lines]
    fits = (
        kind in {"phone", "link", "title"} or ((not kind or kind == "company") and is_proper_name(line))
        for line, kind in zip(lines, kinds, strict=True)
    )
    return len(lines) <= _CARD_LINES and ("title" in kinds or (any(kinds) and len(lines) > 1)) and all(fits)


def is_title(line: str) -> bool:
    """``Head Technician at Mareko``: what someone is, with nothing in small letters before it."""
    words = line.split()
    if line.endswith(_EASTERN_TITLES):
        return len(line) <= _NAME // 4
    if len(words) > _TITLE_WORDS or line.endswith((".", "?", ":")):
        return False
    at = next((at for at, word in enumerate(words) if word.strip(",;/()&").lower() in _TITLES), None)
    return at is not None and not any(word[0].islower() for word in words[: at + 1])


def _last_lines(lines: Sequence[str], begin: int, end: int) -> list[int]:
    """The places of the last lines that are not blank, at most ``_LINES`` of them and the one above."""
    found: list[int] = []
    for place in range(end - 1, begin - 1, -1):
        if lines[place].strip():
            found.append(place)
            if len(found) > _LINES:
                break
    return found[::-1]


def _paragraph_start(lines: Sequence[str], block: Sequence[int]) -> int:
    """The first of the last lines' last paragraph."""
    for at in range(len(block) - 1, 0, -1):
        if block[at] - block[at - 1] > 1:
            return at
    return 0


def is_closing(line: str) -> bool:
    """``Kind regards,`` or, in two languages, ``Ar cieņu / Best regards``."""
    return len(line) <= _NAME and all(_CLOSING.match(part.strip()) for part in line.lower().split("/"))


def closes(line: str) -> bool:
    """A closing, or one with the name behind it: ``Grüße - Tom``, ``Thanks, Tom``."""
    closing, *name = _PARTING.split(line, maxsplit=1)
    return is_closing(line) or (bool(name) and is_closing(closing) and is_proper_name(name[0]))


def opens_signature(line: str) -> bool:
    """Whether a signature may begin with this line: a name, a closing, a contact line."""
    words = line.split()
    sentence = line.rstrip().endswith((".", "!")) and len(words) >= 3
    return not sentence and (
        len(words) == 1 or is_name(line) or is_closing(line) or bool(_kind(line[:_LINE].lower()))
    )


def is_name(line: str) -> bool:
    """``Tom Baker`` or ``Tom Baker | Purchasing``."""
    if len(line) > _NAME:
        return False
    words = _PARTING.split(line.strip(" *_,-–—/"), maxsplit=1)[0].split()
    return (
        0 < len(words) <= _NAME_WORDS
        and not any(sign.isdigit() or sign in "@/:+" for sign in line)
        and words[0][:1].isalpha()
        and not words[0][:1].islower()
    )


def is_proper_name(line: str) -> bool:
    """As a name, and no word of it in small letters but such as ``de`` or ``of``."""
    words = line.strip(" *_,.–—/").split()
    return is_name(line) and all(not word[0].islower() or word in _PARTICLES for word in words)


def _is_contacts(texts: Sequence[str], *, needed: int) -> bool:
    """Whether the lines (in lower case) tell at least two kinds of things and nothing in sentences."""
    kinds = [_kind(text) for text in texts]
    if any(_is_prose(text, kind) for text, kind in zip(texts, kinds, strict=True)):
        return False
    marked = sum(map(bool, kinds))
    return marked >= needed and marked * 3 >= len(texts) and len({*kinds} - {""}) >= 2


def _is_prose(text: str, kind: str) -> bool:
    words = len(text.split())
    if len(text) > _LINE or text.endswith(("?", ":", "!")) or text.startswith(("ps:", "p.s", "ps.", "ps ")):
        return True
    sentence = text.endswith(".") and words >= 5 and kind != "company"
    return sentence or words > (14 if kind else 7)


def reaches(line: str) -> bool:
    """Whether the line holds a telephone number, an address in the net or a link."""
    return _kind(line[: 2 * _LINE].lower()) in {"phone", "link"}


def _kind(text: str) -> str:
    if _LABELLED.match(text) or _PHONE.search(text):
        return "phone"
    if _LINK.search(text):
        return "link"
    if _COMPANY.search(text):
        return "company"
    return "postal" if _POSTAL.search(text) else ""
