# Officers: who may change them, and who is a second person
officer-unconfirmed = Not confirmed yet: cannot be the second officer
officer-confirm = Confirm
officer-confirm-title = Is this { $name }?
officer-confirm-lead = One officer alone added { $name } or set their PIN. Another officer who knows them confirms it with their own PIN. From then on { $name } can open and close the polls with somebody else.
officer-confirm-by = Officer who confirms
officer-confirm-pin = PIN of the officer who confirms
officer-confirm-nobody = No other officer here can confirm this. Call the election office.
officer-confirmed = { $name } is confirmed.
officer-add-lead = Hand over the keyboard: only the new officer types and knows the PIN. Another officer then confirms them.
pin-theirs = Hand over the keyboard: only { $name } types and knows the new PIN. Another officer then confirms it.
error-officer_not_confirmed = This officer is not confirmed yet. Another officer confirms them under “Officers” first.
error-confirmed_by_another = Somebody else has to confirm this: not the officer who added them or set the PIN.
error-officer_confirmed = This officer is confirmed already.
# Polls: legal hours, closing, and what is missing
open-outside-title = Outside the legal hours
open-outside = By law the polls are open { $opens } to { $closes }. By the clock of this computer it is { $now }. Check the clock first. Opening now is recorded with both officers and the reason.
open-outside-reason = Why do you open the polls now?
why-title = Still missing:
why-checklist-machine = A point that the machine checks is not in order.
why-checklist-people = Tick every point that you checked.
why-reason = Give the reason.
why-second = The second officer chooses their name and enters their PIN.
why-open-sessions = Ballots are still out: let the voters cast them, or end them under “Check in”.
why-last-voter = Confirm that the last voter in line has voted.
without-ballot-title = { $count ->
    [one] One voter is checked in and got no ballot
   *[other] { $count } voters are checked in and got no ballot
}
without-ballot-lead = Ask where they are. Issue the ballot under “Check in”, or undo the check-in of whoever left without one.
without-ballot-since = checked in at { $at }
line-opened_outside_hours = The polls were opened outside the legal hours: { $reason }
outside-hours = Opened outside the legal hours: { $reason }
error-outside_legal_hours = By law the polls are open from { $opens } to { $closes }. To open them now, two officers give the reason.
error-two_officers_needed = Two officers are needed for this.
concern-reconcile-closed = The close report does not agree
concern-reconcile-closed-do = The report says by how much. Tell the election office, and keep the report with your paper list.
# Check-in: what stops a ballot, who waits, the booth
why-polls-not-open = The polls are not open.
obstacle-booth_busy = The booth is in use. The ballot can be issued as soon as its voter has left.
obstacle-not_accredited = Since the check-in the accreditation of this person was taken back. Undo the check-in; then they can vote provisionally.
obstacle-checked_in_elsewhere = Since the check-in this person was checked in elsewhere. Undo the check-in; then they can vote provisionally.
obstacle-other_polling_station = Since the check-in this person was moved to another polling station. Undo the check-in and look at the card again.
obstacle-other_style = Since the check-in this person is entitled to another ballot. Undo the check-in and check in again.
provisional-before = This person already got a provisional ballot here at { $at }.
provisional-again = Why does this person get another provisional ballot?
issued-one-screen = Hand the screen to the voter now. The desk locks itself.
hand-over = Hand the screen to the voter
waiting-title = { $count ->
    [one] One voter waits for the booth
   *[other] { $count } voters wait for the booth
}
waiting-longest = { $minutes ->
    [0] Longest wait: less than a minute
    [one] Longest wait: one minute
   *[other] Longest wait: { $minutes } minutes
}
waiting-minutes = { $minutes ->
    [0] less than a minute
    [one] one minute
   *[other] { $minutes } minutes
}
status-strip = Polls, booth and connection
booth-inactive = Nobody has touched it for a while
booth-inactive-title = Nothing has happened in the booth for { $minutes } minutes
booth-inactive-text = Ask from outside the booth whether the voter needs help. If they have left, end the ballot under “Check in”.
error-changed_since_check_in = The roll has changed since this person was checked in. Undo the check-in and look at the card again.
error-case_opened = This person already got a provisional ballot here at { $at } (case { $case }). To issue another, give the reason.
# Provisional declaration, assistance, licences
declaration-title = Declaration
declaration-text = “I declare that I am the person named here, that I may vote in this election at this polling station, and that I have not voted in it. I know that a false declaration is an offence.”
declaration-name = Name of the voter, as a signature
declaration-hint = The voter reads the declaration and types their own name.
declaration-paper = The voter signs the declaration on paper
why-declaration = The voter types their name under the declaration, or signs it on paper.
assist = Note help
assist-title = The voter is being helped
assist-lead = Voters may choose who helps them. The log says that somebody was helped and by whom; it does not name the voter.
assist-by = Who helps?
assist-officers = Two officers
assist-chosen = A person whom the voter chose
assist-name = Name of the person who helps
assist-submit = Put on record
licence-expired = This card has expired. Whether it is accepted is for your rules to say.
line-voter_assisted = A voter was helped to vote
error-not_a_licence = This is not the code of a licence. Scan the large code on the back of the card, or type the name.
error-licence_not_whole = The scan is not whole. Scan again, or type the name and date of birth.
why-fields = Fill in every field.
why-nothing-waits = Central has confirmed everything: there is nothing new to write.
