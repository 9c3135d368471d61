# The voter's window: short and kind sentences.
booth-title = Isoloir
booth-waiting = Bienvenue. Un membre du bureau va ouvrir votre bulletin.
booth-polls-not_opened = Le scrutin n’est pas encore ouvert.
booth-polls-paused = Le vote est suspendu. Veuillez attendre un membre du bureau.
booth-polls-closed = Le scrutin est clos. Merci.
booth-choose-language = Choisissez votre langue
booth-keys-hint = Prenez tout votre temps. Vous pouvez toucher l’écran, ou utiliser un clavier ou des contacteurs : Tab ou une flèche avance, Entrée ou Espace choisit.
booth-provisional = Ceci est un bulletin provisoire. Les autorités décideront s’il compte, sans voir votre vote.
booth-restarted-title = Cette machine a redémarré
booth-restarted-not-cast = Votre bulletin n’a pas été déposé et rien n’a été compté. Veuillez recommencer.
booth-restarted-cast = Votre bulletin a été déposé, exactement une fois. Son code de suivi ne peut plus être affiché.
booth-help-coming = Un membre du bureau a été appelé. Veuillez attendre dans l’isoloir.
booth-call-officer = Demander de l’aide
booth-leave = Membres du bureau
booth-leave-title = Retour au poste du bureau de vote
booth-leave-submit = Aller au poste
booth-contest-number = Question { $number } sur { $count }
booth-rule-plurality = { $count ->
    [one] Choisissez une option.
   *[other] Choisissez-en jusqu’à { $count }.
}
booth-rule-ranked = { $count ->
    [one] Touchez votre premier choix.
   *[other] Touchez votre premier choix, puis le deuxième, et ainsi de suite : jusqu’à { $count }. Touchez de nouveau un choix pour le retirer.
}
booth-vote-left = { $count ->
    [0] Vous avez fait tous vos choix
    [one] Vous pouvez faire un choix de plus
   *[other] Vous pouvez faire { $count } choix de plus
}
booth-rank-left = { $count ->
    [0] Vous avez classé tout ce qui peut l’être
    [one] Vous pouvez classer un choix de plus
   *[other] Vous pouvez classer { $count } choix de plus
}
booth-more-above = Suite au-dessus
booth-more-below = Suite au-dessous
booth-page-top = Début de la page
booth-page-end = Fin de la page
booth-independent = Sans étiquette
booth-rank-of = Votre choix numéro { $rank }
booth-undo-rank = Annuler le dernier choix
booth-clear = Tout effacer
booth-to-review = Vérifier vos choix
booth-done-changing = Retour à la vérification
booth-review-title = Vérifiez vos choix
booth-review-lead = Vous pouvez tout modifier. Rien ne compte avant le dépôt de votre bulletin.
booth-change = Modifier
booth-change-contest = Modifier votre choix : { $contest }
booth-nothing-chosen = Vous n’avez fait aucun choix ici. C’est permis.
booth-choose-more = { $count ->
    [one] Vous pouvez faire un choix de plus.
   *[other] Vous pouvez faire { $count } choix de plus.
}
booth-rank-more = { $count ->
    [one] Vous pouvez classer un choix de plus.
   *[other] Vous pouvez classer { $count } choix de plus.
}
booth-cast = Déposer mon bulletin
booth-casting = Dépôt de votre bulletin…
booth-confirm-title = Déposer votre bulletin ?
booth-confirm-text = Une fois déposé, il ne peut plus être modifié.
booth-confirm-undervotes = { $count ->
    [one] Pour une question, vous pouvez encore choisir.
   *[other] Pour { $count } questions, vous pouvez encore choisir.
}
booth-confirm-yes = Oui, le déposer
booth-confirm-no = Non, revenir
booth-done-title = Votre bulletin est déposé
booth-done-lead = Merci d’avoir voté. Vos choix sont secrets.
booth-done-provisional = Merci d’avoir voté. Les autorités décideront si ce bulletin compte ; vos choix restent secrets.
booth-tracking-title = Votre code de suivi
booth-tracking-text = Il vous permet de vérifier plus tard que votre bulletin a été compté. Il ne révèle pas votre vote. Notez-le, photographiez-le ou imprimez-le.
booth-tracking-text-no-printer = Il vous permet de vérifier plus tard que votre bulletin a été compté. Il ne révèle pas votre vote. Notez-le ou photographiez-le.
booth-slip-note = Ce code vous permet de vérifier plus tard que votre bulletin a été compté. Il ne révèle pas votre vote.
booth-tracking-qr = Votre code de suivi en code QR
booth-finish = Terminer
