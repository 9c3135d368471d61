# The voter's window: short and kind sentences.
booth-title = Voting booth
booth-waiting = Welcome. An officer will start your ballot.
booth-polls-not_opened = The polls are not open yet.
booth-polls-paused = Voting is paused. Please wait for an officer.
booth-polls-closed = The polls are closed. Thank you.
booth-choose-language = Choose your language
booth-keys-hint = Take all the time you need. You can touch the screen, or use a keyboard or switches: Tab or an arrow key moves on, Enter or Space chooses.
booth-provisional = This is a provisional ballot. Officials will decide whether it counts, without seeing how you voted.
booth-restarted-title = This machine was restarted
booth-restarted-not-cast = Your ballot was not cast and nothing was counted. Please begin again.
booth-restarted-cast = Your ballot was cast, exactly once. Its tracking code can no longer be shown.
booth-help-coming = An officer has been called. Please wait in the booth.
booth-call-officer = Call an officer
booth-leave = For officers
booth-leave-title = Back to the officer’s desk
booth-leave-submit = Go to the desk
booth-contest-number = Question { $number } of { $count }
booth-rule-plurality = { $count ->
    [one] Choose one.
   *[other] Choose up to { $count }.
}
booth-rule-ranked = { $count ->
    [one] Touch your first choice.
   *[other] Touch your first choice, then your second, and so on: up to { $count }. Touch a choice again to take it back.
}
booth-vote-left = { $count ->
    [0] You have made all your choices
    [one] You can choose one more
   *[other] You can choose { $count } more
}
booth-rank-left = { $count ->
    [0] You have ranked all you can
    [one] You can rank one more
   *[other] You can rank { $count } more
}
booth-more-above = More above
booth-more-below = More below
booth-page-top = Top of the page
booth-page-end = End of the page
booth-independent = Independent
booth-rank-of = Your choice number { $rank }
booth-undo-rank = Undo last choice
booth-clear = Clear all
booth-to-review = Review your choices
booth-done-changing = Back to review
booth-review-title = Check your choices
booth-review-lead = You can change anything. Nothing counts until you cast your ballot.
booth-change = Change
booth-change-contest = Change your choice: { $contest }
booth-nothing-chosen = You have not made a choice here. That is allowed.
booth-choose-more = { $count ->
    [one] You can choose one more.
   *[other] You can choose { $count } more.
}
booth-rank-more = { $count ->
    [one] You can rank one more.
   *[other] You can rank { $count } more.
}
booth-cast = Cast my ballot
booth-casting = Casting your ballot…
booth-confirm-title = Cast your ballot?
booth-confirm-text = Once it is cast, you cannot change it.
booth-confirm-undervotes = { $count ->
    [one] In one question you can still choose more.
   *[other] In { $count } questions you can still choose more.
}
booth-confirm-yes = Yes, cast it
booth-confirm-no = No, go back
booth-done-title = Your ballot is cast
booth-done-lead = Thank you for voting. Your choices are secret.
booth-done-provisional = Thank you for voting. Officials will decide whether this ballot counts; your choices stay secret.
booth-tracking-title = Your tracking code
booth-tracking-text = With it you can check later that your ballot was counted. It does not show how you voted. Write it down, photograph it or print it.
booth-tracking-text-no-printer = With it you can check later that your ballot was counted. It does not show how you voted. Write it down or photograph it.
booth-slip-note = With this code you can check later that your ballot was counted. It does not show how you voted.
booth-tracking-qr = Your tracking code as a QR code
booth-finish = Finish
