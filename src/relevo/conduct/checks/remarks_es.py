"""Spanish phrases that break a rule, each group with a better sentence.

The phrases serve usted, tú and vos; the sentences offered avoid addressing the reader, so they fit each of them.
"""

from __future__ import annotations

from typing import Final

from relevo.conduct.checks.lexicon import Remark
from relevo.conduct.checks.wordlist import rows

_DONE = "leido|mirado|comprobado|revisado|dicho|avisado|seguido|hecho|pensado|sabido|preguntado|usado|escrito|fijado"
_SHOULD = "deberia|deberias|debia|debias|debio|tendria|tendrias|tenia|tenias|podria|podrias"
_SAID = "dicho|explicado|comentado|indicado|mencionado|escrito|repetido|contestado|respondido"
_TOLD = "dije|dijimos|explique|explicamos|comente|comentamos|indique|indicamos|mencione|mencionamos|repeti"
_SHOP = "tienda|vendedor|fabricante|banco|distribuidor|proveedor|departamento|comercio|empresa|transportista|mensajeria"
_MATTER = (
    "consulta|caso|peticion|solicitud|mensaje|queja|ticket|reclamacion|correo|asunto|incidencia|pregunta"
)

REMARKS: Final[dict[str, tuple[Remark, ...]]] = {
    "rude.blame": (
        Remark(
            rows(f"""
                {_SHOULD} (que) haber|haberlo|haberla|haberse|haberte {_DONE}
                ^ haber|haberlo|haberla|haberse|haberte pensado|leido|mirado|dicho|fijado|comprobado
                haberlo pensado antes
                si (usted) (se|te) (lo|la) hubiera|hubieras|hubiese|hubieses {_DONE}|molestado|tomado
                se|te hubiera|hubieras molestado
                ~ su|tu culpa|descuido|negligencia|torpeza|ignorancia|incompetencia / ~ culpa suya|tuya
                ~ culpa de usted / ~ error|fallo suyo|tuyo / el problema es|eres usted|tu $
                el problema lo tiene usted / lo|la ha|has roto|estropeado usted|tu
                usted|tu lo|la ha|has roto|estropeado|danado / usted|tu no ha|has leido|seguido|mirado|entendido
                no sabe|sabes leer|enchufar / no se|te ha|has molestado / aprenda|aprende a
                preste|presta mas atencion / por no leer|mirar|seguir / no quiere|quieres entender|escuchar|leer
                es evidente|obvio|claro que (usted) no ha|has|sabe|sabes|entiende
                es evidente|obvio|claro que (usted) no entiendes|lee|lees|tiene|tienes
                evidentemente|obviamente|claramente (usted) no ha|has|sabe|sabes|entiende|entiendes|lee|lees
                haciendo|hace|haces todo mal / proxima vez lea|lee|piense|piensa|mire|mira|fijese|fijate
                usted no entiende|escucha|lee
            """),
            "Entiendo cómo ha podido pasar, y vamos a resolverlo.",
        ),
    ),
    "rude.already_said": (
        Remark(
            rows(f"""
                como ya (se|te|le|les) (lo) (he|hemos|habia|habiamos) {_SAID}|{_TOLD}
                como (le|te|les|se) (lo) he|hemos {_SAID} ya|antes|varias|mil|dos|tres|muchas
                ya se|te lo he|hemos {_SAID} / ya se|te lo {_TOLD} / ya le|te|les he|hemos {_SAID} !a|al
                ya le|te|les {_TOLD} que / se|te lo he|hemos {_SAID} ya|mil|varias|muchas|cien
                se|te lo he|hemos {_SAID} $ / cuantas veces (mas) se|te|le|tengo|tenemos|hay|quiere|debo
                cuantas veces mas / por enesima|ultima vez
                no (se|te|le) (lo) voy|vamos a repetir|repetirlo|repetirme|repetirselo / se|te|le lo repito
                le|te repito
                cansado|cansada|harto|harta|aburrido de explicar*|repetir*|contestar*|sus|tus|su|tu
                ultima vez que (se|te|le) (lo) digo|repito|explico|escribo|contesto
            """),
            "Lo digo de forma más sencilla.",
        ),
    ),
    "rude.fact_marker": (
        Remark(
            rows("""
                ^ obviamente|evidentemente|claramente !la|el|los|nuestro|nuestra
                ^ es obvio|evidente que !la|el|los / ^ como todo el mundo sabe / ^ como todos saben
                ^ para su|tu informacion / ^ huelga decir
            """),
            "",
        ),
    ),
    "rude.sarcasm": (
        Remark(
            rows("""
                ^ que (muy) oportuno|original|gracioso|listo|conveniente $ / ^ que casualidad
                ^ vaya otro|otra|genio|novedad|drama / ^ vaya sorpresa $ / pues enhorabuena
                ^ enhorabuena|felicidades por romper*|perder*|leer*|no / ^ bravo
                otro|otra|menudo|menuda|vaya genio|lumbrera|listillo|listilla|iluminado
                ^ dejeme|dejame adivinar|que / ^ deje|deja que adivine / ^ sorpresa
                ^ que|menuda tragedia|drama $ / que drama|tragedia $ / bola de cristal / varita magica
                no soy|somos adivino|adivinos|adivina|mago|magos|maga / el mundo no se acaba
                se|le acaba el mundo / no es fisica cuantica / pobrecito|pobrecita|pobrecillo
                buena|mucha suerte con eso
            """),
            "Entiendo que es molesto, y voy a ayudar a resolverlo.",
        ),
    ),
    "rude.calm_down": (
        Remark(
            rows("""
                calmese|calmate|calmaos|relajese|relajate|tranquilicese|tranquilizate
                ^ tranquilo|tranquila que no
                no se|te ponga|pongas asi|nervioso|nerviosa|histerico|histerica|dramatico
                no se|te altere|alteres|enfade|enfades|exalte|exaltes|sulfure|sulfures / no es para tanto
                no hace falta que grite|grites / no hace falta|es necesario gritar|ponerse|alterarse|enfadarse
                no me|nos grite|grites / deje|deja de quejarse|quejarte|gritar|llorar|exagerar|protestar
                esta|estas exagerando|histerico|histerica
                cuide|cuida|modere|modera|vigile|vigila (usted) su|tu|el|ese tono|lenguaje / ese tono|tonito
                respire|respira hondo / no es el fin del mundo / superelo|superalo
                es solo|solamente un|una altavoz|barra|caja|paquete|termostato|regulador|aparato $
            """),
            "Es lógico estar molesto, y lo siento. A partir de ahora me ocupo yo.",
        ),
    ),
    "rude.not_our_problem": (
        Remark(
            rows("""
                no es nuestro|mi|nuestra problema|asunto|culpa
                no es (un) problema|asunto|culpa nuestro|nuestra|mio|mia
                es (un) problema|asunto|cosa suyo|suya|tuyo|tuya / eso|ese|ya es su|tu problema
                es su|tu problema no / a mi|nosotros que me|nos
                que quiere|quieres|espera|esperas que (yo) (le) haga|hagamos / quien le importa
                me|nos da (completamente|exactamente) igual $ / no nos importa
                arregleselas|apanese|apanate|arreglatelas|aguantese|aguantate|fastidiese|fastidiate|jodase
                peor para usted|ti / ^ mala suerte / alla usted|tu / yo|nosotros no tengo|tenemos la culpa
                haga|haz lo que quiera|quieras
            """),
            "Voy a averiguar quién puede ayudar con esto y hago yo el contacto.",
        ),
    ),
    "rude.read_the_manual": (
        Remark(
            rows("""
                lea|lee (usted) el|las|los|la (maldito|puto) manual|instrucciones|faq !en|pagina|que|adjunt*
                lease|leete|mirese (usted) el|las|los|la (maldito|puto) manual !en|pagina|que|adjunt*
                lease|leete|mirese (usted) el|las|los|la (maldito|puto) instrucciones|faq !en|pagina|que|adjunt*
                lea|lee bien / manual|instrucciones que para eso / para eso esta el manual
                para eso estan las instrucciones / ha|has leido siquiera / acaso ha|has leido|mirado
                se|te ha|has molestado en leer / no ha|has|sabe|sabes leido|leer $?
                lo pone|dice (muy) bien claro / bien|muy clarito / busquelo|buscalo (usted) en google|internet
                busquelo usted / googleelo / es que no lee|lees
            """),
            "Vamos a ver ese paso, y adjunto el resto por si ayuda.",
        ),
    ),
    "rude.insult": (
        Remark(
            rows("""
                idiota*|imbecil*|estupid*|tonteria*|gilipoll*|cabron*
                pendej*|boludo*|pelotudo*|subnormal*|mierda|mierdas
                puta|puto|putas|putos|jodido|jodida|joder|carajo|hostia / ~ tonto|tonta|tontos|tontas
                es|eres un|una inutil
                ignorante*|payaso|payasa|mentiroso*|mentirosa*|sinverguenza*|caradura*|maleducado*|maleducada*
                ~ queja|pregunta|reclamacion es|son|parece (muy|totalmente|una) ridicul*|absurd*|patetic*
                ~ peticion|mensaje|solicitud es|son|parece (muy|totalmente|una) ridicul*|absurd*|patetic*
                ~ queja|pregunta|reclamacion|peticion|mensaje|solicitud es|son|parece (una) chiste|broma
                ~ queja|pregunta|reclamacion|peticion|mensaje (tan|mas) ridicul*|absurd*|patetic*
                ~ es|eres usted|tu (un|una|muy) ridicul*|absurd*|patetic* / callese|callate
                cierre|cierra la boca / larguese|largate / vayase|vete a la|paseo
            """),
            "Yo lo veo de otra manera, y con gusto explico el motivo.",
        ),
    ),
    "rude.belittling": (
        Remark(
            rows("""
                dos dedos de frente / cualquiera lo|la sabe|entiende|hace
                hasta un|una nino|nina|crio|abuela|mono|bebe / un nino de / pongase|ponte (las|unas) gafas
                abra|abre bien los ojos / use|usa|utilice (un) (poco) la|el cabeza|cerebro
                esta|estas usted ciego|ciega|sordo|sorda|de / esta|estas|es ciego|ciega|sordo|sorda $?
                a su|tu edad / no es lo suyo|tuyo / no es para usted|ti $
                demasiado mayor|viejo|complicado|avanzado para usted|ti
                a un|una|su|tu|algun nieto|nieta|adulto
                como ha|has logrado|conseguido|podido romper*|perder*|estropear*
                no me explico como ha|has logrado|conseguido / hasta usted|tu puede|podra|podria|sabe|deberia
                sentido comun / haga|haz los deberes / mas claro agua / mas claro|facil imposible
                cualquier persona normal|sensata|inteligente / gente normal / madure|madura $
                quien se|te cree|crees / no tiene|tienes ni idea
            """),
            "Es un paso que se pasa por alto con facilidad, así que vamos a verlo.",
        ),
    ),
    "rude.disbelief": (
        Remark(
            rows("""
                ^ esta|estas (usted) (completamente|totalmente|realmente) seguro|segura $?
                ^ esta|estas (usted) (completamente|totalmente|realmente) seguro|segura de que (usted) lo|la
                ^ esta|estas (usted) (completamente|totalmente|realmente) seguro|segura de que (usted) ha
                ^ esta|estas (usted) (completamente|totalmente|realmente) seguro de que (usted) has|enchuf*
                ^ esta|estas (usted) (completamente|totalmente|realmente) segura de que (usted) has|enchuf*
                ^ seguro|segura que nos|me|esta|estas|dice|no|lo|ha|has
                ^ de verdad cree|crees|espera|esperas|ha|has / cuesta (mucho) creer*
                dificil|imposible (de) creer* $ / no le|te creo|creemos / no me|nos lo creo|creemos
                dudo|dudamos (mucho|seriamente) de usted|su|tu / dudo|dudamos (mucho) que (usted|tu) haya|hayas
                dice|diciendo|dices la verdad $? / diciendo la verdad
                esta|estas mintiendo|inventando*|imaginando*
                se|te lo (esta|estas|ha|has) inventando|inventado|imaginando|imaginado / miente|mientes
                a nadie mas le|se / a ningun otro (cliente) le / nadie mas se (ha) quej*
                nadie mas ha|tiene (tenido) este|ese|esos|problemas / usted es el|la unico|unica
                es usted el|la unico|unica / segun usted|tu $ / su|tu supuesto|supuesta
                quiere|quieres que (me|nos) (lo) crea|creamos / dos|todos|ambos sabemos / cuentos chinos
                no me|nos cuente|cuentes cuentos|historias|peliculas|excusas
                venga|vengas con cuentos|historias|excusas
            """),
            "¿Sería posible enviar una foto o un vídeo corto? Así lo ven nuestros técnicos.",
        ),
    ),
    "rude.threat": (
        Remark(
            rows("""
                queda|quedas|esta|estas avisado|avisada|advertido|advertida / es el ultimo aviso
                ultimo aviso $ / bloquearemos|bloqueare|cancelaremos|cancelare|cerraremos su|tu cuenta si
                le|lo|la|te bloquearemos|bloqueare|bloqueamos|denunciaremos|denunciare|demandaremos
                si sigue|sigues|continua|continuas escrib*|quej*|grit*|insist*|molest*|insult*
                si vuelve|vuelves a escribirnos|quejarse|quejarte|insistir|molestar*|insultar*
                si no deja|dejas de / se|te va|vas a arrepentir* / se|te arrepentira|arrepentiras
                nos veremos|vemos en los|el tribunal*|juzgado* / nuestros abogados / atengase|atente a las
                un|una mensaje|correo|insulto|queja mas y / cuidado con lo que / no se le|te ocurra
                su|tu tono|actitud|comportamiento|lenguaje (no) es|resulta (totalmente) inaceptable|inadmisible
                su|tu tono|actitud|comportamiento|lenguaje no es aceptable
                escriba|escribe|hable|habla con (mas) educacion|respeto / o no espere|esperes
                o no le|te contest*|respond*|ayud* / sea mas educado|educada|respetuoso
            """),
            "Para poder seguir ayudando, centrémonos por favor en el asunto.",
        ),
    ),
    "rude.dismissive": (
        Remark(
            rows("""
                y punto $ / ^ y $? / ^ y que $? / es lo que hay / asi es la vida
                fin de la discusion|conversacion|historia / tengo|tenemos cosas mas|mejores importantes|que
                perder|perdiendo mi|nuestro tiempo / me|nos hace|haga|haces|hagas perder
                perder el tiempo a todos / no es|eres el|la unico|unica cliente|persona
                llegara|vendra|ira|llega|estara cuando llegue|venga|vaya|este / tendra|tendras que esperar $
                que esperar como (los|todos|todo) / como todo el mundo $ / lo toma|tomas o lo / le|te guste o no
                ^ que parte .. no (ha|has|se) entiende|entiendes|entendido|comprende|entiende
                ^ que es lo que no entiende|entiendes|ha|has / tan dificil es|resulta / es tan dificil $?
                se|te lo tengo|tenemos que explicar|repetir|decir|deletrear
                que explicarselo|repetirselo|explicartelo|repetirtelo / lo explico con dibujos
                deje|deja de escribirnos|escribirme|molestar*|preguntar|insistir|llamarnos
                dejeme|dejenos|dejame|dejanos en paz / no insista|insistas / no me|nos moleste|molestes
                lo barato sale / no tengo|tenemos tiempo para / no hay (nada) mas que hablar|decir|discutir
                no merece|vale (ni) la pena contestar*|responder* / ya se le|te pasara / que mas quiere|quieres
                la respuesta sigue siendo no / no es no / no un|una consultorio|ong|circo|guarderia|hotel
                no es un|una consultorio|ong|circo|guarderia|hotel
                no somos (su|una|sus) criados|esclavos|ong|ninera|psicologos
                deberia|deberias estar|sentirse (mas) agradecido|agradecida|contento|contenta
                nadie le|te|lo obligo|obliga / se|te lo ha|has buscado / le|te esta bien empleado
                como se|te atreve|atreves / esta|estas de broma / no me haga|hagas reir / ahorrese|ahorrate
                no voy|vamos a discutir* / queda|esta|quedado claro $? / ^ entendido|claro $?
                con todo (el|mi) respeto / sin animo de ofender / hasta aqui $ / me tiene|tienes harto|harta
            """),
            "Ya son muchos días de espera, lo sé. Vuelvo a escribir a más tardar {due}.",
        ),
    ),
    "evasive.pass_the_buck": (
        Remark(
            rows(f"""
                no es (de) nuestro|mi|nuestra departamento|competencia|area|responsabilidad
                no nos corresponde|compete / no es competencia|responsabilidad|tarea nuestra|mia|de
                no nos ocupamos|encargamos / no somos (los) responsables|encargados
                no llevamos|gestionamos|tramitamos|hacemos (la|las|los|el) facturacion|devoluciones
                no llevamos|gestionamos|tramitamos|hacemos (la|las|los|el) pedidos|envios|reparaciones
                no llevamos|gestionamos|tramitamos (la|las|los|el) garantias|pagos|eso|entregas
                eso|esto lo lleva|llevan|gestiona|gestionan otro|otra|otros
                otro|otra departamento|area|seccion $ / se|te ha|has equivocado de departamento|sitio|numero
                departamento equivocado
                tiene|tienes|tendra|tendras (que) contactar|dirigirse|dirigirte|hablar|llamar|acudir con|a|al|en
                debe|debes|debera|necesita|necesitas (que) contactar|dirigirse|dirigirte con|a|al|en
                debe|debes|debera|necesita|necesitas (que) hablar|llamar|acudir con|a|al|en
                contacte|contacta|dirijase|dirigete|hable con|a|al|en (la|el|su|tu|otra|otro) {_SHOP}
                habla|pregunte|pregunta|llame|llama con|a|al|en (la|el|su|tu|otra|otro) {_SHOP}
                acuda|acude|reclame|reclama|quejese con|a|al|en (la|el|su|tu|otra|otro) {_SHOP}
                pongase|ponte en contacto con (la|el|su|tu|otra|otro) {_SHOP} / no podemos|puedo hacer nada
                no hay nada que podamos|pueda / nada que hacer $ / no esta en nuestras|mis manos
                no depende de nosotros|mi / de eso|esto se encarga|ocupa otro|otra|otros
                nosotros solo|unicamente vendemos / yo aqui solo
            """),
            "Lo pregunto yo a los compañeros y escribo con la respuesta a más tardar {due}.",
            goes_with_contact=True,
        ),
    ),
    "evasive.vague_promise": (
        Remark(
            rows(f"""
                se pondra|pondran|ponga|pongan en contacto / nos|me pondremos|pondre|ponemos en contacto
                le|te|les|lo|la contactaremos|contactare|contactaran|contactara
                le|te|les|lo|la avisaremos|avisare|avisaran|avisara
                le|te|les|lo|la informaremos|informare|informaran|informara
                le|te|les|lo|la responderemos|respondere|contestaremos|contestare
                le|te|les|lo|la escribiremos|escribire|llamaremos|llamare
                le|te|les|lo|la llamara|llamaran|escribiran|responderan|contestaran
                le|te|les|lo|la mantendremos|mantendre informado|informada|al|informando
                le|te|les|lo|la mantenemos|tendremos|iremos informado|informada|al|informando
                le|te daremos|dare una respuesta / le|te daremos|dare noticias / lo antes posible
                a la mayor brevedad / en cuanto podamos|pueda|sea (posible) !el|la
                en cuanto tengamos|sepamos|haya|tenga|sepa mas|algo|noticias|novedades
                cuando podamos|tengamos|sepamos|haya mas|noticias|algo $
                estamos|seguimos|estoy trabajando|mirando*|revisando*|investigando*|estudiando*|analizando*
                estan|esta trabajando|mirando*|revisando*|investigando*|estudiando*|analizando* (en) (ello) $
                he|hemos|ha|han pasado|trasladado|enviado|reenviado su|tu|el|la|este|esta {_MATTER}
                he|hemos|ha|han remitido|derivado|escalado|transmitido su|tu|el|la|este|esta {_MATTER}
                pasare|trasladare|trasladaremos|pasaremos su|tu|el|la {_MATTER}
                remitiremos|transmitiremos|paso|traslado su|tu|el|la {_MATTER}
                lo pasare|pasaremos|trasladare|trasladaremos|paso|comento a|al
                lo miraremos|mirare|veremos|revisaremos|estudiaremos $ / proximamente|pronto $ / en breve
                tenga|ten paciencia / recibira|recibiras (una) respuesta / tendra|tendras noticias
                esta|estan siendo revisad*|estudiad*|analizad*|tramitad*|investigad* / en algun momento
                ya veremos / tarde o temprano / cuando|si me|nos entere|enteremos|digan|avisen
                tomado|tomo|tomamos nota
                equipo (correspondiente|responsable|tecnico) (ya) esta|estan (ya) informado|informados
                departamento (correspondiente|responsable|tecnico) (ya) esta|estan (ya) informado|informados
                companeros (correspondiente|responsable|tecnico) (ya) esta|estan (ya) informado|informados
                equipo (correspondiente|responsable|tecnico) (ya) esta|estan (ya) avisado|al
                departamento|companeros (correspondiente|responsable|tecnico) (ya) esta|estan (ya) avisado|al
            """),
            "Me ocupo yo y escribo a más tardar {due}, aunque todavía no haya novedades.",
            goes_with_time=True,
        ),
    ),
}
