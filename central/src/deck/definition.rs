//! The election that a deck's ballots belong to, as its definition file.

use super::names::Names;
use super::{CONTEST, Precinct, STYLE};

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

pub(super) fn definition(
    title: &str,
    min_batch: u32,
    ranks: usize,
    candidates: &Names,
    precincts: &[Precinct],
) -> String {
    use std::fmt::Write;
    let mut names = Names::default();
    let election = names.id(title);
    let mut toml = format!(
        "# A test deck. Dates and hours are placeholders: the recorded ballots carry none.\n\
         [election]\nid = \"{election}\"\ntitle = {}\ndate = \"2013-11-05\"\npolls_open = \"07:00\"\n\
         polls_close = \"20:00\"\ntime_zone = \"America/Chicago\"\ndisclosure = \"live\"\nmin_batch = {min_batch}\n\
         voting_age = 18\n\n[[contest]]\nid = \"{CONTEST}\"\ntitle = {}\nvote_variation = \"ranked\"\n\
         ranks_allowed = {ranks}\novervote_permitted = true\n\n",
        quoted(title),
        quoted(title)
    );
    let mut sorted = candidates.order.clone();
    sorted.sort();
    for (name, id) in sorted {
        let _ = writeln!(
            toml,
            "[[candidate]]\nid = \"{id}\"\ncontest = \"{CONTEST}\"\nname = {}\n",
            quoted(&name)
        );
    }
    let _ = writeln!(
        toml,
        "[[ballot_style]]\nid = \"{STYLE}\"\ncontests = [\"{CONTEST}\"]\n"
    );
    let mut districts = Names::default();
    let root = districts.id("all");
    let _ = writeln!(toml, "[[district]]\nid = \"{root}\"\nname = {}\n", quoted(title));
    let mut stations = String::new();
    for precinct in precincts {
        let district = match precinct.name.rsplit_once(' ') {
            Some((district, _)) => {
                let known = districts.order.len();
                let id = districts.id(district);
                if districts.order.len() > known {
                    let name = quoted(district);
                    let _ = writeln!(
                        toml,
                        "[[district]]\nid = \"{id}\"\nname = {name}\nparent = \"{root}\"\n"
                    );
                }
                id
            }
            None => root.clone(),
        };
        let _ = writeln!(
            stations,
            "[[polling_station]]\nid = \"{}\"\nname = {}\ndistrict = \"{district}\"\nballot_styles = [\"{STYLE}\"]\n",
            precinct.station,
            quoted(&precinct.name)
        );
    }
    toml + &stations
}
