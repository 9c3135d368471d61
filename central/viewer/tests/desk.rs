//! The officials' desk without a screen and without a central: every screen is driven through its accessible
//! names; what would go to the desk is caught, what would come back is shown.

#[path = "support/desk.rs"]
mod fixture;
#[allow(dead_code, reason = "the tests of the results use what these do not")]
mod support;

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};
use fixture::{LONG, case, closed, decide, desk, desk_of, ended, looked, proposed, running, sign_in};
use pollstream_central::admin::{NewParty, RegistrationDecision, Verdict};
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::voter::Accreditation;
use pollstream_viewer::command::{Deed, Order};
use pollstream_viewer::desk::Draft;
use pollstream_viewer::snapshot::{Job, Link};
use pollstream_viewer::{Command, Mode, Screen, Snapshot};
use support::{Stage, at};

impl Stage {
    /// Presses the button of this name.
    #[track_caller]
    fn press(&mut self, name: &str) {
        self.window.get_by_role_and_label(Role::Button, name).click();
        self.window.run();
    }

    /// Types into the field of this name.
    #[track_caller]
    fn fill(&mut self, name: &str, text: &str) {
        self.window.get_by_label(name).click();
        self.window.run();
        self.window.get_by_label(name).type_text(text);
        self.window.run();
    }

    /// Chooses something in the list of this name.
    #[track_caller]
    fn choose(&mut self, name: &str, what: &str) {
        self.window.get_by_role_and_label(Role::ComboBox, name).click();
        self.window.run();
        self.window.get_by_role_and_label(Role::Button, what).click();
        self.window.run();
    }

    /// Picks a row by its name.
    #[track_caller]
    fn pick(&mut self, name: &str) {
        self.window
            .get_by_role_and_label(Role::ListBoxOption, name)
            .click();
        self.window.run();
    }

    /// Ticks a box.
    #[track_caller]
    fn tick(&mut self, name: &str) {
        self.window.get_by_role_and_label(Role::CheckBox, name).click();
        self.window.run();
    }

    /// Whether something says this now, as an alarm.
    fn alerts(&self, says: &str) -> bool {
        let alerts = self.window.query_all_by_role(Role::Alert);
        alerts
            .into_iter()
            .any(|alert| alert.accesskit_node().label().is_some_and(|l| l.contains(says)))
    }

    /// What the desk was asked for since the last time, beside that somebody is here.
    fn orders(&mut self) -> Vec<Order> {
        let commands = self.commands().into_iter();
        commands
            .filter_map(|c| {
                if let Command::Desk(order) = c {
                    Some(order)
                } else {
                    None
                }
            })
            .filter(|order| *order != Order::Stir)
            .collect()
    }

    /// The one decision that was asked for: its number, what, and why.
    #[track_caller]
    fn decided(&mut self) -> (u64, Deed, String) {
        let mut orders = self.orders();
        assert_eq!(orders.len(), 1, "{orders:?}");
        match orders.remove(0) {
            Order::Decide { number, deed, reason } => (number, deed, reason),
            other => panic!("{other:?} is no decision"),
        }
    }
}

const UNDERSTOOD: &str = "I understand that this cannot be undone";

#[test]
fn an_official_signs_in_and_out_and_wrong_passphrases_are_told() {
    let mut stage = Stage::new(desk(), Mode::Desk);
    stage.press("Sign in …");
    stage.window.get_by_role_and_label(Role::Dialog, "Sign in");
    stage.press("Sign in");
    assert!(stage.alerts("Choose who you are") && stage.alerts("Type your passphrase"));
    assert_eq!(stage.orders(), []);
    stage
        .window
        .get_by_role_and_label(Role::ComboBox, "Official")
        .click();
    stage.window.run();
    assert!(
        stage.window.query_by_label_contains("Carl Gone").is_none(),
        "who is disabled does not sign in"
    );
    stage
        .window
        .get_by_role_and_label(Role::Button, "Anna Okoye, official (anna)")
        .click();
    stage.window.run();
    stage.fill("Passphrase", "four words of anna");
    stage.picture("sign-in");
    stage.window.key_press(Key::Enter);
    stage.window.run();
    let orders = stage.orders();
    let [
        Order::SignIn {
            number,
            official,
            passphrase,
        },
    ] = &orders[..]
    else {
        panic!("{orders:?}");
    };
    assert_eq!(
        (official.as_str(), passphrase.as_str()),
        ("anna", "four words of anna")
    );
    assert!(
        !format!("{orders:?}").contains("four words"),
        "it is never printed"
    );
    let number = *number;

    stage.show(running(desk(), number));
    stage.window.get_by_label_contains("Signing in … since 14:32:09");
    stage.window.key_press(Key::Escape);
    stage.window.run();
    stage.window.get_by_label("Passphrase");
    stage.show(ended(desk(), number, Some("The passphrase is wrong.")));
    assert!(stage.alerts("The passphrase is wrong"));
    stage.fill("Passphrase", "five words of anna");
    stage.press("Sign in");
    assert_eq!(stage.orders().len(), 1);
    stage.show(ended(desk_of("anna"), number + 1, None));
    stage.window.get_by_label("Signed in: Anna Okoye, official");
    assert!(
        stage.window.query_by_label("Passphrase").is_none(),
        "the dialog is gone"
    );
    stage.press("Sign out");
    assert_eq!(stage.orders(), [Order::SignOut]);
}

#[test]
fn the_only_official_is_chosen_already_and_keys_do_it_all() {
    let mut alone = desk();
    let papers = std::sync::Arc::make_mut(&mut alone.papers);
    papers.officials.truncate(1);
    let mut stage = Stage::new(alone, Mode::Desk);
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::L);
    stage.window.run();
    assert!(stage.window.get_by_label("Passphrase").is_focused());
    stage
        .window
        .get_by_label("Passphrase")
        .type_text("four words of anna");
    stage.window.run();
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    stage.window.run();
    assert!(matches!(&stage.orders()[..], [Order::SignIn { .. }]));
}

#[test]
fn without_a_sign_in_nothing_is_decided_and_nobodys_record_is_shown() {
    let mut stage = Stage::new(desk(), Mode::Desk);
    for screen in [Screen::Election, Screen::Accreditation, Screen::Adjudication] {
        stage.open(screen);
        for (name, deciding) in [
            ("Close the election …", Screen::Election),
            ("Submit a candidate …", Screen::Accreditation),
        ] {
            if screen == deciding {
                let button = stage.window.get_by_role_and_label(Role::Button, name);
                assert!(button.accesskit_node().is_disabled(), "{name}");
            }
        }
    }
    stage
        .window
        .get_by_label_contains("Sign in to see provisional ballots");
    stage.open(Screen::Accreditation);
    stage.window.get_by_label("Registrations").click();
    stage.window.run();
    stage.window.get_by_label_contains("Sign in to see registrations");
    let mut wall = Stage::new(desk_of("anna"), Mode::Wall);
    wall.window.run();
    assert!(wall.window.query_by_label_contains("Sign").is_none());
}

#[test]
fn an_auditor_sees_everything_and_decides_nothing() {
    let mut stage = Stage::new(desk_of("odd"), Mode::Desk);
    stage.window.get_by_label("Signed in: Odd Nilsen, auditor");
    stage.open(Screen::Adjudication);
    stage.pick("Ruth Adeyemi");
    for name in ["Propose to release …", "Propose to reject …"] {
        let button = stage.window.get_by_role_and_label(Role::Button, name);
        assert!(button.accesskit_node().is_disabled(), "{name}");
    }
    stage
        .window
        .get_by_label("Auditors see everything and decide nothing.");
}

#[test]
fn who_does_not_stir_is_warned_and_whoever_does_is_told_of() {
    let mut idle = desk_of("anna");
    idle.at = at(255);
    let mut stage = Stage::new(idle, Mode::Desk);
    assert!(stage.alerts("Signed out in 45 s"));
    stage.commands();
    let stirs = |stage: &mut Stage| {
        let commands = stage.commands().into_iter();
        commands
            .filter(|c| matches!(c, Command::Desk(Order::Stir)))
            .count()
    };
    stage.window.hover_at(eframe::egui::pos2(400.0, 500.0));
    stage.window.run();
    stage.window.hover_at(eframe::egui::pos2(410.0, 500.0));
    stage.window.run();
    assert_eq!(stirs(&mut stage), 1, "now and then, not at each move");
    stage.pass(24);
    stage.window.key_press(Key::A);
    stage.window.run();
    assert_eq!(stirs(&mut stage), 1);
}

#[test]
fn signing_out_closes_what_was_open_and_forgets_what_was_searched() {
    let mut stage = Stage::new(desk_of("anna"), Mode::Desk);
    stage.open(Screen::Adjudication);
    stage.fill("Search provisional ballots", "adeyemi");
    stage.pick("Ruth Adeyemi");
    stage.press("Propose to reject …");
    stage.window.get_by_label("Reason");
    stage.show(desk());
    assert!(stage.window.query_by_label("Reason").is_none());
    assert!(stage.window.query_by_label_contains("Adeyemi").is_none());
    stage.show(desk_of("ben"));
    let field = stage.window.get_by_label("Search provisional ballots");
    assert_eq!(field.value().unwrap_or_default(), "");
    stage.window.get_by_label("Miguel Santos");
}

#[test]
fn the_election_is_closed_with_a_reason_that_is_understood() {
    let mut stage = Stage::new(desk_of("anna"), Mode::Desk);
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::Num6);
    stage.window.run();
    assert_eq!(stage.window.state().screen(), Screen::Election);
    stage.picture("election");
    stage.press("Close the election …");
    stage
        .window
        .get_by_label_contains("stations have not closed the polls yet");
    stage.press("Close the election");
    assert!(stage.alerts("Say why") && stage.alerts("Tick the box"));
    assert_eq!(stage.orders(), []);
    stage.fill("Reason", "  The election is over.  ");
    stage.tick(UNDERSTOOD);
    stage.picture("close");
    stage.press("Close the election");
    let (number, deed, reason) = stage.decided();
    assert_eq!((deed, reason.as_str()), (Deed::Close, "The election is over."));
    stage.show(running(desk_of("anna"), number));
    let button = stage
        .window
        .get_by_role_and_label(Role::Button, "Close the election");
    assert!(button.accesskit_node().is_disabled(), "once is enough");
    stage.window.get_by_label_contains("Opening what is sealed …");
    stage.show(ended(closed(desk_of("anna")), number, None));
    stage
        .window
        .get_by_label_contains("Closed on 3 November 2026, 12:28:47 by Anna Okoye");
    assert!(stage.window.query_by_label("Close the election …").is_none());
}

#[test]
fn what_stands_in_the_way_of_certification_is_listed_and_two_officials_certify() {
    let mut stage = Stage::new(closed(desk_of("anna")), Mode::Desk);
    stage.open(Screen::Election);
    let propose = |stage: &Stage| {
        let button = stage
            .window
            .get_by_role_and_label(Role::Button, "Propose certification …");
        button.accesskit_node().is_disabled()
    };
    assert!(propose(&stage));
    stage.press("Check readiness to certify");
    assert_eq!(stage.orders(), [Order::Hurdles]);
    let mut looking = closed(desk_of("anna"));
    looking.desk.hurdles = Job::Running {
        since: at(5),
        progress: 0,
    };
    stage.show(looking);
    stage
        .window
        .get_by_label_contains("Checking and counting again since 14:32:12");
    let hurdles = [
        (
            "station old-docks-hall has not closed its polls: wait for it, or central revoke",
            false,
        ),
        (
            "4 provisional ballot(s) are not decided: central provisional list",
            true,
        ),
    ];
    let mut barred = closed(desk_of("anna"));
    looked(&mut barred, &hurdles);
    stage.show(barred);
    stage.window.get_by_label("must be dealt with");
    stage.window.get_by_label("needs a reason");
    assert!(propose(&stage), "one of them cannot be overcome");
    stage.picture("hurdles");

    let mut undecided = closed(desk_of("anna"));
    looked(&mut undecided, &hurdles[1..]);
    stage.show(undecided.clone());
    stage.press("Propose certification …");
    stage.fill("Reason", "The canvass is over");
    stage.press("Propose");
    assert!(stage.alerts("although ballots are undecided"));
    stage.fill(
        "Why it is certified although ballots are undecided",
        "Nobody came in the days that the law gives",
    );
    stage.press("Propose");
    let (number, deed, reason) = stage.decided();
    let despite = Some("Nobody came in the days that the law gives".to_owned());
    assert_eq!(deed, Deed::Certify { seen: None, despite });
    assert_eq!(reason, "The canvass is over");

    proposed(&mut undecided, "anna");
    stage.show(ended(undecided.clone(), number, None));
    let confirm = stage
        .window
        .get_by_role_and_label(Role::Button, "Confirm certification …");
    assert!(confirm.accesskit_node().is_disabled(), "another official must");
    stage
        .window
        .get_by_label("You proposed it: another official must confirm it.");
    sign_in(&mut undecided, "ben");
    stage.show(undecided.clone());
    stage.press("Confirm certification …");
    stage.tick(UNDERSTOOD);
    stage.picture("certify");
    stage.press("Certify the results");
    let (number, deed, _) = stage.decided();
    let seen = undecided.papers.certification().cloned();
    assert!(seen.is_some());
    assert_eq!(deed, Deed::Certify { seen, despite: None });
    let refused = "The results have changed since certification was proposed.";
    stage.show(ended(undecided.clone(), number, Some(refused)));
    assert!(stage.alerts("The results have changed"));
    stage.press("Cancel");
    stage.press("Decline …");
    stage.press("Drop the proposal");
    assert_eq!(stage.decided().1, Deed::DeclineCertification);
}

#[test]
fn certified_results_end_every_decision_that_could_change_them() {
    let mut certified = closed(desk_of("ben"));
    support::finish(
        &mut certified,
        pollstream_protocol::events::ResultsStatus::Certified,
    );
    decide(
        &mut certified,
        "election_certified",
        "9f4c21aa07be15d3",
        &["anna", "ben"],
        "The canvass is over.",
    );
    let mut stage = Stage::new(certified, Mode::Desk);
    stage.open(Screen::Election);
    stage
        .window
        .get_by_label_contains("by Anna Okoye and Ben Falk: The canvass is over (decision 5)");
    stage.open(Screen::Accreditation);
    stage.pick("Noor Haddad");
    let accredit = stage.window.get_by_role_and_label(Role::Button, "Accredit …");
    assert!(accredit.accesskit_node().is_disabled());
}

#[test]
fn decisions_are_searched_and_exported() {
    let mut stage = Stage::new(desk(), Mode::Desk);
    stage.open(Screen::Election);
    stage.window.get_by_label_contains("214 signatures");
    stage.fill("Search decisions", "auditor");
    assert!(stage.window.query_by_label_contains("214 signatures").is_none());
    stage.window.get_by_label("odd auditor");
    stage.window.key_press(Key::Escape);
    stage.window.run();
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::T);
    stage.window.run();
    stage.window.run();
    let exported = stage.commands().into_iter().find_map(|c| match c {
        Command::Export(pollstream_viewer::command::Export::Table { name, rows }) => Some((name, rows.len())),
        _ => None,
    });
    assert_eq!(exported, Some(("decisions".to_owned(), 2)));
}

#[test]
fn a_candidate_is_submitted_when_the_form_is_right() {
    let mut stage = Stage::new(desk_of("anna"), Mode::Desk);
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::Num7);
    stage.window.run();
    stage.press("Submit a candidate …");
    stage.press("Submit");
    for fault in ["Type the name", "it is empty", "Choose the contest", "Say why"] {
        assert!(stage.alerts(fault), "{fault}");
    }
    assert_eq!(stage.orders(), []);
    stage.fill("Name on the ballot", "Eve Ångström");
    stage.fill("Id", "Amina Warsame");
    assert!(stage.alerts("use lower-case letters"));
    stage.window.get_by_label("Id").click();
    stage.window.run();
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    stage.window.get_by_label("Id").type_text("amina-warsame");
    stage.window.run();
    assert!(stage.alerts("There is one with this id already"));
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    stage.window.get_by_label("Id").type_text("eve");
    stage.window.run();
    stage.choose("Contest", "City Council, three seats");
    stage.choose("Party", "Green Valley Party");
    stage.fill("Photo", "pictures/eve.png");
    stage.fill("Reason", "Filed in time");
    stage.picture("submit-candidate");
    stage.press("Submit");
    let (_, deed, reason) = stage.decided();
    let Deed::SubmitCandidate(new) = deed else {
        panic!("{deed:?}");
    };
    assert_eq!(
        (new.id.as_str(), new.contest.as_str(), new.name.as_str()),
        ("eve", "council", "Eve Ångström")
    );
    assert_eq!(
        (new.party.expect("a party").as_str(), new.picture.as_str()),
        ("green-valley", "pictures/eve.png")
    );
    assert_eq!(reason, "Filed in time");
}

#[test]
fn candidates_are_accredited_rejected_and_withdrawn_as_they_may_be() {
    let mut stage = Stage::new(desk_of("anna"), Mode::Desk);
    stage.open(Screen::Accreditation);
    stage.pick("Noor Haddad");
    stage
        .window
        .get_by_label_contains("The nomination was filed on the last day");
    stage.picture("candidates");
    stage.press("Reject …");
    stage.fill("Reason", "   ");
    stage.press("Reject");
    assert!(stage.alerts("Say why"), "an empty reason is refused");
    assert_eq!(stage.orders(), []);
    stage.press("Cancel");
    stage.press("Accredit …");
    stage.fill("Reason", "The signatures are good");
    stage.press("Accredit");
    let (number, deed, reason) = stage.decided();
    let candidate = "noor-haddad".parse().expect("an id");
    let to = Accreditation::Accredited;
    assert_eq!(deed, Deed::DecideCandidate { candidate, to });
    assert_eq!(reason, "The signatures are good");
    stage.show(ended(desk_of("anna"), number, Some("The revision is refused.")));
    assert!(stage.alerts("The revision is refused"));
    stage.window.key_press(Key::Escape);
    stage.window.run();

    stage.window.get_by_label("Accredited").click();
    stage.window.run();
    stage.fill("Search candidates", "lindqvist");
    stage.pick("Walter Lindqvist");
    assert!(
        stage.window.query_by_label("Reject …").is_none(),
        "who is accredited"
    );
    stage.press("Withdraw …");
    stage.fill("Reason", "By letter");
    stage.press("Withdraw");
    assert!(stage.alerts("Tick the box"));
    stage.tick(UNDERSTOOD);
    stage.press("Withdraw");
    let candidate = "walter-lindqvist".parse().expect("an id");
    let to = Accreditation::Withdrawn;
    assert_eq!(stage.decided().1, Deed::DecideCandidate { candidate, to });
}

#[test]
fn a_party_is_added() {
    let mut stage = Stage::new(desk_of("anna"), Mode::Desk);
    stage.open(Screen::Accreditation);
    stage.window.get_by_label("Parties").click();
    stage.window.run();
    stage.window.get_by_label("Riverside Alliance");
    stage.picture("parties");
    stage.press("Add a party …");
    stage.fill("Name", "Oak Party");
    stage.fill("Id", "green-valley");
    stage.fill("Reason", "Registered");
    stage.press("Add");
    assert!(stage.alerts("There is one with this id already"));
    stage.window.get_by_label("Id").click();
    stage.window.run();
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    stage.window.get_by_label("Id").type_text("oak");
    stage.window.run();
    stage.press("Add");
    let new = NewParty {
        id: "oak".parse().expect("an id"),
        name: "Oak Party".into(),
        abbreviation: String::new(),
    };
    assert_eq!(stage.decided().1, Deed::AddParty(new));
}

#[test]
fn a_registration_and_its_duplicates_stand_side_by_side() {
    let mut stage = Stage::new(desk_of("ben"), Mode::Desk);
    stage.open(Screen::Accreditation);
    stage.window.get_by_label("Registrations (4)").click();
    stage.window.run();
    stage.pick("Zoë Ångström");
    for seen in ["Zoe Angstrom", "ÅNGSTRÖM, Zoë", "Same name and date of birth"] {
        stage.window.get_by_label(seen);
    }
    stage.picture("registrations");
    let stations: Vec<String> = {
        let live = desk().live.expect("an election");
        let stations = live.election.definition.polling_stations.iter();
        stations.map(|s| s.name.clone()).collect()
    };
    stage.press(&format!("Accredit at {} …", stations[2]));
    stage.press("Accredit");
    assert!(stage.alerts("Say why"));
    stage.fill("Reason", "Lives there");
    stage.press("Accredit");
    let (number, deed, _) = stage.decided();
    let row = desk_of("ben").voters.registrations[0].clone();
    let voter = row.voter.voter_id;
    let at = Some(row.claims[0].station.clone());
    let decision = RegistrationDecision::Accredit { at };
    assert_eq!(deed, Deed::DecideRegistration { voter, decision });
    stage.show(ended(desk_of("ben"), number, None));
    stage.tick("Only those who may be on record already");
    assert!(stage.window.query_by_label("Ola Berg").is_none());
    stage.tick("Only those who may be on record already");
    stage.pick("Ola Berg");
    stage
        .window
        .get_by_label_contains("Nobody on record has this number");
    stage.press("Reject …");
    stage.fill("Reason", "No proof of address");
    stage.press("Reject");
    let (_, deed, reason) = stage.decided();
    assert!(matches!(
        deed,
        Deed::DecideRegistration {
            decision: RegistrationDecision::Reject,
            ..
        }
    ));
    assert_eq!(reason, "No proof of address");
}

#[test]
fn a_provisional_ballot_is_proposed_by_one_and_confirmed_by_another() {
    let mut stage = Stage::new(desk_of("anna"), Mode::Desk);
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::Num8);
    stage.window.run();
    stage.pick("Ruth Adeyemi");
    stage
        .window
        .get_by_label_contains("nobody can read it beside this record");
    stage.window.get_by_label_contains("Checked in at");
    stage.picture("provisional");
    stage.press("Propose to release …");
    stage.press("Propose to release");
    assert!(stage.alerts("Say why"), "an empty reason is refused");
    assert_eq!(stage.orders(), []);
    stage.fill("Reason", "Checked in by mistake");
    stage.press("Propose to release");
    let (number, deed, reason) = stage.decided();
    let cases = vec![case("2001")];
    let verdict = Verdict::Release;
    assert_eq!(deed, Deed::ProposeCases { cases, verdict });
    assert_eq!(reason, "Checked in by mistake");
    stage.show(ended(desk_of("anna"), number, None));

    stage.pick("Ida Larsen");
    let release = stage
        .window
        .get_by_role_and_label(Role::Button, "Propose to release …");
    assert!(
        release.accesskit_node().is_disabled(),
        "its ballot has not arrived"
    );
    stage.window.get_by_label("Proposed").click();
    stage.window.run();
    stage.pick("Sofia Petrova");
    let confirm = stage.window.get_by_role_and_label(Role::Button, "Confirm …");
    assert!(confirm.accesskit_node().is_disabled(), "her own proposal");
    stage.show(desk_of("ben"));
    stage.press("Confirm …");
    let says = "Anna Okoye proposed to release it";
    let said = stage.window.query_all_by_label_contains(says).count();
    assert_eq!(said, 2, "the dialog says it again");
    stage.tick(UNDERSTOOD);
    stage.press("Release the ballot");
    let (number, deed, _) = stage.decided();
    let Deed::ConfirmCases(seen) = deed else {
        panic!("{deed:?}");
    };
    assert_eq!((seen.len(), seen[0].case.clone()), (1, case("2004")));
    stage.show(ended(desk_of("ben"), number, None));
    stage.press("Decline …");
    stage.press("Drop the proposal");
    assert_eq!(stage.decided().1, Deed::DeclineCases(vec![case("2004")]));
}

#[test]
fn several_provisional_ballots_are_proposed_at_once() {
    let mut stage = Stage::new(desk_of("anna"), Mode::Desk);
    stage.open(Screen::Adjudication);
    for name in ["Mark Ruth Adeyemi", "Mark Miguel Santos"] {
        stage.tick(name);
    }
    stage.press("Propose to reject the marked …");
    stage.fill("Reason", "Both voted elsewhere");
    stage.press("Propose to reject");
    let (_, deed, _) = stage.decided();
    let Deed::ProposeCases { cases, verdict } = deed else {
        panic!("{deed:?}");
    };
    assert_eq!(verdict, Verdict::Reject);
    let mut expected = vec![case("2001"), case("2002")];
    expected.sort_unstable();
    assert_eq!(cases, expected);
}

#[test]
fn refused_messages_and_incidents_are_resolved_with_a_reason() {
    let mut stage = Stage::new(desk_of("anna"), Mode::Desk);
    stage.open(Screen::Adjudication);
    stage.window.get_by_label("Quarantine (2)").click();
    stage.window.run();
    stage.pick("bad signature");
    stage.press("Resolve …");
    stage.press("Resolve");
    assert!(stage.alerts("Say why"));
    stage.fill("Reason", "A broken scanner");
    stage.press("Resolve");
    let (number, deed, reason) = stage.decided();
    assert_eq!(
        (deed, reason.as_str()),
        (Deed::ResolveRefused(1), "A broken scanner")
    );
    stage.show(ended(desk_of("anna"), number, None));
    stage.window.get_by_label("Incidents (1)").click();
    stage.window.run();
    stage.pick("double check in");
    stage.picture("incidents");
    stage.press("Resolve …");
    stage.fill("Reason", "The desk was replaced");
    stage.press("Resolve");
    assert_eq!(stage.decided().1, Deed::ResolveIncident(1));
}

#[test]
fn an_election_is_created_from_its_definition_file() {
    let mut none = Snapshot::empty(at(0));
    none.links.postgres = Link::NoElection;
    let mut stage = Stage::new(none.clone(), Mode::Desk);
    stage.window.get_by_label("There is no election here yet");
    stage.fill("Definition file", "/srv/riverton.toml");
    stage.press("Read the file");
    let orders = stage.orders();
    let [Order::ReadDefinition { number, path }] = &orders[..] else {
        panic!("{orders:?}");
    };
    assert_eq!(path.to_str(), Some("/srv/riverton.toml"));
    stage.show(ended(
        none.clone(),
        *number,
        Some("/srv/riverton.toml: line 3: `id` is empty"),
    ));
    assert!(stage.alerts("line 3"));
    stage.press("Read the file");
    assert_eq!(stage.orders().len(), 1);
    let toml = include_str!("../../../examples/riverton.toml");
    none.desk.draft = Some(Draft {
        path: "/srv/riverton.toml".into(),
        toml: toml.into(),
        definition: ElectionDefinition::parse(toml).expect("the sample").into(),
    });
    stage.show(ended(none, number + 1, None));
    stage
        .window
        .get_by_label("City of Riverton General Municipal Election");
    stage.picture("create");
    stage.press("Create the election …");
    stage.press("Create the election");
    assert!(stage.alerts("Tick the box"));
    stage.tick(UNDERSTOOD);
    stage.press("Create the election");
    assert_eq!(stage.orders(), [Order::CreateElection { number: 3 }]);
}

#[test]
fn the_desk_is_drawn_dark_and_narrow_and_with_long_names() {
    let mut long = desk_of("anna");
    long.desk.session.as_mut().expect("a session").name = LONG.into();
    let mut stage = Stage::new(long, Mode::Desk);
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::D);
    stage.window.run();
    stage.window.set_size(eframe::egui::vec2(820.0, 700.0));
    stage.window.run();
    stage.open(Screen::Accreditation);
    stage.pick(LONG);
    stage.picture("candidates-narrow-dark");
    stage.open(Screen::Adjudication);
    stage.pick("Ruth Adeyemi");
    stage.press("Propose to reject …");
    stage.picture("propose-narrow-dark");
}

#[test]
fn nothing_is_drawn_while_nothing_happens_at_the_desk() {
    let mut stage = Stage::new(desk_of("anna"), Mode::Desk);
    for screen in Screen::ALL {
        stage.open(screen);
        let delay = stage.repaint_delay();
        assert!(
            delay.as_secs() > 3_600,
            "{screen:?} asks to be drawn again after {delay:?}"
        );
    }
    stage.press("Sign out");
    stage.show(running(desk(), 7));
    stage.press("Sign in …");
    let delay = stage.repaint_delay();
    assert!(
        delay.as_secs() > 3_600,
        "the dialog asks to be drawn again after {delay:?}"
    );
}
