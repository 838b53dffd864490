"""Spanish replies (usted) written after the rules, in other words; met once before the rules were tuned on them."""

from __future__ import annotations

from tests.conduct.checks.labelled import Labelled, curt, evasive, good, rude

FRESH: tuple[Labelled, ...] = (
    good(
        "Hola, Elena:\n\n"
        "He mirado su cuenta y, en efecto, el pago se cobró dos veces. El segundo, de 129 euros, ya va "
        "de vuelta a su tarjeta; los bancos suelen mostrarlo entre tres y cinco días después.\n\n"
        "Perdone el susto,\nIker",
        "¡Me han cobrado dos veces! ¿Por qué?",
    ),
    good(
        "Hola, Toni:\n\n"
        "Es una buena pregunta. Dejamos de vender el Duo 1 en marzo porque ya no se fabrica su chip, "
        "pero lo seguiremos reparando hasta 2029.\n\n"
        "Un abrazo,\nMateo",
        "¿El Duo 1 está muerto?",
    ),
    good(
        "Hola, Toni:\n\n"
        "No se preocupe, lo ha hecho todo bien. La ventana de emparejamiento es muy corta: abra primero "
        "la aplicación y mantenga pulsado Emparejar hasta que oiga el segundo tono.\n\n"
        "Saludos,\nLucía",
        "No consigo emparejarlo, ¿qué hago mal?",
    ),
    good(
        "Buenas tardes, Elena:\n\n"
        "Mi compañero Mateo me ha pedido que siga yo, porque conozco mejor el Hub. Deme hasta las cuatro "
        "para leer los registros y la llamo.\n\n"
        "Un cordial saludo,\nIker",
        "¿Quién lleva ahora mi caso?",
    ),
    good(
        "Hola, Elena:\n\n"
        "La grieta recorre todo el cristal, así que es un daño por caída y la garantía lo excluye. Un "
        "frontal nuevo cuesta 45 euros con la mano de obra. ¿Se lo reservo?\n\n"
        "Un saludo,\nValeria",
        "El frontal está roto. ¿Me lo arreglan gratis?",
    ),
    good(
        "Estimado Toni:\n\n"
        "Como le indicaba en mi último correo, hace falta que haya un adulto en casa. ¿Le viene bien el "
        "jueves entre las 14 y las 16?\n\n"
        "Un saludo,\nIker",
        "¿Cuándo viene el técnico?",
    ),
    good(
        "Hola, Toni:\n\n"
        "Desenchufe ahora mismo el altavoz, por favor, y no lo toque. En 40 minutos tiene a un técnico "
        "en casa. Si se encuentra mal, llame al 112.\n\n"
        "Iker",
        "Huele a quemado, ¿qué hago?",
    ),
    good(
        "Hola, Elena:\n\n"
        "Otros clientes lo han resuelto así: ponga la salida de sonido del televisor en PCM. Es solo un "
        "apaño, claro; por eso he abierto un aviso de avería (AUR-2231) y será la primera en saberlo "
        "cuando esté corregido, como tarde el 5 de diciembre.\n\n"
        "Saludos,\nMateo",
        "Sin sonido con Dolby. ¿Tiene arreglo?",
    ),
    good(
        "Hola, Elena:\n\n"
        "No encuentro su pedido con este correo. ¿Usó quizá otro al pagar? También me sirve el número de "
        "pedido del recibo.\n\n"
        "Gracias,\nLucía",
        "¿Dónde está mi pedido?",
    ),
    good(
        "Hola, Toni:\n\n"
        "Yo también estaría enfadado. Tres visitas por una pieza no es lo que prometemos, y así se lo he "
        "dicho al taller. El lunes a las nueve va nuestro técnico más veterano con dos piezas, y no le "
        "costará nada.\n\n"
        "Un saludo,\nCarmen",
        "¡Tercera visita y sigue igual! Esto es una broma.",
    ),
    good(
        "No pasa nada, Toni. ¡Le ocurre a todo el mundo!",
        first=False,
    ),
    good(
        "Perfecto, entonces lo cierro. ¡Que pase una buena tarde, Elena!",
        first=False,
    ),
    good(
        "Acaba de salir del almacén: DHL 00340434161094. Desde esta noche verá cómo se mueve.",
        first=False,
    ),
    good(
        "Hola, Elena:\n\n"
        "A su pedido no le pasa nada, solo se retrasó el correo. Le adjunto la factura.\n\n"
        "Un saludo,\nValeria",
        "¿Se ha perdido mi pedido?",
    ),
    good(
        "Hola, Toni:\n\n"
        "Para proteger su cuenta tengo que comprobar que es usted. ¿Me dice el código postal de la "
        "entrega y el mes del pedido? No comparta nunca su contraseña ni un código recibido por SMS con "
        "nadie, tampoco con nosotros.\n\n"
        "Un saludo,\nValeria",
        "Cambien el correo de mi cuenta, por favor.",
    ),
    good(
        "Estimada señora Prats:\n\n"
        "Le pido disculpas por la tardanza. El color que busca, grafito, vuelve el 1 de diciembre. Le he "
        "guardado uno hasta el día 8.\n\n"
        "Atentamente,\nCarmen Vidal",
        "Nadie contesta desde hace una semana. ¿Tienen el grafito?",
    ),
    good(
        "Hola, Toni:\n\n"
        "Necesita los tornillos M4 de la bolsa B; los largos son para la pared. Si faltan, dígamelo y "
        "hoy mismo sale otra bolsa.\n\n"
        "Saludos,\nMateo",
        "¿Qué tornillos van en el soporte?",
    ),
    good(
        "Hola, Elena:\n\n"
        "He vuelto a leer el manual y tiene razón: la página 7 está mal. El botón izquierdo es Fuente y "
        "el derecho, Reproducir. Gracias por avisarnos; lo imprimiremos bien.\n\n"
        "Un saludo,\nIker",
        "La página 7 del manual no tiene sentido. ¿Está mal?",
    ),
    good(
        "Hola, Toni:\n\n"
        "En la tienda se equivocaron: el Duo 2 no funciona con pilas. Puede devolverlo sin coste o "
        "cambiarlo por el Duo Go, que sí lo hace.\n\n"
        "Saludos,\nLucía",
        "En la tienda dijeron que va con pilas. ¿Cómo?",
    ),
    good(
        "Hola, Elena:\n\n"
        "Sigo esperando la pieza, lo siento. El fabricante la prometió para el martes; lo tengo en la "
        "agenda y le escribo ese mismo día.\n\n"
        "Un saludo,\nIker",
        "¿Y bien?",
        first=False,
    ),
    rude(
        "Hola, Elena:\n\n"
        "No sé qué más quiere oír. La respuesta es no, ayer fue no y mañana será no.\n\n"
        "Saludos,\nMateo",
        "Piensen otra vez lo del reembolso, por favor.",
    ),
    rude(
        "Hola, Toni:\n\n"
        "Cualquiera con dos dedos de frente configura un altavoz en cinco minutos. Inténtelo otra vez.\n\n"
        "Saludos,\nLucía",
        "No consigo configurarlo.",
    ),
    rude(
        "Hola, Toni:\n\n"
        "No me explico cómo ha logrado romper algo tan sencillo. La reparación son 60 euros.\n\n"
        "Mateo",
        "Se ha caído el botón.",
    ),
    rude(
        "Hola, Elena:\n\n"
        "Su tono es inaceptable. Escriba con educación o no espere respuesta.\n\n"
        "Saludos,\nLucía",
        "Es el peor servicio del mundo.",
    ),
    rude(
        "Señora Prats:\n\nLos dos sabemos que se le cayó. No nos venga con cuentos.\n\nSaludos,\nMateo",
        "Llegó roto.",
    ),
    rude(
        "Hola, Toni:\n\n"
        "Póngase las gafas: el número de serie está impreso ahí mismo, en la base.\n\n"
        "Saludos,\nLucía",
        "No encuentro el número de serie.",
    ),
    rude(
        "Hola, Elena:\n\n"
        "Esto es un servicio técnico, no un consultorio sentimental. ¿Cuál es el problema?\n\n"
        "Mateo",
        "Estoy muy triste por mi altavoz, me lo regaló mi padre.",
    ),
    rude(
        "Hola, Toni:\n\n"
        "Sinceramente, a su edad quizá la tecnología no es lo suyo. Pida ayuda a un nieto.\n\n"
        "Saludos,\nLucía",
        "Tengo 74 años y no entiendo la aplicación.",
    ),
    curt(
        "Ver adjunto.",
        "¿Cómo restablezco la Beam?",
    ),
    curt(
        "No es compatible",
        "¿El Hub funciona con lámparas Zigbee?",
    ),
    curt(
        "Pruebe otro cable.",
        "Sin sonido desde ayer. ¿Qué puedo hacer?",
    ),
    curt(
        "Hola:\n\nno tenemos fecha.\n\nMateo",
        "¿Cuándo vuelve el blanco?",
    ),
    evasive(
        "Hola, Elena:\n\n"
        "Nos tomamos este asunto muy en serio y hacemos todo lo posible. Tenga la seguridad de que su "
        "caso está en buenas manos.\n\n"
        "Un saludo,\nLucía",
        "¿Me dan un altavoz nuevo o no?",
    ),
    evasive(
        "Hola, Toni:\n\nHemos tomado nota y el equipo correspondiente está informado.\n\nUn saludo,\nMateo",
        "¿Pueden cambiar la dirección de entrega?",
    ),
    evasive(
        "Hola, Toni:\n\n"
        "Para los envíos diríjase al transportista, nosotros solo vendemos el producto.\n\n"
        "Un saludo,\nLucía",
        "¿Dónde está mi paquete?",
    ),
    evasive(
        "Hola, Elena:\n\n"
        "En algún momento se arreglará, ya veremos. Le digo algo cuando me entere.\n\n"
        "Saludos,\nMateo",
        "¿Cuándo me devuelven el dinero?",
    ),
    evasive(
        "Estimado %NOMBRE%:\n\nSu altavoz está reparado y sale mañana con DHL.\n\nUn saludo,\nIker",
        "¿Está reparado?",
    ),
)
