"""Latvian replies (jūs) written before the rules; not what they were tuned on."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

HELD_OUT: tuple[Labelled, ...] = (
    good(
        "Labdien, Zane!\n\n"
        "Paldies par fotogrāfijām, bojājums ir labi redzams. Rīt no noliktavas izsūtīsim jaunu "
        "regulatoru, un Jūs to saņemsiet līdz ceturtdienai.\n\n"
        "Ar cieņu\nAndris",
        "Kastē bija saplaisājis regulators. Vai nomainīsiet?",
    ),
    good(
        "Labrīt, Juri!\n\n"
        "Kods H27 nozīmē, ka regulators ir zaudējis savienojumu ar maršrutētāju. Lūdzu, atvienojiet "
        "regulatoru, pagaidiet desmit sekundes un pievienojiet to atkal. Ja gaismiņa joprojām ir "
        "sarkana, dodiet ziņu, un es Jums šodien piezvanīšu.\n\n"
        "Ar cieņu\nMarta",
        "Rāda H27. Ko tas nozīmē?",
    ),
    good(
        "Cienījamā Krūmiņas kundze!\n\n"
        "Ļoti žēl, ka apkure atslēdzās tieši svētkos. Iemesls ir pirmdienas atjauninājums; versija 4.2 "
        "to novērš un šonakt plkst. 3.00 uzstādīsies pati.\n\n"
        "Ar cieņu\nIlze Kalniņa",
        "Apkure ik pēc desmit minūtēm izslēdzas. Kāpēc?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Diemžēl piegādes maksu atmaksāt nevaru, jo sūtījums jau bija ceļā, kad atcēlāt pasūtījumu. "
        "Toties šodien nosūtīšu bezmaksas atgriešanas uzlīmi.\n\n"
        "Ar sveicieniem\nMarta",
        "Vai atmaksāsiet piegādi?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Jums jau vajadzētu būt saņēmušai kurjera apstiprinājumu. Ja tā nav, ieskatieties surogātpasta "
        "mapē; citādi vakarā nosūtīšu vēlreiz.\n\n"
        "Jauku dienu vēlot\nKristaps",
        "Vai kurjers ir pieteikts?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Pielikumā ir rokasgrāmata. 12. lappusē parādīts, kur atrodas atiestatīšanas poga, un 13. "
        "lappusē — cik ilgi tā jātur.\n\n"
        "Ar cieņu\nAndris",
        "Kur ir atiestatīšanas poga?",
    ),
    good(
        "Labvakar, Zane!\n\n"
        "Jautājumu nodevu sakaru komandai Rīgā, un Andris Jums atbildēs rīt līdz pusdienlaikam. Līdz tam "
        "sūkni var vadīt ar pogām uz korpusa.\n\n"
        "Ar cieņu\nKristaps",
        "Lietotne zaudē savienojumu. Kad to salabosiet?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Pulti neražojam mēs, tāpēc pats sazinājos ar ražotāju: pirmdien Jums bez maksas nosūtīs jaunu.\n\n"
        "Ar cieņu\nKristaps",
        "Pults ir salauzta. Kas to nomainīs?",
    ),
    good(
        "Prieks dzirdēt, ka viss darbojas! Lai Jums silta ziema. Ar sveicieniem, Marta",
        first=False,
    ),
    good(
        "Nav par ko, Juri! Lai Jums jauka nedēļas nogale!",
        first=False,
    ),
    good(
        "Paldies, tagad redzu. Versija ir 3.8, tātad atjauninājums vēl nav uzstādīts. Lūdzu, atveriet "
        "lietotni un izvēlieties Iestatījumi, pēc tam Atjaunināt. Es palikšu šeit, kamēr tas ielādējas.",
        "Nosūtīju ekrānattēlu. Vai redzat?",
        first=False,
    ),
    good(
        "Labdien, Zane!\n\n"
        "Jā, Therm 300 darbojas arī ar iepriekšējo sūkni. Vajadzīga tikai versija 3.9, ko var uzstādīt "
        "lietotnes sadaļā Ierīces.\n\n"
        "Ar cieņu\nMarta",
        "Vai Therm 300 derēs manam vecajam sūknim?",
    ),
    good(
        "Cienījamā Zane!\n\n"
        "Saprotu, cik nogurdinoši ir trīs reizes skaidrot vienu un to pašu; tā ir mūsu, nevis Jūsu "
        "kļūda. Esmu izlasījusi visu saraksti un pati par to rūpēšos, līdz viss būs atrisināts. Šodien "
        "plkst. 17.00 Jums piezvanīšu.\n\n"
        "Ar cieņu\nIlze",
        "Jau trīs reizes skaidroju! Vai kāds to vispār lasa?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Kā jau runājām pa tālruni, jaunais sūknis ir ceļā: to piegādās piektdien no 9 līdz 12. Ja tad "
        "neviena nebūs mājās, atbildiet uz šo vēstuli, un es pārcelšu piegādi.\n\n"
        "Ar cieņu\nAndris",
        "Kad atvedīs jauno sūkni?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Patiesībā ir vienkāršāks veids: piecas sekundes turiet nospiestu plusa pogu, un regulators pats "
        "savienosies. Vai tā izdodas?\n\n"
        "Ar cieņu\nMarta",
        "Vai viss jāatiestata, lai to savienotu?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Vai varat atsūtīt sērijas numuru? Tas sākas ar MT3 un atrodas uz uzlīmes zem vāciņa. Tad jau "
        "šodien varēšu pasūtīt īsto vārstu.\n\n"
        "Paldies!\nAndris",
        "Iestrēdzis vārsts. Vai varu nopirkt jaunu?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Lūdzu, nesūtiet mums savu paroli; mums to nekad nevajag. Lai atkal pieslēgtos, lietotnē "
        "izvēlieties „Aizmirsu paroli” un atveriet saiti, kas ir derīga stundu.\n\n"
        "Ar cieņu\nMarta",
        "Netieku iekšā. Vai jums vajag manu paroli?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Briesmu nav: H12 tikai norāda, ka āra devējs ir auksts. Drošības labad pārbaudiet divas lietas:\n"
        "1. Notīriet sniegu no āra bloka.\n2. Vienreiz nospiediet Reset.\n\n"
        "Ja H12 līdz rītam atkārtosies, atsūtīsim meistaru.\n\n"
        "Ar cieņu\nAndris",
        "Mirgo H12. Vai tas ir bīstami?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Šādu vāciņu diemžēl vairs neražojam. Tā vietā der arī Therm 200 vāciņš, kas maksā 19 eiro; vai "
        "pievienot to pasūtījumam?\n\n"
        "Ar cieņu\nMarta",
        "Vai var nopirkt pelēko vāciņu?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Paldies par pacietību. Detaļa pienāca šorīt, un Jūsu sūknis jau ir uz darbagalda; domāju, ka "
        "trešdien to izsūtīsim.\n\n"
        "Ar cieņu\nAndris",
        "Vai ir ziņas par remontu?",
    ),
    good(
        "Cienījamais Vītola kungs!\n\n"
        "Jums taisnība, tāds troksnis nav normāls. Lūdzu, izslēdziet sūkni ar galveno slēdzi un "
        "neieslēdziet to, līdz rīt no 8 līdz 10 atbrauks meistars.\n\n"
        "Ar cieņu\nAndris",
        "Sūknis skaļi krakšķ. Vai izslēgt?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Viss ir izdarits: piegades adresi nomainiju, un sutijums izbrauks rit. Uz e-pastu atnaks "
        "izsekosanas numurs.\n\n"
        "Ar cienu\nMarta",
        "Vai varat nomainīt piegādes adresi?",
    ),
    rude(
        "Labdien, Juri!\n\n"
        "Ja būtu papūlējies apskatīt 4. lappusi, Jūs zinātu, ka regulatoram vajag kabeli. Pievienojiet "
        "to.\n\n"
        "Ar cieņu\nMarta",
        "Kāpēc regulators nesavienojas?",
    ),
    rude(
        "Labdien, Zane!\n\n"
        "Cik reižu man tas vēl jāskaidro? Garantija ūdeni nesedz, un viss.\n\n"
        "Ar cieņu\nMarta",
        "Joprojām nesaprotu, kāpēc nesedz.",
    ),
    rude(
        "Labdien!\n\n"
        "Jūsu sūdzība ir smieklīga. Nevienam citam tā nav, tātad vaina ir Jūsos.\n\n"
        "Ar cieņu\nMarta",
        "Sūknis ir slikts.",
    ),
    rude(
        "Labdien, Juri!\n\n"
        "Acīmredzot Jūs neizlasījāt instrukciju. Šoreiz izlasiet, un viss strādās.\n\n"
        "Ar cieņu\nMarta",
        "Izdarīju visu, bet nekas nenotiek.",
    ),
    rude(
        "Labdien, Juri!\n\n"
        "ŠĪ IR PĒDĒJĀ REIZE, KAD ES TO SAKU. Sūknis ir kārtībā, un mēs to nemainīsim.\n\n"
        "Ar cieņu\nMarta",
        "Nomainiet sūkni.",
    ),
    rude(
        "Labdien, Zane!\n\n"
        "Nomierinieties, tas ir tikai regulators. Sūtījums atnāks tad, kad atnāks.\n\n"
        "Ar cieņu\nMarta",
        "Kur ir mans sūtījums?",
    ),
    rude(
        "Labdien, Juri!\n\nKas tur nav saprotams? Atbilde ir tā pati, kas vakar.\n\nAr cieņu\nMarta",
        "Gribu atpakaļ naudu.",
    ),
    rude(
        "Labdien, Juri!\n\n"
        "Tā ir Jūsu, nevis mūsu problēma. Vajadzēja domāt, pirms pirkāt lietotu.\n\n"
        "Ar cieņu\nMarta",
        "Lietotais sūknis nedarbojas. Vai palīdzēsiet?",
    ),
    rude(
        "Vītola kungs!\n\nJa turpināsiet tā rakstīt, bloķēsim Jūsu kontu. Esat brīdināts.\n\nMarta",
        "Neviens man neatbild!",
    ),
    rude(
        "Labdien, Juri!\n\n"
        "Grūti noticēt. Regulators pats no sienas nekrīt. Vai tiešām sakāt taisnību?\n\n"
        "Ar cieņu\nMarta",
        "Tas pats nokrita no sienas.",
    ),
    rude(
        "Nu protams, kārtējais gudrinieks, kas aizmirsa iespraust kontaktdakšu.",
        "Nav strāvas.",
        first=False,
    ),
    curt(
        "Nē.",
        "Vai atdosiet naudu?",
    ),
    curt(
        "Skatiet šeit: https://mareko.example/buj",
        "Kā savienot divus regulatorus?",
    ),
    curt(
        "Atsūtiet sērijas numuru.",
        "Sūknis nedarbojas, ko darīt?",
    ),
    curt(
        "Garantija to nesedz.",
        "Regulators samirka. Vai garantija to sedz?",
    ),
    curt(
        "Restartējiet regulatoru un maršrutētāju. Pēc tam atjauniniet.",
        "Regulators atkal nav tīklā. Ko darīt?",
    ),
    curt(
        "Labdien!\n\nnaudu neatmaksājam.\n\nAr cieņu",
        "Vai varu atdot regulatoru? Kasti atvēru tikai vienreiz.",
    ),
    curt(
        "salabots",
        "Rāda H27. Vai varat apskatīt?",
        first=False,
    ),
    curt(
        "Pērciet jaunu, tas modelis ir par vecu",
        "Vai manu sūkni var salabot?",
    ),
    evasive(
        "Cienījamā Zane!\n\n"
        "Paldies par Jūsu ziņu. Jūsu apmierinātība mums ir ļoti svarīga. Atvainojamies par sagādātajām "
        "neērtībām.\n\n"
        "Ar cieņu\nMareko komanda",
        "Kad būs jaunais regulators?",
    ),
    evasive(
        "Labdien, Juri!\n\n"
        "Esmu pārsūtījis Jūsu jautājumu atbildīgajiem kolēģiem. Viņi ar Jums sazināsies.\n\n"
        "Ar cieņu\nKristaps",
        "Vai varat salabot manu sūkni?",
    ),
    evasive(
        "Labdien, Zane!\n\nMēs ar rēķiniem nenodarbojamies, Jums jāvēršas citā nodaļā.\n\nAr cieņu\nMarta",
        "Kāpēc man maksa noņemta divreiz?",
    ),
    evasive(
        "Labdien, Zane!\n\n"
        "Mēs joprojām pie tā strādājam un paziņosim, tiklīdz būs iespējams. Paldies par pacietību.\n\n"
        "Ar cieņu\nMarta",
        "Vai ir ziņas par remontu?",
    ),
    evasive(
        "Cienījamais {vārds}!\n\n"
        "Paldies, ka izvēlējāties Mareko. Regulatoram ir divu gadu garantija no pirkuma dienas.\n\n"
        "Ar cieņu\nAndris",
        "Cik ilga ir garantija?",
    ),
    evasive(
        "Labdien, Juri!\n\n"
        "Mareko ražo augstākās kvalitātes iekārtas, kas pārbaudītas mūsu laboratorijā Rīgā. Novēlam "
        "siltu ziemu.\n\n"
        "Ar cieņu\nMarta",
        "Kāds kabelis vajadzīgs istabas devējam?",
    ),
    evasive(
        "Labdien, Zane!\n\nNo mūsu puses neko nevaram darīt. Vērsieties veikalā.\n\nAr cieņu\nMarta",
        "Kreisais kontūrs nesilst. Vai salabosiet?",
    ),
)
