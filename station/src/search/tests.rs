//! Names of many languages, typed in every way that people type them.

use jiff::civil::{Date, date};
use pollstream_protocol::ids::{ElectionId, VoterId};
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};

use super::DateOrder::{self, DayFirst, MonthFirst};
use super::RollIndex;
use super::query::Query;

fn election() -> ElectionId {
    "riverton".parse().unwrap()
}

fn voter(number: &str, name: &str, born: Date) -> VoterRecord {
    VoterRecord {
        voter_id: VoterId::derive(&election(), number),
        registration_number: number.into(),
        name: name.into(),
        date_of_birth: born,
        gender: String::new(),
        nationality: String::new(),
        address: Address::default(),
        email: String::new(),
        phone: String::new(),
        cell: String::new(),
        picture: String::new(),
        accreditation: Accreditation::Accredited,
        polling_station: "hall".parse().unwrap(),
        ballot_style: "city".parse().unwrap(),
        registered_at: "2026-01-01T00:00:00Z".parse().unwrap(),
    }
}

/// A roll whose nth voter has the nth of the names and the number `RV-` n.
struct Roll {
    index: RollIndex,
    names: Vec<String>,
}

fn number(n: usize) -> String {
    format!("RV-{:06}", n * 7919 + 100_000)
}

fn born(n: usize) -> Date {
    let year = i16::try_from(1930 + n % 70).unwrap();
    date(
        year,
        i8::try_from(n % 12 + 1).unwrap(),
        i8::try_from(n % 28 + 1).unwrap(),
    )
}

impl Roll {
    fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let mut index = RollIndex::new(election());
        for (n, name) in names.iter().enumerate() {
            index.put(&voter(&number(n), name, born(n)));
        }
        Roll { index, names }
    }

    /// Names that are found, best first, and how many there are.
    fn find(&self, query: &str, dates: DateOrder) -> (Vec<&str>, u64) {
        let matches = self.index.find(&Query::parse(query, dates), 50);
        let name =
            |id: &VoterId| (0..self.names.len()).find(|n| VoterId::derive(&election(), &number(*n)) == *id);
        let names = matches
            .best
            .iter()
            .map(|id| &*self.names[name(id).unwrap()])
            .collect();
        (names, matches.total)
    }

    fn first(&self, query: &str) -> Option<&str> {
        self.find(query, DayFirst).0.first().copied()
    }
}

const NAMES: [&str; 66] = [
    // English, Irish, Scottish
    "Siobhán O’Shaughnessy",
    "Fiona MacDonald",
    "Geoffrey Whittaker",
    "D'Arcy Featherstonehaugh",
    "Anne-Marie Hughes",
    // Spanish, Portuguese, Catalan
    "Íñigo Muñoz de la Peña",
    "Conceição Magalhães",
    "Núria Puigdemont i Vallès",
    "Guillermo del Río",
    "João Brandão",
    // French, Breton
    "François Lefèbvre-d’Ormesson",
    "Maëlys Le Goff",
    "Œnone Cœurdevey",
    "Zoé Le Bœuf",
    // German, Dutch
    "Jürgen Großmann",
    "Käthe Weiß",
    "Grietje van ’t Hof",
    "IJsbrand de Vries",
    // Nordic
    "Åse Bjørnstad",
    "Þorsteinn Ægisson",
    "Håkon Ødegård",
    "Väinö Hämäläinen",
    "Guðrún Jónsdóttir",
    // Polish, Czech, Slovak, Hungarian
    "Władysław Żółkiewski",
    "Bożena Świętosławska",
    "Jiří Dvořáček",
    "Ľubomír Šťastný",
    "Győző Szőnyi",
    // Balkan, Romanian, Baltic
    "Đurđica Šarić",
    "Ștefan Țăranu",
    "Žydrūnas Šimkus",
    "Ģirts Bērziņš",
    // Turkish, Azerbaijani
    "Işıl Kırımlı",
    "İbrahim Çağlayan",
    "Ağasəf Məmmədov",
    // Vietnamese
    "Nguyễn Thị Ánh",
    "Đặng Quốc Bảo",
    "Lý Trường Sơn",
    // Greek, Russian, Ukrainian
    "Χρήστος Παπαδόπουλος",
    "Ελένη Αγγελοπούλου",
    "Фёдор Семёнович Щукин",
    "Наталія Ґудзь",
    "Мар’яна Кравчук",
    // Arabic, Persian, Urdu
    "عبد الرحمن القحطاني",
    "أسماء بنت يحيى",
    "مُصْطَفَى الشَّافِعِيّ",
    "فریده کیانی",
    "آمنة الهاشمية",
    "زهرہ بیگم",
    // Hebrew
    "אַבְרָהָם בֶּן־דָּוִד",
    "רחל לוי",
    // Hindi, Bengali, Tamil
    "ज़ाकिर ख़ान",
    "लक्ष्मी नारायण",
    "অনিন্দিতা সেনগুপ্ত",
    "முருகன் செல்வம்",
    // Chinese, Japanese, Korean
    "歐陽文靜",
    "陈志远",
    "やまもと さくら",
    "コバヤシ ケンジ",
    "박지훈",
    "이서연",
    // Hawaiian, Maori, Samoan
    "Kaʻahumanu Keōpūolani",
    "Te Ataahua Rangihāʻata",
    "Leilani Faʻaleava",
    // Ethiopic, Georgian
    "አበበ ቢቂላ",
    "ნინო ბერიძე",
];

fn without_accents(name: &str) -> String {
    pollstream_protocol::fold::fold_words(name).join(" ")
}

#[test]
fn every_name_is_found_first_in_capitals_small_letters_and_without_accents() {
    let roll = Roll::of(NAMES);
    for name in NAMES {
        let reversed = name.split(' ').rev().collect::<Vec<_>>().join(" ");
        let no_points: String = name.chars().filter(|c| !"’'ʻ-־".contains(*c)).collect();
        let spaced: String = name
            .chars()
            .map(|c| if "’'ʻ-־".contains(c) { ' ' } else { c })
            .collect();
        for query in [
            name.to_owned(),
            name.to_uppercase(),
            name.to_lowercase(),
            without_accents(name),
            without_accents(name).to_uppercase(),
            name.replace(' ', ""),
            format!("  {}, ", name.replace(' ', "   ")),
            reversed,
            no_points,
            spaced,
        ] {
            assert_eq!(roll.first(&query), Some(name), "{query}");
        }
    }
}

#[test]
fn every_word_is_found_by_its_beginning() {
    let roll = Roll::of(NAMES);
    for name in NAMES {
        for word in pollstream_protocol::fold::fold_words(name) {
            for length in 1..=word.chars().count() {
                let typed: String = word.chars().take(length).collect();
                // A beginning that ends within a letter and its signs is typed on the way to the whole.
                let (found, total) = roll.find(&typed, DayFirst);
                assert!(found.contains(&name), "{typed} for {name}: {total}");
            }
        }
    }
}

/// One letter left out, doubled, put for another or exchanged with its neighbour, at every place of every word.
#[test]
fn every_single_slip_is_forgiven() {
    let roll = Roll::of(NAMES);
    for name in NAMES {
        for word in pollstream_protocol::fold::fold_words(name) {
            let letters: Vec<char> = word.chars().collect();
            for at in 0..letters.len() {
                let (mut out, mut doubled, mut other, mut swapped) =
                    (letters.clone(), letters.clone(), letters.clone(), letters.clone());
                out.remove(at);
                doubled.insert(at, letters[at]);
                other[at] = if letters[at] == 'q' { 'x' } else { 'q' };
                swapped.swap(at, (at + 1).min(letters.len() - 1));
                for slip in [out, doubled, other, swapped] {
                    let typed: String = slip.iter().collect();
                    // In a short word another letter makes another name.
                    if slip.len() < 4 || pollstream_protocol::fold::fold_words(&typed).len() != 1 {
                        continue;
                    }
                    let (found, total) = roll.find(&typed, DayFirst);
                    assert!(found.contains(&name), "{typed} for {name}");
                    assert!(total < 15, "{typed} finds {total}");
                }
            }
        }
    }
}

#[test]
fn what_fits_exactly_comes_before_what_was_forgiven() {
    let roll = Roll::of([
        "Johanna Thomson",
        "Joan Thompson",
        "Joan Thomsen",
        "Joanne Tomson",
        "Thomson Reuter",
    ]);
    let (found, _) = roll.find("thomson", DayFirst);
    assert_eq!(found[..2], ["Johanna Thomson", "Thomson Reuter"]);
    assert_eq!(found.len(), 5, "each is one slip away: {found:?}");
    assert_eq!(roll.find("joan thompson", DayFirst).0[0], "Joan Thompson");
    assert_eq!(
        roll.find("joan", DayFirst).0[..2],
        ["Joan Thompson", "Joan Thomsen"]
    );
    assert_eq!(
        roll.find("jaon thmopson", DayFirst).1,
        0,
        "two slips are too many"
    );
}

#[test]
fn with_enough_exact_matches_nothing_is_forgiven() {
    let names: Vec<String> = (0..30)
        .map(|n| format!("Petra Novak{n}"))
        .chain(["Petro Kral".to_owned()])
        .collect();
    let roll = Roll::of(names.iter().map(String::as_str));
    let matches = roll.index.find(&Query::parse("petra", DayFirst), 12);
    assert_eq!((matches.best.len(), matches.total), (12, 30));
}

#[test]
fn words_may_be_written_together_or_apart() {
    let roll = Roll::of([
        "Ian McAllister",
        "Ana de la Fuente",
        "Sean O'Donoghue",
        "Lena von der Heide",
        "Mary Ann Poe",
    ]);
    for (query, name) in [
        ("mc allister", "Ian McAllister"),
        ("ian mc allister", "Ian McAllister"),
        ("delafuente", "Ana de la Fuente"),
        ("dela fuente", "Ana de la Fuente"),
        ("odonoghue", "Sean O'Donoghue"),
        ("o donoghue", "Sean O'Donoghue"),
        ("o’donoghu", "Sean O'Donoghue"),
        ("odonohue", "Sean O'Donoghue"),
        ("vonder heide", "Lena von der Heide"),
        ("maryann poe", "Mary Ann Poe"),
        ("mary-ann", "Mary Ann Poe"),
    ] {
        assert_eq!(roll.first(query), Some(name), "{query}");
    }
}

#[test]
fn languages_without_spaces_are_found_by_the_given_name_too() {
    let roll = Roll::of(NAMES);
    assert_eq!(roll.first("志远"), Some("陈志远"));
    assert_eq!(roll.first("지훈"), Some("박지훈"));
    assert_eq!(roll.first("さくら"), Some("やまもと さくら"));
    assert_eq!(roll.first("こばやし"), Some("コバヤシ ケンジ"));
}

#[test]
fn a_number_is_found_whole_by_its_beginning_and_by_its_last_four() {
    let roll = Roll::of(NAMES);
    for (n, name) in NAMES.into_iter().enumerate() {
        let (plain, digits) = (number(n), number(n).replace("RV-", ""));
        let arabic: String = plain
            .chars()
            .map(|c| {
                c.to_digit(10)
                    .and_then(|d| char::from_u32(0x660 + d))
                    .unwrap_or(c)
            })
            .collect();
        for query in [
            &plain,
            &plain.to_lowercase(),
            &plain.replace('-', " "),
            &arabic,
            &format!(" {plain} "),
        ] {
            assert_eq!(roll.find(query, DayFirst).0, [name], "{query}");
        }
        let ending = &digits[digits.len() - 4..];
        assert!(roll.find(ending, DayFirst).0.contains(&name), "{ending}");
        let with_name = format!("{name} {ending}");
        assert_eq!(roll.first(&with_name), Some(name), "{with_name}");
        assert!(roll.find(&plain[..6], DayFirst).0.contains(&name));
    }
    assert!(roll.find("RV-000000", DayFirst).0.is_empty());
}

#[test]
fn dates_and_years_find_alone_and_beside_a_name() {
    let roll = Roll::of(NAMES);
    for (n, name) in NAMES.iter().enumerate() {
        let born = born(n);
        let (y, m, d) = (born.year(), born.month(), born.day());
        for date in [
            format!("{y}-{m:02}-{d:02}"),
            format!("{d}.{m}.{y}"),
            format!("{d:02}/{m:02}/{y}"),
            format!("{m:02}/{d:02}/{y}"),
            format!("{d} {m} {y}"),
            format!("{d:02}{m:02}{y}"),
            format!("{y}年{m}月{d}日"),
            format!("{d}/{m}/{}", y % 100),
        ] {
            for dates in [DayFirst, MonthFirst] {
                assert!(roll.find(&date, dates).0.contains(name), "{date} for {name}");
                let both = format!("{name} {date}");
                assert_eq!(roll.find(&both, dates).0.first(), Some(name), "{both}");
            }
        }
        let year = format!("{} {y}", without_accents(name));
        assert_eq!(roll.first(&year), Some(*name), "{year}");
        let other = format!("{} {}", without_accents(name), y + 1);
        assert!(!roll.find(&other, DayFirst).0.contains(name), "{other}");
    }
}

#[test]
fn a_date_that_can_be_read_in_two_ways_is_tried_in_both_with_the_desks_own_first() {
    let mut index = RollIndex::new(election());
    let (april, may) = (
        voter("1", "April", date(1980, 4, 5)),
        voter("2", "May", date(1980, 5, 4)),
    );
    index.put(&april);
    index.put(&may);
    let find = |dates| index.find(&Query::parse("5/4/1980", dates), 9).best;
    assert_eq!(find(DayFirst), [april.voter_id, may.voter_id]);
    assert_eq!(find(MonthFirst), [may.voter_id, april.voter_id]);
}

#[test]
fn numbers_that_differ_in_punctuation_are_found_apart_and_together() {
    let mut index = RollIndex::new(election());
    let (a, b) = (voter("7/21", "Ann", born(1)), voter("72/1", "Bob", born(2)));
    index.put(&a);
    index.put(&b);
    let find = |query| index.find(&Query::parse(query, DayFirst), 9).best;
    assert_eq!(find("7/21"), [a.voter_id]);
    assert_eq!(find("72 / 1"), [b.voter_id]);
    assert_eq!(find("721"), [a.voter_id, b.voter_id]);
}

#[test]
fn nonsense_finds_nobody_and_never_fails() {
    let roll = Roll::of(NAMES);
    for query in [
        "",
        " ",
        "%",
        "\"*",
        "'; --",
        "-",
        "\u{0}",
        "\u{301}",
        "//",
        "0",
        "99/99/9999",
        "\u{200f}",
    ] {
        let (found, total) = roll.find(query, DayFirst);
        assert!(found.is_empty() && total == 0, "{query:?}: {found:?}");
    }
    roll.find(&"a-".repeat(100), DayFirst);
    roll.find(&"é".repeat(1_000), DayFirst);
}

#[test]
fn a_changed_record_is_found_as_it_is_now() {
    let mut index = RollIndex::new(election());
    index.put(&voter("1", "Ada Byron", date(1950, 1, 2)));
    index.put(&voter("1", "Ada King", date(1951, 1, 2)));
    let found = |query| index.find(&Query::parse(query, DayFirst), 9).total;
    assert_eq!(
        (
            found("byron"),
            found("king"),
            found("1950-01-02"),
            found("1951-01-02")
        ),
        (0, 1, 0, 1)
    );
    assert!(index.born_on(date(1950, 1, 2)).is_empty());
    assert_eq!(index.born_on(date(1951, 1, 2)).len(), 1);
}
