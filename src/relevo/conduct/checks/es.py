"""Spanish for the checks: usted, tú and vos."""

from __future__ import annotations

from typing import Final

from relevo.conduct.checks.lexicon import Address, Lexicon
from relevo.conduct.checks.remarks_es import REMARKS
from relevo.conduct.checks.wordlist import pairs, rows, words

_IMPERATIVES: Final = pairs("""
    reinicia:reinicie apaga:apague enciende:encienda desenchufa:desenchufe enchufa:enchufe conecta:conecte
    desconecta:desconecte pulsa:pulse presiona:presione mantén:mantenga abre:abra cierra:cierre elige:elija
    selecciona:seleccione instala:instale reinstala:reinstale actualiza:actualice revisa:revise
    comprueba:compruebe verifica:verifique envía:envíe manda:mande escribe:escriba responde:responda
    indica:indique confirma:confirme espera:espere configura:configure introduce:introduzca guarda:guarde
    borra:borre elimina:elimine acepta:acepte adjunta:adjunte llama:llame visita:visite deja:deje
    utiliza:utilice usa:use mira:mire busca:busque entra:entre vuelve:vuelva repite:repita intenta:intente
    prueba:pruebe recuerda:recuerde sigue:siga haz:haga pon:ponga ten:tenga quita:quite cambia:cambie toca:toque
    gira:gire lee:lea avisa:avise cuenta:cuente dile:dígale describe:describa rellena:rellene devuelve:devuelva
    accede:acceda contacta:contacte disfruta:disfrute facilita:facilite ajusta:ajuste
""")
"""Imperative of tú -> of usted, as written."""
_FOLDING: Final = str.maketrans("áéíóúñ", "aeioun")
_NOUNS: Final = words("prueba busca cuenta deja entra sigue espera vuelve")
_ENCLITICS: Final = ("lo", "la", "los", "las", "me", "nos", "melo", "noslo")

_INFORMAL_ALWAYS: Final = {
    "tu": "su",
    "tus": "sus",
    "te": "le",
    "ti": "usted",
    "contigo": "con usted",
    "tuyo": "suyo",
    "tuya": "suya",
    "tuyos": "suyos",
    "tuyas": "suyas",
    "vos": "usted",
    "vosotros": "ustedes",
    "vosotras": "ustedes",
    "vuestro|vuestra": "su",
    "vuestros|vuestras": "sus",
    "puedes|podes": "puede",
    "tienes|tenes": "tiene",
    "quieres|queres": "quiere",
    "necesitas": "necesita",
    "debes": "debe",
    "eres|sos": "es",
    "estas !instrucciones|semanas|medidas|fotos|piezas|opciones|dos|tres|son|cosas|pruebas|funciones|horas": "está",
    "has": "ha",
    "habias": "había",
    "hayas": "haya",
    "sabes": "sabe",
    "ves": "ve",
    "vas": "va",
    "puedas": "pueda",
    "tengas": "tenga",
    "quieras": "quiera",
    "necesites": "necesite",
    "podrias": "podría",
    "querrias": "querría",
    "deberias": "debería",
    "tendrias": "tendría",
    "prefieres": "prefiere",
    "recibiste": "recibió",
    "compraste": "compró",
    "enviaste": "envió",
    "escribiste": "escribió",
    "hiciste": "hizo",
    "dijiste": "dijo",
    "pediste": "pidió",
    "dime": "dígame",
    "dinos": "díganos",
    "hola guapo|guapa|crack|tio|colega": "Buenos días",
}


def _commands(commands: dict[str, str]) -> dict[str, str]:
    """Phrases for imperatives where only a command can stand, and for those with a pronoun at their end."""
    phrases = {}
    for one, other in commands.items():
        bare = one.translate(_FOLDING)
        blocked = " !de|con|siendo|sin|en" if bare in _NOUNS else ""
        phrases[f"^ {bare}{blocked}"] = other
        phrases[f"por favor {bare}{blocked}"] = f"por favor, {other}"
        phrases["|".join(bare + pronoun for pronoun in _ENCLITICS)] = ""
    return phrases


LEXICON: Final = Lexicon(
    language="es",
    function_words=words("""
        el la los las un una unos unas de del al a en y o u e que se lo le les me nos te su sus tu tus mi mis es son
        era fue ser esta este esto estos estas eso esa ese esos esas hay ha he han hemos haber por para con sin
        sobre entre como cuando donde quien cual cuales cuanto cuanta pero si no ya mas muy tan tambien porque pues
        entonces aqui ahi todo toda todos todas otra otro gracias hola buenos buenas dias tardes favor quiero quiere
        necesito tengo tiene puedo puede pueden hacer hago hace nada algo usted ustedes yo ella ellos nosotros ni
        hasta desde cada mismo
    """),
    negations=words("no nunca jamas ni sin nadie nada tampoco ningun ninguna"),
    greetings=rows("""
        hola|saludos|estimado|estimada|estimados|estimadas
        apreciado|apreciada|querido|querida|bienvenido|bienvenida / buenos dias / buen dia
        buenas (tardes|noches) / muy buenas|buenos / distinguido|distinguida / senor|senora|sr|sra|don|dona _ $
    """),
    closings=rows("""
        ^ saludo|saludos|abrazo / ^ un (cordial|cordialisimo|afectuoso|fuerte) saludo|abrazo
        ^ cordialmente|atentamente / ^ muy atentamente / ^ reciba|recibe un / ^ saludos (cordiales)
        ^ quedo|quedamos a (su|tu) (entera) disposicion
        ^ muchas|mil|muchisimas gracias (de) (antemano|y|nuevamente|por) / ^ gracias (de) (nuevo|y|antemano) $
        ^ gracias y (un) saludo* / ^ que tenga|tengas|pase|pases|disfrute|disfrutes un|una|de
        ^ le|te deseo|deseamos / ^ hasta pronto|manana|luego / ^ feliz dia|fin|tarde / ^ cuidese|cuidate
    """),
    pleasantries=rows("""
        de nada / no hay de que / gracias / encantado|encantada / un placer / con (mucho) gusto
        me alegro|alegra / nos alegra|alegramos / que bien / suerte / a usted|ti / que disfrut* / feliz
        lo siento / perdon|perdone|disculp* / estupendo|genial|perfecto
    """),
    softeners=rows("""
        por favor / podria|podrias|puede|puedes|podriamos / gracias
        lamento|lamentamos|siento|sentimos|disculpe|perdone|lamentablemente
        le|te agradeceria|agradezco|agradeceriamos|recomiendo|sugiero|importaria|ruego
        si es|quiere|puede|no|lo / seria tan|posible / me|nos gustaria / para poder|que|estar
        asi podre|podremos|puedo|podemos / necesito|necesitamos|necesitaria / basta
        con el|ella|eso|ese puedo|podre
    """),
    imperatives=(
        *(command.translate(_FOLDING) for pair in _IMPERATIVES.items() for command in pair),
        *rows("""
            reinicielo|apaguelo|enciendalo|enchufelo|conectelo|envielo
            enviela|enviemelo|mandelo|mandeme|envieme|envienos|mandenos
            compre|compra|pague|paga|cambielo|devuelvalo|descargue|descarga
            vaya|ve|salga|consulte|consulta|diga|digame|indiquenos
            tenga|facilite|facilitenos|aporte|aporta|pida|pide
            solicite|solicita|rellene|firme|firma|dirijase|hable|pregunte
        """),
    ),
    refusals=rows("""
        no (se|le|te|lo|la|los|las|nos) (lo|la|los|las) puedo !ver|esperar|encontrar|oir|abrir|leer|dejar|agradec*|mas
        no (se|le|te|lo|la|los|las|nos) (lo|la|los|las) podemos !ver|esperar|encontrar|oir|abrir|leer|dejar|agradec*|mas
        no (se|le|te|lo|la|los|las|nos) (lo|la|los|las) podre !ver|esperar|encontrar|oir|abrir|leer|dejar|agradec*|mas
        no (se|le|te|lo|la|nos) (lo|la|los|las) podremos !ver|esperar|encontrar|oir|abrir|leer|dejar|agradec*|mas
        no es|sera|resulta posible|viable
        no (le|te|se) (lo|la) devolvemos|reembolsamos|cambiamos|reparamos|admitimos
        no (le|te|se) (lo|la) aceptamos|hacemos|ofrecemos|vendemos|cubrimos
        no se (lo|la|le) admiten|aceptan|devuelve|devuelven|reembolsa !ver|oir|aprecia
        no se (lo|la|le) cambia|repara|puede|hace|hacen|cubre !ver|oir|aprecia
        no (lo|la|le|esta|queda|lo) (esta|la) cubre|incluye|incluido|cubierto
        no (lo|la|le|esta|queda|lo) (esta|la) cubierta|permitido|disponible|entra
        no hay|tenemos devolu*|reembolso*|cambio*|garantia|stock|descuento*|recambio* / imposible
        denegado|denegada|rechazado|rechazada / fuera de garantia|plazo
    """),
    reasons=rows("""
        porque|pues|puesto|debido|motivo*|razon*|causa* / ya que|estaba|habia|no / dado que / a causa
        como el|la|los|ya|no|se|esta / segun / por eso|ley|lo|seguridad|motivo*|razon* / para que|evitar|poder
        al estar|haber|ser|no / solo|hasta|despues|tras|sin
    """),
    alternatives=rows("""
        en su|tu|cambio lugar / en cambio|lugar / como alternativa / alternativa* / pero|aunque|sino / lo que si
        si puedo|podemos|puede|quiere|lo / ~ puede|puedes|podria|podemos / por favor
        ~ le|te puedo|podemos|ofrezco|ofrecemos|envio|enviamos|propongo|mando / otra|otro opcion|manera|forma
        mientras tanto / tambien
    """),
    next_steps=rows("""
        le|te|se|lo|la|nos|los envio|enviamos|enviare|llamo|llamare|escribo|escribire
        le|te|se|lo|la|nos|los escribira|mando|adjunto|confirmo|paso|doy|ayudo / voy|vamos a / por favor
        puede|puedes|podria|solo / si el|la|no|lo|vuelve|sigue|prefiere|quiere|ve|aparece
        ahora|despues|luego|manana|hoy / recibira|recibiras|tendra|tendras|llegara|llega|sale
        elija|elige|abra|abre|pulse|pulsa|mantenga|manten|vuelva|desenchufe / he|hemos|ha / en cuanto
    """),
    times=rows("""
        hoy|manana|pasado|mediodia|medianoche|ayer|ahora|anoche / esta (misma) tarde|manana|noche|semana
        lunes|martes|miercoles|jueves|viernes|sabado|domingo
        #|un|una|dos|tres|cuatro|cinco|seis (de) minuto*|hora|horas|dia|dias|semana|semanas|mes|meses
        diez|media|unos|unas|pocos|pocas|par|24|48 (de) minuto*|hora|horas|dia|dias|semana|semanas|mes|meses
        # de enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre
        # enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre
        a las #|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce / las # (h|horas) / # h|horas
        proxima|proximo semana|mes|lunes|martes|dia|dias|horas / proximos|proximas dias|horas|#|dos|tres
        fin de semana|mes / plazo de / dentro de
        en|antes|desde de|del|el|# lunes|martes|miercoles|jueves|viernes|dia|#|mediodia / de inmediato
        inmediatamente|enseguida
    """),
    answers=rows("""
        si|claro|correcto|exacto|cierto|efectivamente|razon / no !dude
        puede|puedo|podemos|podria|pueden|posible|lamentablemente
        normal|compatible*|incluid*|cubiert*|gratis|disponible|funciona|sirve|vale
        hecho|arreglad*|resuelto|resuelta|solucionad*|cambiad*|cancelad*|enviad*|reservad*|reembolsad*
        he|hemos / significa|indica|quiere|depende|consiste / es|son (un|una|normal|la|el|porque)
    """),
    stock=rows("""
        gracias (por) (contactar*|su|tu|escribir*|ponerse|haber|confiar|elegir*|la|el|de|y|habernos)
        agradecemos (por) (contactar*|su|tu|escribir*|ponerse|haber|confiar|elegir*|la|el|de|y|habernos)
        agradezco (por) (contactar*|su|tu|escribir*|ponerse|haber|confiar|elegir*|la|el|de|y|habernos)
        su|tu satisfaccion|opinion|confianza|mensaje|consulta es|son / satisfaccion / es muy importante
        lamentamos|sentimos|lamento|siento (mucho) (las|los|la|cualquier|el) (molestia*|inconvenient*)
        disculpe|disculpen|disculpas|disculpa (las|por|la|los) (las|los|la) (molestia*|inconvenient*|demora)
        molestias|inconvenientes ocasionad*|causad* / hemos recibido su|tu
        entendemos|entiendo|comprendemos|comprendo su|tu|lo|que / no dude|dudes en
        estamos|quedamos|quedo para|a|aqui|encantados / a su|tu (entera) disposicion
        cualquier (otra|tipo) (de) duda|consulta|pregunta / nos tomamos muy
        maxima|alta calidad|prioridad|importancia / le|te deseamos|deseo / que tenga|tengas un / valoramos
        tenga|ten la seguridad / en buenas|las manos|mejores / todo lo (que) posible|podemos
        nos tomamos (este|su|tu|el) (_) (muy) en serio / trabajamos|nos para|esforzamos ofrecer*|mejorar|para
    """),
    requests=rows("""
        envie*|enviem*|envia*|mande*|manda*|indique*|indica*|digame|diga|diganos
        dime|dinos|facilit*|confirm*|escriba|adjunt*|comparta|pase*|pasa|pasame|proporcion*
        podria*|puede|puedes|podrias / cual|cuales|que es|era|son|version|modelo / cual|cuales
        necesito|necesitamos|necesitaria*|requerimos
        me|nos dice|dices|puede|puedes|podria|podrias|envia|envias|indica|indicas|hace|haces|falta|manda|pasa
        tiene|tienes el|la|su|tu|un
    """),
    hand_over=rows("""
        envie|envieme|envienos|enviame|envianos|envia|mande|mandeme|mandenos|mandame|mandanos|manda
        digame|diganos|dime|dinos|pasame|paseme|pasenos|pasanos|comparta|comparte|escribame|escribeme
        facilite|faciliteme|facilitenos|facilitame|facilitanos|indique|indiqueme|indiquenos|indicame|indicanos
        proporcione|proporcioneme|proporcionenos|proporcioname|confirme|confirmeme|confirmenos|confirmame
        enviarme|enviarnos|decirme|decirnos|darme|darnos
        facilitarme|facilitarnos|indicarme|indicarnos|pasarme|mandarme
        me|nos dice|da|das|dices|envia|envias|manda|mandas|pasa|pasas|facilita|indica|confirma
        cual es|era su|tu|la|el / necesito|necesitamos|necesitaria su|tu|la|el
    """),
    harmless_codes=words("error fallo descuento seguimiento producto postal articulo pais envio"),
    other_ones=words("nuevo nueva otro otra otros otras segundo segunda distinto distinta"),
    time_questions=frozenset({"cuando"}),
    facts={
        "serial": rows("""
            numero|nro|num de serie / n de serie / codigo de serie / serie del|de
        """),
        "order": rows("numero|nro|num|referencia de|del pedido"),
        "email": rows("""
            correo|email|mail (electronico) / direccion de correo|email
        """),
        "phone": rows("telefono|movil|celular"),
        "error_code": rows("codigo|mensaje|numero de error"),
    },
    secrets=rows("""
        contrasena*|contrasenia*|password|clave|claves|cvv|cvc / su|tu pin / codigo pin
        codigo de seguridad de|del / numero|datos de (la|su|tu) tarjeta
    """),
    one_time_codes=rows("""
        codigo de verificacion|confirmacion|acceso|un|autenticacion
        codigo (que) (le|te) (ha|hemos|has|acaba|acabas|hayas|llegado|recibido|enviado) (de) llegado
        codigo (que) (le|te) (ha|hemos|has|acaba|acabas|hayas|llegado|recibido|enviado) (de) recibido|enviado
        codigo (que) (le|te) (ha|hemos|has|acaba|acabas|hayas|llegado|recibido|enviado) (de) recibir|llegar
        codigo (que) (le|te) (ha|hemos|has|acaba|acabas|hayas|llegado|recibido|enviado) (de) llega|llego
        codigo .. sms|recibido|recibio|recibiste|llegado|movil|telefono / codigo que .. recib*|llega*|llego
        otp
    """),
    remarks=REMARKS,
    better={
        "curt.one_word": "Hola, {name}: gracias por escribirnos. Lo reviso y escribo a más tardar {due}.",
        "curt.link_only": "Los pasos están en esta página; si alguno no queda claro, lo explico con gusto.",
        "curt.too_short": "Hola, {name}: gracias por escribirnos. A más tardar {due} escribo con lo que pasa ahora.",
        "curt.no_greeting": "Hola, {name}:",
        "curt.no_closing": "Un cordial saludo,",
        "curt.bare_imperative": "Por favor, ¿sería posible probarlo una vez? Así veremos dónde está el fallo.",
        "curt.refusal_without_reason": "Lamentablemente no es posible. Vamos a buscar otra solución.",
        "curt.no_next_step": "Vuelvo a escribir a más tardar {due}.",
        "evasive.boilerplate": "He leído el mensaje y a más tardar {due} escribo con lo que vamos a hacer.",
        "evasive.question_unanswered": "La pregunta era: «{about}» Lo averiguo y escribo a más tardar {due}.",
        "evasive.asks_known": "Tengo anotado {about}. ¿Es correcto todavía?",
        "evasive.repeats_self": "Mi respuesta anterior no lo resolvió, así que probemos otra manera.",
        "unsafe.asks_password": "No hace falta enviar ninguna contraseña; nunca la necesitamos.",
        "unsafe.asks_one_time_code": "No hace falta enviar el código; se escribe solo en la propia aplicación.",
    },
    due="mañana a mediodía",
    address=Address(
        formal={
            "usted": "tú",
            "digame|diganos": "dime",
            "disculpe": "disculpa",
            "perdone": "perdona",
            "permitame": "permíteme",
            "reciba un": "recibe un",
            **_commands({formal: informal for informal, formal in _IMPERATIVES.items()}),
        },
        informal={**_INFORMAL_ALWAYS, **_commands(_IMPERATIVES)},
        informal_endings={
            "arás": "ará",
            "erás": "erá",
            "irás": "irá",
            "drás": "drá",
            "brás": "brá",
            "rrás": "rrá",
        },
        faint_formal={"su": "tu", "sus": "tus", "le": "te", "podria|puede": "puedes", "quiere": "quieres"},
    ),
)
