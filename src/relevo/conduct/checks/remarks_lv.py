"""Latvian phrases that break a rule, each group with a better sentence.

The phrases serve jūs and tu; the sentences offered avoid addressing the reader, so they fit both.
"""

from __future__ import annotations

from typing import Final

from relevo.conduct.checks.lexicon import Remark
from relevo.conduct.checks.wordlist import rows

_DO = "izlasit|lasit|apskatit|parbaudit|pateikt|domat|padomat|ieverot|jautat|zvanit|rakstit|zinat|skatities|ieskatities"
_DONE = (
    "izlasijis|izlasijusi|lasijis|lasijusi|apskatijis|apskatijusi|parbaudijis|parbaudijusi|papulejies|papulejusies|"
    "domajis|domajusi|ieverojis|ieverojusi|skatijies|skatijusies|klausijies|klausijusies"
)
_TOLD = (
    "teicu|teicam|pateicu|paskaidroju|paskaidrojam|skaidroju|skaidrojam|rakstiju|rakstijam|atbildeju|mineju"
)
_SAID = "teicis|teikusi|pateicis|pateikusi|skaidrojis|skaidrojusi|paskaidrojis|paskaidrojusi|atbildejis|atbildejusi"
_MATTER = "jautajumu|pieteikumu|zinu|sudzibu|kolegiem|talak|lietu|vestuli|zinojumu|pieprasijumu|informaciju"
_SHOP = (
    "veikala|veikalam|veikalu|razotaja|razotajam|razotaju|banka|bankai|banku|pardeveja|pardevejam|pardeveju"
)
_UNFIT = "pienemams|pienemama|nepienemams|nepienemama|nepieklajigs|nepieklajiga"
_MISUSE = "rakstit|sudzeties|kliegt|zvanit|traucet|apvainot|sutit"

REMARKS: Final[dict[str, tuple[Remark, ...]]] = {
    "rude.blame": (
        Remark(
            rows(f"""
                jums|tev (tacu|jau|vispirms) vajadzeja (tacu|jau|vispirms|labak|rupigak) {_DO}
                ^ vajadzeja (tacu|jau|vispirms|labak|rupigak|agrak) {_DO} / ^ vajadzeja agrak
                jums|tev bija {_DO}|jaizlasa|jalasa|jadoma|japarbauda|jazina|jaievero|jaskatas|jajauta
                ja (jus|tu) butu|butat (kaut|vispar|vismaz|tikai|vienreiz|reiz) {_DONE}
                ~ jusu|tava|tavas|pasa|pasu vaina|neuzmaniba|neuzmanibas|nolaidiba|nolaidibas|slinkums|vainas
                ~ vaina ir jusos|tevi|jusu|jums|pasa / ~ vainigs|vainiga|vainigi esat|esi
                pats|pati|pasi (esat|esi) vainigs|vainiga|vainigi
                pats|pati|pasi (to) (esat|esi) salauzat|sabojajat|salauzi|sabojaji
                pats|pati|pasi (to) (esat|esi) salauzusi|salauzis|sabojajusi|sabojajis
                jus|tu (pats|pati) (to) salauzat|sabojajat|salauzi|sabojaji / problema ir jusos|tevi|jus
                acimredzot jus|tu|neesat|neesi|neprotat|nemakat|neizlasijat|nelasijat
                jus|tu (acimredzot|vispar) neizlasijat|nelasijat|neizlasiji|nelasiji|neklausaties|neklausies
                neprotat|neproti|nemakat|nemaki lasit|izlasit
                jus|tu neko|nemaz nesaprotat|nesaproti|nelasat|nelasi
                nakamreiz (labak|vispirms) izlasiet|izlasi|padomajiet|padoma|skatieties|skaties|lasiet|domajiet
                iemacieties|iemacies lasit|lietot|rakstit / lasiet|lasi|klausieties|klausies uzmanigak
                darat|dari visu nepareizi / vajadzeja domat|padomat pirms
            """),
            "Saprotu, kā tas varēja notikt, un kopā to atrisināsim.",
        ),
    ),
    "rude.already_said": (
        Remark(
            rows(f"""
                ka (es|mes) jau (es|mes|jums|tev) (vairakkart) {_TOLD}
                ka jau (ieprieks|vairakkart) minets|teikts|rakstits|skaidrots / jau esmu|esam jums|tev {_SAID}
                ka jau esmu|esam (jums|tev) {_SAID} / jau (es|mes) jums|tev {_TOLD} / es|mes jau {_TOLD}
                jau vienreiz|divreiz|trisreiz|vairakkart|simtreiz|simto|desmito (reizi) (jums|tev) {_TOLD}
                cik reizu|reizes (man|mums) (tas) vel / cik reizu|reizes man|mums / cikreiz (man|mums|vel)
                ^ pedejo reizi / pedeja reize kad (es|mes) / neatkartosu|neatkartosim|neatkartosos
                apnicis|apnika (jums|tev|atkartot|skaidrot|jau) / vel reizi|velreiz atkartoju
                man|mums tas jaskaidro|jaatkarto|jasaka / jums|tev atkartoju
            """),
            "Pateikšu to vienkāršāk.",
        ),
    ),
    "rude.fact_marker": (
        Remark(
            rows("""
                ^ acimredzot|acimredzami !mums|mus|musu|sutijums|kurjers|kluda / ^ skaidrs ka jus|tu
                ^ protams ka jus|tu|ne / ^ ka visi zina / ^ jusu zinasanai|informacijai / ^ patiesiba jus|tu
            """),
            "",
        ),
    ),
    "rude.sarcasm": (
        Remark(
            rows("""
                ^ cik erti|parsteidzosi|originali|gudri|aspratigi|tragiski|skumji $ / ^ nu protams / ^ nu ja
                ^ nu apsveicu / ^ apsveicu ka / ^ kads parsteigums|genijs
                karteja|kartejais|kartejo gudrinie*|genij*|gudrais / gudrinie*|genijs / ^ bravo / ^ malacis $
                ^ laujiet|lauj uzminet / ^ uzminiet|uzmini / burvju nujin* / neesmu|neesam burvis|burvji
                kristala lode|lodes|bumba / zilnieks|zilnieki|garegis|garegi|gaisregis / kada tragedija|drama
                pasaule nesabruks|neapstasies|nebeigsies|nesagrus / kodolfizika / nabadzins|nabadzite
                veiksmi ar to
            """),
            "Saprotu, ka tas ir nepatīkami, un palīdzēšu to atrisināt.",
        ),
    ),
    "rude.calm_down": (
        Remark(
            rows("""
                nomierinieties|nomierinies / ^ mierigi|mierigak $ / ^ tikai mierigi
                neuztraucieties|neuztraucies|nesatraucieties tik|ta
                nekliedziet|nekliedz|neblaujiet|neblauj|nehisterojiet
                nevajag (ta|tik|uzreiz) kliegt|uztraukties|dusmoties|histeri*
                nav iemesla|vajadzibas (ta|tik) kliegt|uztraukties|satraukties|dusmoties|histeri*|dramatizet
                parspilejat|parspile / ^ beidziet|beidz|izbeidziet sudzeties|kliegt|histeri*|cinkstet|gausties
                pievaldiet|pievaldi|savaldieties|savaldies / tada toni
                tikai regulators|suknis|skalrunis|sutijums|aparats|termostats $ / nav pasaules gals
                ievelciet|ievelc dzili|dzilu
            """),
            "Dusmas ir saprotamas, un man žēl. Tagad par to rūpējos es.",
        ),
    ),
    "rude.not_our_problem": (
        Remark(
            rows("""
                nav musu|mana|mans problema|dala|darisana|vaina|rupe
                ta|tas ir jusu|tava (pasu|pasa) problema|darisana|rupe !ar
                jusu|tava (pasu|pasa) problema nevis / jusu|tava (pasu|pasa) problema $ / jusu nevis musu
                ko (jus|tu) no mums|manis gribat|gribi|gaidat|gaidi / ko jus|tu gribat|gribi no mums|manis
                kas mums|man par dalu / mums|man (ir) vienalga / mums|man tas nerup|neinterese
                kam tas interese|rup / tieciet|tiec (pats|pati|pasi) gala
                risiniet|risini|meklejiet|mekle|kartojiet pats|pati|pasi / uz mums|mani neattiecas
                jo sliktak jums|tev / ~ jusu|tava nelaime / samierinieties|samierinies
                dariet|dari ko gribat|gribi
            """),
            "Noskaidrošu, kas ar to var palīdzēt, un pats sazināšos.",
        ),
    ),
    "rude.read_the_manual": (
        Remark(
            rows("""
                lasiet|lasi|izlasiet (vispirms|beidzot|tacu) instrukciju !kas|kuru|kura|lappus*|ko|#
                lasiet|lasi|izlasiet (vispirms|beidzot|tacu) pamacibu|buj !kas|kuru|kura|lappus*|ko|#
                izlasi|palasiet|palasi (vispirms|beidzot|tacu) instrukciju !kas|kuru|kura|lappus*|ko|#
                izlasi|palasiet|palasi (vispirms|beidzot|tacu) pamacibu|buj !kas|kuru|kura|lappus*|ko|#
                lasiet|lasi|izlasiet (vispirms|beidzot|tacu) rokasgramatu|noteikumus !kas|kuru|kura|lappus*|ko|#
                izlasi|palasiet|palasi (vispirms|beidzot|tacu) rokasgramatu !kas|kuru|kura|lappus*|ko|#
                izlasi|palasiet|palasi (vispirms|beidzot|tacu) noteikumus !kas|kuru|kura|lappus*|ko|#
                vai (jus|tu) vispar|kaut (esat|esi) izlasijat|lasijat|izlasijis|izlasijusi
                vai (jus|tu) vispar|kaut (esat|esi) lasijis|lasijusi|izlasiji|lasiji
                vai (jus|tu) (vispar) protat|proti|makat|maki lasit / tur (tacu) viss (ir) (skaidri) rakstits
                tam|tadel|tapec ir instrukcija|pamaciba|rokasgramata
                pameklejiet|pamekle|mekle google|googl*|interneta / pagugl*|gugl*|googlejiet
            """),
            "Vajadzīgo soli iziesim kopā, un pārējo pievienoju, ja noder.",
        ),
    ),
    "rude.insult": (
        Remark(
            rows("""
                idiot*|debil*|kretin*|imbecil*|stulb*|mulkis|mulki|mulke
                dumj*|maita|kuce|pidaras*|suds|suda|sudigs|dirsa|dirst
                blad*|nahuj|huin*|liekulis|liekule|melis|nejega
                nejegas|tupais|palaidnis|bezkauna|bezkauniga*|nekauna|nekaunig*
                ~ esat|esi (tik|loti|vienkarsi|gluzi) slinks|slinka|slinki|smiekligs
                ~ esat|esi (tik|loti|vienkarsi|gluzi) smiekliga|nejedzig*|neapdavinat*|traks|traka
                ~ sudziba|jautajums ir (vienkarsi|pilnigi|gluzi|tik) smieklig*|absurd*|nejedzig*|mulkig*
                ~ prasiba|vestule|pretenzija ir (vienkarsi|pilnigi|gluzi|tik) smieklig*|absurd*
                ~ prasiba|vestule|pretenzija ir (vienkarsi|pilnigi|gluzi|tik) nejedzig*|mulkig*
                ~ sudziba|jautajums|prasiba|vestule|pretenzija ir (vienkarsi|pilnigi|gluzi|tik) blenas|joks
                ~ smieklig*|absurd*|nejedzig* sudziba|jautajums|prasiba|pretenzija|sudzibu|jautajumu|prasibu
                apklustiet|apklusti|aizverieties|aizveries / ^ ejiet|ej prom|elle
                pazudiet|atsienieties|atsienies / blenas|mulkibas
                tadi|tadiem|tads klienti|klientiem|klients|cilveki ka jus|tu
            """),
            "Es to redzu citādi un labprāt paskaidrošu, kāpēc.",
        ),
    ),
    "rude.belittling": (
        Remark(
            rows("""
                katrs|ikviens kam galva / katrs|ikviens to saprot|prot|zina
                pat berns|bernam|bernudarznieks|mana / uzlieciet|uzliec|uzvelciet brilles / atveriet|atver acis
                izmantojiet|lietojiet|lieto|iesledziet|iesledz galvu|smadzenes|pratu
                vai (jus|tu) esat|esi (tiesam) akls|akla|kurls|kurla|piedzeries|piedzerusies
                jusu|tavos gados|vecuma / nav domata|domats|paredzets (_) jums|tev $
                nav jums|tev domata|domats / par vecu|grutu|sarezgitu jums|tev
                paludziet|paludz|pajautajiet|pajauta (kadam|savam) mazbernam|mazberniem|bernam|pieaugusajam
                ka jums|tev (vispar) izdevas|izdodas salauzt|sabojat|pazaudet
                nesaprotu ka jums|tev (vispar) izdevas / pat jus|tu varat|vari|sapratisiet|varetu|tiktu
                veselais|vesela|veselo saprats|saprata|sapratu / vienkarsak (vairs) nevar
                skaidrak (vairs) nevar / normali|sapratigi cilveki|klienti / normals|sapratigs cilveks|klients
                pieaudziet|pieaudz / jums|tev nav ne jausmas / ja (jus|tu) (vispar) protat|proti lasit|domat
            """),
            "Šo soli viegli palaist garām, tāpēc iziesim to kopā.",
        ),
    ),
    "rude.disbelief": (
        Remark(
            rows("""
                vai (jus|tu) (tiesam|patiesam) (esat|esi) (tiesam|pilnigi|patiesam) parliecinats|parliecinata
                vai (jus|tu) (tiesam|patiesam) sakat|saki|runajat taisnibu|patiesibu / gruti|grutu noticet|ticet
                neticam|neticu jums|tev / jums|tev neticu|neticam / stipri|loti saubos|saubamies
                melojat|melo|nemelojiet|nemelo / jus|tu to izdomajat|izdomaji
                nevienam citam ta|tas|sadas|tadas|sadu / nevienam citam .. ta|tas nav
                neviens cits (par) (to) nav sudzejies|sudzejusies / neviens cits (par) (to) nesudzas
                esat|esi vienigais|vieniga (klients|kliente) kam|kas
                un domajat|doma ka (mes|es) ticesim|ticesu / lai (mes|es) ticam|noticam|ticu
                mes abi|visi|labi zinam
                stastiet|stasti|stastat|nestastiet|nestasti (mums|man) pasakas|pasakinas
            """),
            "Vai būtu iespējams atsūtīt fotogrāfiju vai īsu video? Tad to redzēs mūsu tehniķi.",
        ),
    ),
    "rude.threat": (
        Remark(
            rows(f"""
                esat|esi|tiekat|tiec bridinats|bridinata|bridinati / pedejais bridinajums / nozelosiet|nozelosi
                tiksimies tiesa / blokesim|blokesu|slegsim|iesudzesim|iesudzesu jus|tevi
                blokesim|blokesu|slegsim jusu|tavu kontu ja / konts tiks blokets|slegts ja
                turpinasiet|turpinasi|turpinat|turpini (ta|tada|sadi) {_MISUSE}
                ja (jus|tu) vel|velreiz (reizi|reiz) rakstisiet|rakstisi|sudzesieties|zvanisiet|zvanisi
                ja (jus|tu) nebeigsiet|nebeigsi|neparstasiet|neparstasi
                vel viens|viena (tads|tada) vards|vestule|zina|sudziba un
                musu juristi|jurists|advokati|advokats
                uzmanieties|uzmanies ko (jus|tu) runajat|rakstat|runa|raksti / neuzdrosinieties|neuzdrosinies
                jusu|tavs|tava tonis|izturesanas|valoda|uzvediba|attieksme (ir|nav) (pilnigi) {_UNFIT}
                rakstiet|raksti|runajiet|runa|jautajiet pieklajigi|pieklajigak
                vai|un negaidiet|negaidi (nekadu) atbildi|palidzibu / vai ari neatbild*
            """),
            "Lai varu turpināt palīdzēt, lūdzu, runāsim par pašu jautājumu.",
        ),
    ),
    "rude.dismissive": (
        Remark(
            rows("""
                ^ un $? / nu un $? / ^ un kas par to / un punkts $ / tada ir dzive / neko darit $
                sarunas|diskusijas beigas / man|mums (ir) svarigakas|labakas|citas lietas
                man|mums (ir) svarigaki|labaki|citi darbi / saruna|diskusija (ir) beigta
                terejat|tere|neterejiet|netere (velti) man|manu|musu|mums laiku
                neesat|neesi vienigais|vieniga (klients|kliente)
                atnaks|bus|pienaks|atbrauks (tad) kad atnaks|bus|pienaks|atbrauks / jagaida tapat ka
                vienkarsi jagaida $ / tapat ka visi|visiem (citi|citiem|parejie|parejiem) $ / patik vai ne
                kas tur|te (jums|tev) nav saprotams|skaidrs
                kuru (tiesi) vardu|dalu (jus|tu) nesaprotat|nesaproti|nesapratat|nesaprati
                vai tas tiesam|patiesam ir tik gruti|sarezgiti / jazime|jauzzime
                ^ beidziet|beidz|izbeidziet rakstit|zvanit|jautat|sutit|traucet|apgrutinat|teret
                beidziet|izbeidziet|parstajiet rakstit|zvanit|jautat|traucet|apgrutinat|teret
                lieciet|liec (mus|mani) miera / netraucejiet|neapgrutiniet / leti pirkts / mums|man nav laika
                nav (vairs) (par) ko runat|piebilst|diskutet|apspriest / neatbildesu|neatbildesim vairs
                nav verts (man|mums) atbildet|teret / ko vel (jus|tu|no) (mums|manis) gribat|gribi|gaidat
                atbilde joprojam ir ne / ne nozime ne / teret|terejat|terejiet visu|citu laiku
                nevis psihologs|cirks|bernudarzs|labdariba|viesnica
                te|seit|sis nav psihologs|cirks|bernudarzs|labdariba|viesnica
                esiet|esi pateicigs|pateiciga|priecigs|prieciga ka
                jums|tev jabut pateicigam|pateicigai|priecigam|priecigai
                neviens jus|tevi (to) nespieda|neludza|nepiespieda
                pats|pati to (ari) gribejat|gribeji|velejaties / ta jums|tev (ari) vajag
                ka (jus|tu) (vispar) uzdrosinaties|uzdrosinies / vai (jus|tu) jokojat|joko
                nesmidiniet|nesmidini / ^ skaidrs|saprotams|saprati|sapratat $? / vai (tagad) (ir) skaidrs $?
                ar visu cienu / nestridesos|nestridesimies
            """),
            "Zinu, ka gaidīts jau ilgi. Līdz {due} atkal uzrakstīšu.",
        ),
    ),
    "evasive.pass_the_buck": (
        Remark(
            rows(f"""
                nav musu|mana|mans nodala|nodalas|atbildiba|kompetence|kompetences|pienakums|joma
                nenodarbojamies|nenodarbojos ar / nenodarbojamies|nenodarbojos $
                ar (_) nenodarbojamies|nenodarbojos / mes|es par to neatbildam|neatbildu
                par to (mes|es) neatbildam|neatbildu
                javersas|jagriezas|jazvana|jaraksta|jajauta (pie) cita|citai|citur|tur|{_SHOP}
                versieties|versies|griezieties|griezies (pie|ar) cita|citur|citu|{_SHOP}
                zvaniet|jautajiet|rakstiet|sazinieties (pie|ar) cita|citur|citu|{_SHOP}
                jautajiet|jauta|zvaniet (pie|par) (to) kurjeram|kurjera|pastam|pasta|operatoram
                versieties|griezieties|sudzieties (pie|par) (to) kurjeram|kurjera|pastam|pasta|operatoram
                neko nevaram|nevaru darit|lidzet|palidzet|izdarit / nevaram|nevaru neko darit|lidzet|izdarit
                neko lidzet nevaru|nevaram / nav musu|manos speko*|spekos / nav no mums|manis atkarig*
                nav musu rokas / mes|es (seit) tikai pardodam|stradaju / nepareiza*|neistaja nodala|vieta
            """),
            "Es pats pajautāšu kolēģiem un līdz {due} uzrakstīšu.",
            goes_with_contact=True,
        ),
    ),
    "evasive.vague_promise": (
        Remark(
            rows(f"""
                ar jums|tevi sazinasies|sazinasimies|sazinasos / sazinasies|sazinasimies|sazinasos ar jums|tevi
                jums|tev (tiks) atbildesim|atbildes|atbildesu|piezvanisim|piezvanis
                jums|tev (tiks) zvanisim|rakstisim|pazinosim|pazinos|zinosim|dosim / pazinosim|pazinosu|pazinos
                jus|tevi informesim|informesu|informes / dosim|dosu|dos (jums|tev) zinu
                mes|vini (jums|tev) atbildesim|atbildes|rakstisim|piezvanis|piezvanisim
                tiklidz varesim|varesu|uzzinasim|uzzinasu|zinasim
                tiklidz (tas) bus iespejams|zinams|jaunumi|zinas|kas / cik (vien) driz|atri (vien) iespejams
                pec iespejas atrak|driz* / driz|drizuma $ / tuvakaja laika / gan jau kaut|nokartosies
                pie|ar ta|to (vel|joprojam) strada* / stradajam|stradaju pie ta
                izskatisim|izskatisu|papetisim|izpetisim $
                parsutijis|parsutijusi|nodevis|nodevusi|nosutijis|nosutijusi (to|jusu|tavu|so) {_MATTER}
                nodosim|nodosu|parsutisim|parsutisu (to|jusu|tavu) {_MATTER}
                nododu|parsutu|nodevu|nodevam|parsutiju (to|jusu|tavu) {_MATTER}
                tiek|tiks izskatit*|izvertet*|parbaudit*|izmeklet*|apstradat*
                gaidiet|gaidi (musu) zinu|atbildi / turesim|turesu (jus|tevi) (lietas) kursa / kaut kad
                redzesim $ / tad jau redzesim / kad (kaut) (ko) (vairak) uzzinasu|uzzinasim|zinasu|zinasim
                tas|viss ir pierakstits|atzimets|fiksets
                komanda|kolegi|nodala|specialisti|meistari (jau) ir informeta|informeti|informets
                pienemam|pienemu zinasanai / agri vai velu
            """),
            "Par to rūpējos es un līdz {due} uzrakstīšu, arī ja jaunumu vēl nebūs.",
            goes_with_time=True,
        ),
    ),
}
