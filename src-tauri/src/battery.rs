//! The machine's battery, where it has one: read from Linux' list of power supplies.

use std::path::Path;

use crate::dto::desk::Battery;

const SUPPLIES: &str = "/sys/class/power_supply";

/// The emptiest battery that the machine runs on.
pub(crate) fn read() -> Option<Battery> {
    read_in(Path::new(SUPPLIES))
}

fn read_in(supplies: &Path) -> Option<Battery> {
    let found = std::fs::read_dir(supplies).ok()?.flatten();
    found
        .filter_map(|supply| battery(&supply.path()))
        .min_by_key(|battery| battery.percent)
}

fn battery(supply: &Path) -> Option<Battery> {
    let word = |name: &str| {
        let text = std::fs::read_to_string(supply.join(name)).ok()?;
        Some(text.trim().to_owned())
    };
    // A mouse has a battery, too: its scope is a device.
    if word("type")? != "Battery" || word("scope").is_some_and(|scope| scope == "Device") {
        return None;
    }
    let percent: u8 = word("capacity")?.parse().ok()?;
    Some(Battery {
        percent: percent.min(100),
        discharging: word("status").is_some_and(|status| status == "Discharging"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machines_own_emptiest_battery_is_shown_and_a_machine_without_one_shows_none() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read_in(&folder.path().join("nowhere")), None);
        let supply = |name: &str, words: &[(&str, &str)]| {
            let path = folder.path().join(name);
            std::fs::create_dir(&path).unwrap();
            for (file, word) in words {
                std::fs::write(path.join(file), format!("{word}\n")).unwrap();
            }
        };
        supply("AC", &[("type", "Mains"), ("online", "1")]);
        supply(
            "hidpp_0",
            &[("type", "Battery"), ("scope", "Device"), ("capacity", "5")],
        );
        assert_eq!(read_in(folder.path()), None);
        supply(
            "BAT0",
            &[("type", "Battery"), ("capacity", "83"), ("status", "Charging")],
        );
        supply(
            "BAT1",
            &[("type", "Battery"), ("capacity", "17"), ("status", "Discharging")],
        );
        supply("BAT2", &[("type", "Battery"), ("capacity", "nonsense")]);
        let found = read_in(folder.path());
        assert_eq!(
            found,
            Some(Battery {
                percent: 17,
                discharging: true
            })
        );
    }
}
