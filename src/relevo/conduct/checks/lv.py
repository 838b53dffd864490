"""Latvian for the checks: jūs and tu."""

from __future__ import annotations

from typing import Final

from relevo.conduct.checks.lexicon import Address, Lexicon
from relevo.conduct.checks.remarks_lv import REMARKS
from relevo.conduct.checks.wordlist import pairs, rows, words

_IMPERATIVES: Final = pairs("""
    atsūti:atsūtiet nosūti:nosūtiet pārbaudi:pārbaudiet izslēdz:izslēdziet ieslēdz:ieslēdziet
    atvieno:atvienojiet pievieno:pievienojiet nospied:nospiediet restartē:restartējiet atver:atveriet
    aizver:aizveriet izvēlies:izvēlieties pagaidi:pagaidiet gaidi:gaidiet uzraksti:uzrakstiet raksti:rakstiet
    atbildi:atbildiet piezvani:piezvaniet zvani:zvaniet nomaini:nomainiet instalē:instalējiet
    lejupielādē:lejupielādējiet apskati:apskatiet paskaties:paskatieties ieraksti:ierakstiet ievadi:ievadiet
    turi:turiet atiestati:atiestatiet atjaunini:atjauniniet pasaki:pasakiet dari:dariet izdari:izdariet
    mēģini:mēģiniet pamēģini:pamēģiniet izmēģini:izmēģiniet noņem:noņemiet izņem:izņemiet ieliec:ielieciet
    aizpildi:aizpildiet apstiprini:apstipriniet norādi:norādiet sazinies:sazinieties izlasi:izlasiet lasi:lasiet
    nosauc:nosauciet pērc:pērciet dodies:dodieties ej:ejiet skaties:skatieties iespraud:iespraudiet
    notīri:notīriet atgriez:atgrieziet iestati:iestatiet dod:dodiet iedod:iedodiet ieskaties:ieskatieties
    savieno:savienojiet palaid:palaidiet noklikšķini:noklikšķiniet
""")
"""Imperative of tu -> of jūs, as written."""
_FOLDING: Final = str.maketrans("āčēģīķļņšūž", "acegiklnsuz")


def _commands(commands: dict[str, str]) -> dict[str, str]:
    """Phrases for imperatives where only a command can stand: at the start of a sentence and after “lūdzu”."""
    at_start = {f"^ {one.translate(_FOLDING)}": other for one, other in commands.items()}
    after_please = {f"ludzu {one.translate(_FOLDING)}": f"lūdzu, {other}" for one, other in commands.items()}
    return at_start | after_please


LEXICON: Final = Lexicon(
    language="lv",
    function_words=words("""
        un bet vai ka kas ko kam kur kad kapec ja ne nav ir bija bus esmu esat esam es jus tu mes vins vina vini
        jums man mums tev jusu mana mans manu manam mani tavs tava tas ta to tam tai tie sis si so sim sai sie ar no
        uz par pie pec pirms lidz bez caur zem virs starp jau vel ari tikai loti vairs tad tagad te tur kada kads
        kadu kura kurs kuru var varu varat vajag gribu ludzu paldies labdien sveiki viss visi visu lai tomer nu cik
        atkal joprojam kaut pat pats pati sava savs savu tiek kluva darit nezinu zinat
    """),
    negations=words("ne nav neesat neesi nevis nekad neviens nekas bez neesmu nebija nebut"),
    greetings=rows("""
        labdien|labrit|labvakar|sveiki|sveiks|sveika
        sveicinati|sveicinats|sveicinata|cau|cienijamais|cienijama|cienijamie / laba|laba diena / cien|god
        godatais|godata|godatie|cienitais|cienita / labu dienu / kungs|kundze $
    """),
    closings=rows("""
        ^ ar cienu / ^ ar (laba|sirsnigiem|labakajiem|siltiem|draudzigiem) sveicieniem|velejumiem
        ^ sveicieni|cienu|sirsnigi
        ^ jauku|labu|skaistu|veiksmigu|mierigu (_) dienu|nedelu|vakaru|nogali|brivdienas (velot) / ^ paldies $
        ^ liels paldies $ / ^ paldies jau ieprieks / ^ lai jums|tev (_) jauka|laba|silta|skaista|veiksmiga
        ^ visu labu / ^ uz redzesanos / ^ pateiciba
    """),
    pleasantries=rows("""
        nav par ko / ludzu $ / paldies / prieks|priecajos|priecajamies / lai jums|tev|izdodas / veiksmi
        labprat / piedodiet|atvainojiet|piedod / lieliski|jauki / jauku|labu
    """),
    softeners=rows("""
        ludzu / vai varat|varetu|varetu|drikstu|varesiet|butu / varetu|varat|varesiet / paldies
        diemzel|zel|atvainojiet|atvainojamies|atvainojos|piedodiet / butu|busu pateicigs|pateiciga|labi|jauki
        iesaku|iesakam|ieteiktu|ieteicu|iesakam / ja iespejams|velaties|varat|nav|gaismina / drosibas labad
        lai varetu|varam|mes|es / labprat / tad es|mes|varesu|varesim|jau
    """),
    imperatives=(
        *(command.translate(_FOLDING) for pair in _IMPERATIVES.items() for command in pair),
        *rows(
            "pardodiet|maksajiet|maksa|brauciet|brauc|versieties|griezieties|jautajiet|jauta|sniedziet|pievienojiet|meklejiet"
        ),
    ),
    refusals=rows("""
        nevaram|nevaru !redzet|sagaidit|atrast|dzirdet|atvert|atverties|izlasit|noliegt|apsolit|nepieminet
        nevaresim|nevaresu !redzet|sagaidit|atrast|dzirdet|atvert|atverties|izlasit|noliegt|apsolit|nepieminet
        nav iespejams|iespejama|atlauts|atlauta|paredzets|paredzeta|pieejams|pieejama
        neatmaksajam|neatmaksasim|neremontejam|nemainam|nemainisim
        nepienemam|nepienemsim|nepiedavajam|nepardodam|neatdodam|neatdosim
        garantija (to|so|sadu|udeni) (_) nesedz|neattiecas / garantija to|so nesedz / nesedz|neattiecas !tikai
        garantijas nav / noraidits|noraidita|atteikts|atteikta|noraidam / neiespejami|neiespejama
        nav garantijas|krajuma|noliktava
    """),
    reasons=rows("""
        jo|tapec|tadel|tadejadi|iemesls|iemesla|celonis|saskana|del / ta ka / ta|tas ka
        kops|kamer|lidz|pec|bez / lai varetu|nodrosinatu|noverstu / saskana ar / atbilstosi / jau|vairs
    """),
    alternatives=rows("""
        ta vieta / toties|tomer|bet|tacu|savukart / varu|varam|varat|varesim|varesu / alternativa|iespeja
        ludzu / piedavaju|piedavajam|piedavasim|iesaku|iesakam|nosutisu|nosutisim
        vai pievienot|velaties|deretu|varat / pagaidam|tikmer / bez maksas
    """),
    next_steps=rows("""
        nosutisu|nosutisim|izsutisim|izsutisu|piezvanisu|piezvanisim
        uzrakstisu|rakstisu|atsutisim|atbildesu|parcelsu|pasutisu / ludzu
        varat|varesiet|sanemsiet|redzesiet|atradisiet|atnaks|pienaks|izbrauks|atbrauks
        ja joprojam|tas|ta|nav|velaties|atkartosies|gaismina / tagad|pec|tad|rit|sodien / esmu|esam
        nospiediet|atveriet|izvelieties|turiet|atvienojiet|parbaudiet|dodiet|atbildiet / vai
    """),
    times=rows("""
        sodien|rit|parit|sovakar|sorit|sonakt|vakar|vakara|tulit|nekavejoties|tagad|tulin|uzreiz
        pirmdien*|otrdien*|tresdien*|ceturtdien*|piektdien*|sestdien*|svetdien*
        pusdienlaik*|pusdien*|pusnakti|pusnakts
        nakamaja|nakamas|nakamo nedela|nedelas|nedelu|menesi|diena|dienas|darbdiena
        saja|sonedel|nakamnedel|nakamajas nedela|nedelas|nedelu|menesi|diena|dienas|darbdiena
        #|divu|divam|divas|tris|triju|cetru (darba) minut*|stund*|dien*|nedel*|menes*|darbdien*|sekund*
        piecu|dazu|dazam|vienas|stundas|pusstundas|24|48 (darba) minut*|stund*|dien*
        piecu|dazu|dazam|vienas|stundas|pusstundas|24|48 (darba) nedel*|menes*|darbdien*|sekund*
        stundas|dienas|nedelas|pusstundas|diennakts laika / plkst (#) / pulksten #
        # (_) janvar*|februar*|mart*|april*|maij*|junij*|julij*|august*|septembr*|oktobr*|novembr*|decembr*
        lidz #|pirmdienai|otrdienai|tresdienai|ceturtdienai|piektdienai|vakaram|ritam|dienas|nedelas
        no # lidz # / ap|pec|pirms # (_)
    """),
    answers=rows("""
        ja $ / ^ ja|ne / taisniba|pareizi|protams|tiesi|noteikti / varat|varu|varam|diemzel|iespejams|var
        normal*|der|deres|darbojas|sader*|sedz|bezmaksas|pieejam*
        izdarits|salabots|atrisinat*|nomainit*|nomainiju|nosutiju|nosutits|atcelts|atmaksats|pasutits
        esmu|esam / nozime|norada|atkarigs
    """),
    stock=rows("""
        paldies (jums) par (jusu|tavu) (zinu|vestuli|pacietibu|interesi|uzticesanos|sapratni|atsauksmi|jautajumu)
        paldies ka (jus) izvelejaties|sazinajaties|rakstijat|rakstat / paldies
        jusu|tava apmierinatiba|viedoklis|uzticiba|atsauksme|zina (mums) (ir) / mums (ir) (loti) svariga|svarigs
        atvainojamies|atvainojos|piedodiet (jums) par (sagadatajam|raditajam|iespejamam|jebkadam) neertibam
        neertibam|neertibas / esam|esmu sanemusi|sanemusas|sanemis jusu / saprotam|saprotu (jusu|ka|cik)
        ja (jums) (rodas|ir) (vel) (kadi) jautajumi|jautajumu / nevilcinieties|drosi
        augstakas|augstaka|augstako kvalitates|kvalitate|kvalitati / novelam|novelu|velam / labas rokas
        visu iespejamo / uztveram|pienemam (_) (loti) nopietni / varat but drosa|drosi|dross
        musu prioritate|merkis / censamies / pienemam (to) (loti) nopietni
    """),
    requests=rows("""
        atsutiet|atsuti|nosutiet|nosuti|sutiet|suti|uzrakstiet|uzraksti
        noradiet|noradi|pasakiet|pasaki|nosauciet|nosauc|iedodiet|iedod
        apstipriniet|apstiprini|ierakstiet|ieraksti|ievadiet
        dodiet|dod|pievienojiet|sniedziet|pazinojiet|atbildiet / vai varat|varetu|varesiet|vari
        kads|kada|kadi|kadas|kuru|kura|kurs / mums|man vajadz*|vajag|nepieciesam* / ludzu
        vajadzigs|vajadziga|nepieciesams|nepieciesama
    """),
    hand_over=rows("""
        atsutiet|atsuti|nosauciet|nosauc|pasakiet|pasaki|iedodiet|iedod|uzrakstiet|uzraksti|atrakstiet|atraksti
        noradiet|noradi|apstipriniet|apstiprini|nosutiet|nosuti|pazinojiet|pazino
        kads|kada ir|bija jusu|tava|tavs|sis|si
        mums|man (ir) vajag|vajadzetu|vajadziga|vajadzigs|nepieciesama|nepieciesams
        vai varat|varetu|varesiet|vari atsutit|nosaukt|pasacit|pasakt|iedot|noradit|nosutit|uzrakstit
    """),
    harmless_codes=words("kludas atlaides izsekosanas produkta pasta valsts artikula"),
    other_ones=words("jauns jaunu jauna jaunais cits citu cita otrs otru otra papildu"),
    time_questions=frozenset({"kad", "cikos"}),
    facts={
        "serial": rows("""
            serijas numur*|nr|kod* / serijnumur*
        """),
        "order": rows("pasutijuma numur*|nr|kod*"),
        "email": rows("""
            e past* / epast*|mejl*
        """),
        "phone": rows("talrun*|telefon*|mobil*"),
        "error_code": rows("kludas kod*|numur*|pazinojum*"),
    },
    secrets=rows("""
        parole|paroli|paroles|cvv|cvc / jusu|tavs|tavu|savu pin / pin kod* / drosibas kod* / kartes numur*|dat*
    """),
    one_time_codes=rows("""
        vienreiz* kod*|parol* / apstiprinajuma|verifikacijas|autentifikacijas|parbaudes|piekluves|sms|smart kod*
        kodu|kods|koda .. sanemat|sanemsiet|sanemi|atnaca|atnaks|sms|iszina|nosutijam|atsutijam
    """),
    remarks=REMARKS,
    better={
        "curt.one_word": "Labdien, {name}! Paldies par vēstuli. To pārbaudīju un līdz {due} uzrakstīšu vairāk.",
        "curt.link_only": "Soļi ir aprakstīti šajā lapā; ja kāds nav skaidrs, to paskaidrošu.",
        "curt.too_short": "Labdien, {name}! Paldies par vēstuli. Līdz {due} uzrakstīšu, kas notiks tālāk.",
        "curt.no_greeting": "Labdien, {name}!",
        "curt.no_closing": "Ar cieņu",
        "curt.bare_imperative": "Vai, lūdzu, būtu iespējams to pamēģināt? Tad redzēsim, kur ir vaina.",
        "curt.refusal_without_reason": "Diemžēl tas nav iespējams. Meklēsim citu risinājumu.",
        "curt.no_next_step": "Līdz {due} atkal uzrakstīšu.",
        "evasive.boilerplate": "Vēstuli izlasīju un līdz {due} uzrakstīšu, ko darīsim.",
        "evasive.question_unanswered": "Jautājums bija: „{about}” To noskaidrošu un līdz {due} uzrakstīšu.",
        "evasive.asks_known": "Man ir pierakstīts {about}. Vai tas joprojām ir pareizi?",
        "evasive.repeats_self": "Mana iepriekšējā atbilde nepalīdzēja, tāpēc mēģināsim citādi.",
        "unsafe.asks_password": "Parole nav jāsūta; mums to nekad nevajag.",
        "unsafe.asks_one_time_code": "Kods nav jāsūta; to ievada tikai pašā lietotnē.",
    },
    due="rītdienas plkst. 12.00",
    vocative_endings={"is": "i", "us": "u", "s": "", "š": ""},
    address=Address(
        formal={
            "jus": "tu",
            "jums": "tev",
            "jusu": "tavs",
            "jusos": "tevī",
            "varat": "vari",
            "varesiet": "varēsi",
            "sanemsiet": "saņemsi",
            "redzesiet": "redzēsi",
            **_commands({formal: informal for informal, formal in _IMPERATIVES.items()}),
        },
        informal={
            "tu": "jūs",
            "tev": "jums",
            "tevi|tevis": "jūs",
            "tevim": "jums",
            "tavs|tava|tavu|tavi|tavas|tavam|tavai|taviem|tavam|tavam|tavejais": "jūsu",
            "vari": "varat",
            "gribi": "gribat",
            "zini": "zināt",
            "redzi": "redzat",
            "esi": "esat",
            "varesi": "varēsiet",
            "sanemsi": "saņemsiet",
            "redzesi": "redzēsiet",
            "busi": "būsiet",
            "atradisi": "atradīsiet",
            "cau|caukas": "labdien",
            **_commands(_IMPERATIVES),
        },
    ),
)
