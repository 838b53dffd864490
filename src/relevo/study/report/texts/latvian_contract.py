"""What the contract linter's rules say, in Latvian."""

# ruff: noqa: E501 - sentences stand whole

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "section.contracts": "Līgumu vājie punkti",
    "contracts.intro": "Punkti, kuru dēļ ir izdevīgi klientus apkalpot slikti vai nav iespējams aiziet. Šie līgumi ir scenārijā; tas, ko neviena kārtula nemeklē, un likums joprojām jālasa pašiem.",
    "contracts.none": "Neviena kārtula vāju punktu nesaskata.",
    "contracts.count": "Aizrādījumi: {number}.",
    "head.clause": "Punkts",
    "head.matters": "Kāpēc tas ir svarīgi",
    "head.better": "Labāk",
    "contract.percentile-without-tail.title": "Procentile bez astes",
    "contract.percentile-without-tail.why": "Kas jau gaida par ilgu, vairs netiek skaitīts, tāpēc izdevīgi ir likt gaidīt tālāk un laikus atbildēt nākamajam.",
    "contract.percentile-without-tail.better": "Paturēt procentili ({percentile}) un pievienot asti: vidējais mērķa pārsniegums vai 99. procentile otrās robežas ietvaros (tail: p99 within 30 min).",
    "contract.minute-without-resolution.title": "Maksa par minūti bez solījuma par atrisināšanu",
    "contract.minute-without-resolution.why": "Cena par katru minūti atalgo lēnumu un saziņu, kas atkārtojas.",
    "contract.minute-without-resolution.better": "Solīt daļu, kas tiek atrisināta pirmajā saziņas reizē, ar definīciju un piemaksu vai atskaitījumu, vai maksāt par atrisinājumiem, nevis minūtēm.",
    "contract.resolution-without-clawback.title": "Par atkal atvērtu atrisinājumu maksā divreiz",
    "contract.resolution-without-clawback.why": "Par atrisinājumu, kas nākamajā dienā tiek atvērts no jauna, samaksā, un par otro arī.",
    "contract.resolution-without-clawback.better": "Neaprēķināt maksu par atrisinājumu, kas 7 dienu laikā tiek atvērts no jauna (reopen_days: 7), un noteikt, kas par tādu uzskatāms.",
    "contract.all-units-cliff.title": "Viena vienība vairāk maina visa mēneša cenu",
    "contract.all-units-cliff.why": "{volume} vienības maksā {at}, bet ar vēl vienu viss mēnesis maksā {beyond}; tikai no {regained} vienībām tas atkal maksā tikpat. Pasūtītājam izdevīgi pārcelt apjomu pāri robežai, partnerim – to aizturēt.",
    "contract.all-units-cliff.better": "Veidot pakāpeniskus līmeņus (mode: graduated): katrai vienībai ir tā līmeņa cena, kurā tā nonāk.",
    "contract.metric-without-definition.title": "Solījums bez definīcijas",
    "contract.metric-without-definition.why": "Viens un tas pats mēnesis pēc piecām ierastajām apkalpošanas līmeņa formulām dod no 42 līdz 62 %, un katra puse lasa savējo.",
    "contract.metric-without-definition.better": "Nosaukt formulu ar versiju (definition: sl3), pulksteni, pauzes un to, kas netiek skaitīts.",
    "contract.average-hides-rush.title": "Vidējais, kas slēpj sastrēgumstundas",
    "contract.average-hides-rush.why": "Klusas naktis izlīdzina sastrēgumstundas, kurās neviens nesaņēma atbildi.",
    "contract.average-hides-rush.better": "Mērīt katru diennakts daļu atsevišķi (period: daypart) un solīt, cik no tām sasniedz mērķi.",
    "contract.volume-without-overage.title": "Prognoze, kas neko nesaka par pārsniegumu",
    "contract.volume-without-overage.why": "Nekas nenosaka, kas maksā un kas joprojām ir solīts, ja pienāk vairāk, nekā prognozēts.",
    "contract.volume-without-overage.better": "Noteikt, līdz kurai robežai solījumi ir spēkā (tolerance: 10 %), cik maksā katra saziņa virs tās un kuri solījumi tad tiek atviegloti (overage).",
    "contract.no-exit.title": "Nav izejas",
    "contract.no-exit.why": "Bez vienošanās par beigām zināšanas, neizpildītie solījumi un adreses paliek pie tā, no kā aiziet.",
    "contract.no-exit.better": "Vienoties par uzteikuma termiņu, cenām līdz beigām, nodošanu atpakaļ, atvērtiem formātiem pieteikumiem un rakstiem, visu piekļuvju noņemšanu ar pierādījumu un datu atdošanu vai dzēšanu.",
    "contract.all-units-cliff.never": "{volume} vienības maksā {at}, bet ar vēl vienu viss mēnesis maksā {beyond}, un tikpat tas vairs nemaksā nekad. Pasūtītājam izdevīgi pārcelt apjomu pāri robežai, partnerim – to aizturēt.",
}
