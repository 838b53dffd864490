"""Latvian replies (jūs) the rules were tuned on."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

REPLIES: tuple[Labelled, ...] = (
    good(
        "Labdien, Zane!\n\n"
        "Lūdzu, izlasiet pievienoto rokasgrāmatas lappusi: 4. solī parādīts, kā savienot otru "
        "regulatoru. Ja neizdodas, uzrakstiet, un izdarīsim to kopā.\n\n"
        "Ar cieņu\nAndris",
        "Kā savienot otru regulatoru?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Šovakar Jums vajadzētu saņemt jaunu sūtījuma numuru. Sazinājos ar kurjeru: pirmā uzlīme netika "
        "noskenēta.\n\n"
        "Ar sveicieniem\nMarta",
        "Sūtījums nekustas. Kas noticis?",
    ),
    good(
        "Cienījamā Zane!\n\n"
        "Tā nemaz nav Jūsu vaina: pēdējais atjauninājums nomainīja režīmu. Divreiz nospiediet Režīms, un "
        "apkure atkal ieslēgsies.\n\n"
        "Ar cieņu\nMarta",
        "Vai es sabojāju regulatoru?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Patiesībā ir labas ziņas: garantija bateriju sedz. Jau pasūtīju, un pirmdien to izsūtīs.\n\n"
        "Ar cieņu\nAndris",
        "Vai garantija sedz bateriju?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Veikalā Jums nevajadzēja teikt „nomierinieties”, un es par to atvainojos. Pasūtījumu atcēlu, un "
        "naudu saņemsiet līdz piektdienai.\n\n"
        "Ar cieņu\nIlze",
        "Veikalā man lika nomierināties! Atceliet pasūtījumu.",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Paldies par video, mirgošana ir labi redzama. Pētām to kopā ar lampas ražotāju, un trešdien "
        "līdz pusdienlaikam Jums uzrakstīšu, arī ja jaunumu nebūs.\n\n"
        "Ar cieņu\nMarta",
        "Gaisma mirgo. Vai tas ir bojājums?",
    ),
    good(
        "Labrīt, Zane!\n\n"
        "Adrese uz uzlīmes bija nepilnīga, tāpēc kurjers sūtījumu atveda atpakaļ. Vai varat pateikt "
        "stāvu un uzvārdu pie zvana? Tad šodien nosūtīšu vēlreiz.\n\n"
        "Paldies!\nMarta",
        "Kāpēc mans sūtījums aizgāja atpakaļ?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Pielikumu nevaru atvērt, varbūt tas bija par lielu. Vai varat atsūtīt attēlu vēlreiz vai iedot "
        "saiti? Tiklīdz tas būs, apskatīšu kopā ar tehniķi.\n\n"
        "Ar cieņu\nMarta",
        "Te ir foto.",
    ),
    good(
        "Paldies par ziņu, Zane! Pieteikumu aizvēru; ja atkārtojas, vienkārši atbildiet uz šo vēstuli.",
        first=False,
    ),
    good(
        "Jā, tas ir īstais kabelis.",
        "Vai tas ar balto spraudni?",
        first=False,
    ),
    good(
        "Labdien, Juri!\n\n"
        "Žēl, bet uz pakomātu nosūtīt nevaram, jo kaste ir garāka par 60 cm. Varu to nosūtīt uz tuvāko "
        "veikalu.\n\n"
        "Ar cieņu\nAndris",
        "Vai varat sūtīt uz pakomātu?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Atgriešanai ir 30 dienas. Sūtījumu saņēmāt 2. novembrī, tātad varat to atgriezt līdz 2. "
        "decembrim. Uzlīme ir pielikumā.\n\n"
        "Ar sveicieniem\nMarta",
        "Cik ilgi varu to atgriezt?",
    ),
    good(
        "Cienījamais Juri!\n\n"
        "Šonakt es neatjauninātu: jaunajai versijai ir kļūda ar vecākiem sūkņiem. Pagaidiet versiju 4.3, "
        "kas iznāks ceturtdien.\n\n"
        "Ar cieņu\nKristaps",
        "Vai uzstādīt 4.2?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Lai atiestatītu regulatoru:\n- Desmit sekundes turiet apaļo pogu.\n"
        "- Atlaidiet, kad gaisma kļūst zila.\n- Lietotnē izvēlieties Pievienot ierīci.\n\n"
        "Tas aizņem divas minūtes, un Jūsu iestatījumi saglabājas.\n\n"
        "Ar cieņu\nAndris",
        "Kā atiestatīt regulatoru?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Troksni rada barošana, nevis sūknis. Pievienojiet regulatoru citai kontaktligzdai, un tam "
        "jāpazūd. Lūdzu, uzrakstiet, kā ir pēc tam.\n\n"
        "Ar cieņu\nAndris",
        "Dzirdama dūkoņa. Vai sūknis ir salūzis?",
    ),
    good(
        "Labdien, Zane!\n\nTūlīt zvanu uz noliktavu un stundas laikā Jums atbildēšu.\n\nAr cieņu\nMarta",
        "Kurjers aizbrauca nepiezvanot. Ko tagad?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "To risina maršrutētāja ražotājs, te ir viņu palīdzības lapa: https://tikls.example/palidziba. "
        "Ja viņi saka, ka ports ir kārtībā, nomainīšu regulatoru.\n\n"
        "Ar cieņu\nKristaps",
        "Maršrutētājs rāda kļūdu. Kas to labo?",
    ),
    good(
        "Cienījamā Zane!\n\n"
        "Nekas nepazudīs: grafiki glabājas Jūsu kontā, nevis regulatorā. Pieslēdzieties jaunajā, un tie "
        "tur būs.\n\n"
        "Ar cieņu\nMarta",
        "Vai pazudīs mani grafiki?",
    ),
    good(
        "Labdien, Juri!\n\n"
        "Jums taisnība, pārpratu Jūsu vēstuli un atvainojos. Jautājāt par kreiso vārstu, un tas ir "
        "noliktavā: 89 eiro ar piegādi.\n\n"
        "Ar cieņu\nAndris",
        "Es jautāju par KREISO. Cik tas maksā?",
    ),
    good(
        "Labdien, Zane!\n\n"
        "Atiestatīšanas kods lietotnē mainās katru dienu; šodienas kodu redzēsiet sadaļā Palīdzība. "
        "Ievadiet to, un regulators atslēgsies.\n\n"
        "Ar cieņu\nMarta",
        "Regulators prasa kodu. Kur to atrast?",
    ),
    rude(
        "Labdien, Juri!\n\n"
        "Kā jau teicu, regulatoram vajag kabeli. Lūdzu, pievienojiet to.\n\n"
        "Ar cieņu\nMarta",
        "Joprojām nesavienojas. Kāpēc?",
    ),
    rude(
        "Labdien, Zane!\n\n"
        "Jums vajadzēja pārbaudīt izmēru pirms pasūtīšanas. Atgriešana maksā 9 eiro.\n\n"
        "Ar cieņu\nMarta",
        "Tas ir par lielu. Vai varu atdot?",
    ),
    rude(
        "Labdien, Juri!\n\nLūdzu, nomierinieties. Sūtījums ir ceļā un būs rīt.\n\nAr cieņu\nMarta",
        "KUR IR MANS SŪTĪJUMS",
    ),
    rude(
        "Labdien, Zane!\n\nTā nav mūsu problēma. To pazaudēja kurjers, sūdzieties tur.\n\nAr cieņu\nMarta",
        "Sūtījums pazudis. Ko tagad?",
    ),
    rude(
        "Labdien!\n\n"
        "Izlasiet instrukciju, tur viss ir rakstīts. 3. lappusē ir par atiestatīšanu.\n\n"
        "Ar cieņu\nMarta",
        "Kā to atiestatīt?",
    ),
    rude(
        "Cienījamais Juri!\n\n"
        "Tikai idiots liek regulatoru vannasistabā. Garantija to nesedz.\n\n"
        "Ar cieņu\nMarta",
        "Pēc dušas vairs nestrādā.",
    ),
    rude(
        "Labdien, Zane!\n\n"
        "Vai tiešām esat pārliecināta, ka to iespraudāt? Nevienam citam ar Therm 300 tā nav.\n\n"
        "Ar cieņu\nMarta",
        "Nedeg neviena gaisma.",
    ),
    rude(
        "Labdien, Juri!\n\nUn ko jūs no manis gribat? Cena ir tāda, kāda ir.\n\nAr cieņu\nMarta",
        "Tagad tas ir lētāks.",
    ),
    rude(
        "Labdien, Juri!\n\nBeidziet rakstīt katru dienu. Neesat vienīgais klients, un būs, kad būs.\n\nMarta",
        "Vai ir jaunumi?",
        first=False,
    ),
    rude(
        "Zane, vai tiešām?? Adresi pirmdien nomainījāt pati. Turp arī nosūtījām.",
        "Kāpēc sūtījāt uz veco adresi?",
        first=False,
    ),
    curt(
        "Izdarīts.",
        "Vai varat atcelt pasūtījumu?",
        first=False,
    ),
    curt(
        "Atvienojiet un pagaidiet.",
        "Regulators mirgo sarkanā krāsā. Ko darīt?",
    ),
    curt(
        "https://mareko.example/atgriesana",
        "Kā atdot regulatoru?",
    ),
    curt(
        "Labdien!\n\nšo modeli neremontējam.\n\nAr cieņu\nMarta",
        "Vai varat salabot manu Therm 200?",
    ),
    curt(
        "To nevaram izdarīt.",
        "Vai varētu piegādāt sestdien?",
        first=False,
    ),
    curt(
        "Pārbaudiet kabeli un maršrutētāju. Restartējiet abus.",
        "Atkal nav savienojuma. Ko darīt?",
    ),
    curt(
        "Nav noliktavā.",
        "Kad varēs nopirkt balto?",
    ),
    curt(
        "Nepareizs numurs. Atsūtiet pareizo.",
        "Numurs ir MT3-1234567. Vai varat pārbaudīt?",
    ),
    evasive(
        "Labdien, Juri!\n\n"
        "Paldies, ka sazinājāties ar mums. Esam saņēmuši Jūsu ziņu, un Jūsu viedoklis mums ir svarīgs. "
        "Ja rodas vēl kādi jautājumi, nevilcinieties rakstīt.\n\n"
        "Ar cieņu\nMareko",
        "Kura versija novērš pārtraukumus?",
    ),
    evasive(
        "Labdien, Zane!\n\nNodošu to kolēģiem, un mēs ar Jums sazināsimies.\n\nAr cieņu\nMarta",
        "Vai varat izrakstīt rēķinu uzņēmumam?",
    ),
    evasive(
        "Labdien, Juri!\n\nTā nav mūsu nodaļa. Jums jāvēršas pie ražotāja.\n\nAr cieņu\nMarta",
        "Lietotne aizveras. Vai to salabosiet?",
    ),
    evasive(
        "Labdien, Zane!\n\nJūsu pieteikums tiek izskatīts. Drīzumā Jūs informēsim.\n\nAr cieņu\nMarta",
        "Kad saņemšu naudu?",
    ),
    evasive(
        "Cienījamais [VĀRDS]!\n\nTherm 300 šodien izsūtīts un piektdien būs pie Jums.\n\nAr cieņu\nAndris",
        "Kad tas būs?",
    ),
    evasive(
        "Labdien, Juri!\n\n"
        "Mareko Therm 300 ir silts un kluss, radīts ar mīlestību Rīgā. Mūsu dizaineri rūpīgi izraudzījās "
        "katru krāsu.\n\n"
        "Ar cieņu\nMarta",
        "Vai ekrāns naktī izslēdzas?",
    ),
    evasive(
        "Labdien, Zane!\n\nMūsu tehniķi pie tā strādā. Lūdzu, gaidiet ziņu.\n\nAr cieņu\nMarta",
        "Kreisais kontūrs krakšķ. Vai tas ir zināms bojājums?",
    ),
    evasive(
        "Labdien, Juri!\n\nDiemžēl tas nav mūsu spēkos, piegādes veic cits uzņēmums.\n\nAr cieņu\nMarta",
        "Vai kurjers varētu zvanīt divreiz?",
    ),
)
