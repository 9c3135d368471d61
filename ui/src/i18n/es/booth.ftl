# The voter's window: short and kind sentences.
booth-title = Cabina de votación
booth-waiting = Le damos la bienvenida. Un funcionario iniciará su boleta.
booth-polls-not_opened = La votación aún no ha comenzado.
booth-polls-paused = La votación está en pausa. Espere a un funcionario, por favor.
booth-polls-closed = La votación ha terminado. Gracias.
booth-choose-language = Elija su idioma
booth-keys-hint = Tómese todo el tiempo que necesite. Puede tocar la pantalla, o usar un teclado o pulsadores: Tab o una flecha avanza, Intro o Espacio elige.
booth-provisional = Esta es una boleta provisional. Las autoridades decidirán si cuenta, sin ver cómo votó usted.
booth-restarted-title = Esta máquina se ha reiniciado
booth-restarted-not-cast = Su boleta no se depositó y no se contó nada. Comience de nuevo, por favor.
booth-restarted-cast = Su boleta se depositó, exactamente una vez. Su código de seguimiento ya no se puede mostrar.
booth-help-coming = Hemos avisado a un funcionario. Espere en la cabina, por favor.
booth-call-officer = Pedir ayuda
booth-leave = Para funcionarios
booth-leave-title = Volver al escritorio del funcionario
booth-leave-submit = Ir al escritorio
booth-contest-number = Pregunta { $number } de { $count }
booth-rule-plurality = { $count ->
    [one] Elija una opción.
   *[other] Elija hasta { $count }.
}
booth-rule-ranked = { $count ->
    [one] Toque su primera preferencia.
   *[other] Toque su primera preferencia, luego la segunda, y así sucesivamente: hasta { $count }. Toque de nuevo una opción para quitarla.
}
booth-vote-left = { $count ->
    [0] Ya eligió todo lo que puede
    [one] Puede elegir una más
   *[other] Puede elegir { $count } más
}
booth-rank-left = { $count ->
    [0] Ya ordenó todo lo que puede
    [one] Puede ordenar una más
   *[other] Puede ordenar { $count } más
}
booth-more-above = Hay más arriba
booth-more-below = Hay más abajo
booth-page-top = Principio de la página
booth-page-end = Fin de la página
booth-independent = Independiente
booth-rank-of = Su preferencia número { $rank }
booth-undo-rank = Deshacer la última
booth-clear = Borrar todo
booth-to-review = Revisar sus elecciones
booth-done-changing = Volver a la revisión
booth-review-title = Revise sus elecciones
booth-review-lead = Puede cambiar lo que quiera. Nada cuenta hasta que deposite su boleta.
booth-change = Cambiar
booth-change-contest = Cambiar su elección: { $contest }
booth-nothing-chosen = No ha elegido nada aquí. Está permitido.
booth-choose-more = { $count ->
    [one] Puede elegir una más.
   *[other] Puede elegir { $count } más.
}
booth-rank-more = { $count ->
    [one] Puede ordenar una más.
   *[other] Puede ordenar { $count } más.
}
booth-cast = Depositar mi boleta
booth-casting = Depositando su boleta…
booth-confirm-title = ¿Depositar su boleta?
booth-confirm-text = Una vez depositada, no podrá cambiarla.
booth-confirm-undervotes = { $count ->
    [one] En una pregunta aún puede elegir más.
   *[other] En { $count } preguntas aún puede elegir más.
}
booth-confirm-yes = Sí, depositarla
booth-confirm-no = No, volver
booth-done-title = Su boleta ha quedado depositada
booth-done-lead = Gracias por votar. Sus elecciones son secretas.
booth-done-provisional = Gracias por votar. Las autoridades decidirán si esta boleta cuenta; sus elecciones siguen siendo secretas.
booth-tracking-title = Su código de seguimiento
booth-tracking-text = Con él podrá comprobar después que su boleta se contó. No muestra cómo votó. Anótelo, fotografíelo o imprímalo.
booth-tracking-text-no-printer = Con él podrá comprobar después que su boleta se contó. No muestra cómo votó. Anótelo o fotografíelo.
booth-slip-note = Con este código podrá comprobar después que su boleta se contó. No muestra cómo votó.
booth-tracking-qr = Su código de seguimiento como código QR
booth-finish = Terminar
