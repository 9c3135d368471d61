//! What a ballot says in other languages.

use pollstream_protocol::definition::{CandidateText, ElectionDefinition, PartyText};

const DEFINITION: &str = r#"
[election]
id = "e"
title = "City Election"
date = "2026-11-03"
polls_open = "07:00"
polls_close = "20:00"
time_zone = "America/Chicago"
translations.es = { title = "Elección municipal" }

[[party]]
id = "green"
name = "Green Valley"
abbreviation = "GV"
translations.es = { name = "Valle Verde" }

[[contest]]
id = "measure"
title = "Shall the City buy the mill?"
[contest.translations.es]
title = "¿Debe la Ciudad comprar el molino?"
[contest.translations.ZH-hant]
title = "市政府應否購買磨坊？"

[[candidate]]
id = "yes"
contest = "measure"
name = "Yes"
party = "green"
biography = "For it."
[candidate.translations.es]
name = "Sí"
biography = """A favor.
Del todo."""
[candidate.translations.hi]
name = "हाँ"

[[district]]
id = "city"
name = "City"

[[ballot_style]]
id = "all"
contests = ["measure"]

[[polling_station]]
id = "hall"
name = "Hall"
district = "city"
ballot_styles = ["all"]
"#;

fn edited(old: &str, new: &str) -> Vec<String> {
    assert_eq!(DEFINITION.matches(old).count(), 1, "{old:?} must stand once");
    match ElectionDefinition::parse(&DEFINITION.replace(old, new)) {
        Ok(_) => vec![],
        Err(error) => error.problems.iter().map(ToString::to_string).collect(),
    }
}

/// The line of a text in the file.
fn line(text: &str) -> usize {
    let at = DEFINITION.find(text).expect("it stands there");
    DEFINITION[..at].matches('\n').count() + 1
}

#[test]
fn every_text_of_a_ballot_can_be_translated() {
    let d = ElectionDefinition::parse(DEFINITION).unwrap();
    assert_eq!(d.translations["es"], "Elección municipal");
    let contest = &d.contests[0];
    assert_eq!(
        contest.translations["zh-Hant"], "市政府應否購買磨坊？",
        "tags have one spelling"
    );
    assert_eq!(contest.translations.len(), 2);
    let green = PartyText {
        name: "Valle Verde".into(),
        abbreviation: String::new(),
    };
    assert_eq!(d.parties[0].translations["es"], green);
    let yes = CandidateText {
        name: "Sí".into(),
        biography: "A favor.\nDel todo.".into(),
        platform: String::new(),
    };
    assert_eq!(contest.candidates[0].translations["es"], yes);
    assert_eq!(
        contest.candidates[0].translations["hi"].biography, "",
        "the original stays"
    );
}

#[test]
fn faults_of_translations_are_named_with_their_lines() {
    let at = line("[candidate.translations.hi]");
    assert_eq!(
        edited("[candidate.translations.hi]", "[candidate.translations.hindi]"),
        [format!(
            "line {at}: `hindi` is not a language tag such as es, hi or zh-Hant"
        )]
    );
    assert_eq!(
        edited("[candidate.translations.hi]", "[candidate.translations.ES]"),
        [format!(
            "line {}: language `es` stands here twice",
            line("[candidate.translations.es]")
        )]
    );
    let at = line("name = \"हाँ\"");
    assert_eq!(
        edited("name = \"हाँ\"", "name = \" \""),
        [format!("line {at}: name is empty")]
    );
    let long = "é".repeat(201);
    let at = line("title = \"¿Debe");
    assert_eq!(
        edited("¿Debe la Ciudad comprar el molino?", &long),
        [format!("line {at}: title is longer than 200 characters")]
    );
    let found = edited(
        "[contest.translations.es]\ntitle",
        "[contest.translations.es]\nname",
    );
    assert!(found[0].contains("unknown field `name`"), "{found:?}");
    assert_eq!(
        edited("{ name = \"Valle Verde\" }", "{ name = \"Valle\\u0000\" }"),
        [format!(
            "line {}: name holds control characters",
            line("Valle Verde")
        )]
    );
}

#[test]
fn a_text_has_so_many_languages_and_no_more() {
    let many: String = (0..61)
        .map(|n| {
            let tag: String = [b'a' + n / 26, b'a' + n % 26].map(char::from).iter().collect();
            format!("[candidate.translations.{tag}]\nname = \"x\"\n")
        })
        .collect();
    let found = edited("[candidate.translations.hi]\nname = \"हाँ\"\n", &many);
    assert!(
        found.iter().any(|p| p.ends_with("more than 60 languages")),
        "{found:?}"
    );
}
