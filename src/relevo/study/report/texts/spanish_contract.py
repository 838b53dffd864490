"""What the contract linter's rules say, in Spanish."""

# ruff: noqa: E501 - sentences stand whole

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "section.contracts": "Cláusulas débiles de los contratos",
    "contracts.intro": "Cláusulas que hacen rentable atender mal a los clientes o imposible marcharse. Estos contratos están en el escenario; lo que ninguna regla busca, y la ley, siguen necesitando un lector propio.",
    "contracts.none": "Ninguna regla ve una cláusula débil.",
    "contracts.count": "Observaciones: {number}.",
    "head.clause": "Cláusula",
    "head.matters": "Por qué importa",
    "head.better": "Mejor",
    "contract.percentile-without-tail.title": "Un percentil sin cola",
    "contract.percentile-without-tail.why": "Quien ya ha esperado demasiado deja de contar: compensa dejarlo esperando y atender a tiempo al siguiente.",
    "contract.percentile-without-tail.better": "Mantener el percentil ({percentile}) y añadir una cola: el exceso medio sobre el objetivo, o el percentil 99, dentro de un segundo límite (tail: p99 within 30 min).",
    "contract.minute-without-resolution.title": "Pago por minuto, sin compromiso de resolución",
    "contract.minute-without-resolution.why": "Un precio por minuto paga la lentitud y los contactos que se repiten.",
    "contract.minute-without-resolution.better": "Comprometer una proporción resuelta en el primer contacto, con su definición y una bonificación o penalización, o pagar por resoluciones en lugar de minutos.",
    "contract.resolution-without-clawback.title": "Una resolución reabierta se paga dos veces",
    "contract.resolution-without-clawback.why": "Una resolución que se reabre al día siguiente se paga, y la segunda también.",
    "contract.resolution-without-clawback.better": "No cobrar una resolución que se reabre en 7 días (reopen_days: 7) y definir qué cuenta como reabierta.",
    "contract.all-units-cliff.title": "Una unidad más cambia el precio de todo el mes",
    "contract.all-units-cliff.why": "{volume} unidades cuestan {at} y con una más todo el mes cuesta {beyond}; solo a partir de {regained} unidades vuelve a costar lo mismo. A la empresa contratante le conviene empujar el volumen más allá del borde; al socio, frenarlo.",
    "contract.all-units-cliff.better": "Hacer los tramos graduales (mode: graduated): cada unidad tiene el precio del tramo en que cae.",
    "contract.metric-without-definition.title": "Un compromiso sin definición",
    "contract.metric-without-definition.why": "El mismo mes da cifras de 42 a 62 % según las cinco fórmulas habituales del nivel de servicio, y cada parte lee la suya.",
    "contract.metric-without-definition.better": "Nombrar la fórmula con su versión (definition: sl3), el reloj, las pausas y lo que queda fuera.",
    "contract.average-hides-rush.title": "Una media que oculta las horas punta",
    "contract.average-hides-rush.why": "Las noches tranquilas compensan las horas punta en las que no se atendió a nadie.",
    "contract.average-hides-rush.better": "Medir cada parte del día por separado (period: daypart) y comprometer cuántas cumplen el objetivo.",
    "contract.volume-without-overage.title": "Una previsión que no dice nada de lo que exceda",
    "contract.volume-without-overage.why": "Nada dice quién paga, ni qué sigue comprometido, cuando llega más de lo previsto.",
    "contract.volume-without-overage.better": "Fijar hasta dónde valen los compromisos (tolerance: 10 %), cuánto cuesta cada contacto de más y qué compromisos se relajan entonces (overage).",
    "contract.no-exit.title": "Sin salida",
    "contract.no-exit.why": "Sin una salida pactada, el conocimiento, los compromisos pendientes y las direcciones se quedan en manos de quien se abandona.",
    "contract.no-exit.better": "Pactar el preaviso, los precios hasta el final, el traspaso de vuelta, formatos abiertos para tickets y artículos, la retirada de todos los accesos con prueba y la devolución o eliminación de los datos.",
    "contract.all-units-cliff.never": "{volume} unidades cuestan {at} y con una más todo el mes cuesta {beyond}, y nunca vuelve a costar lo mismo. A la empresa contratante le conviene empujar el volumen más allá del borde; al socio, frenarlo.",
}
