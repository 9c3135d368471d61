//! Which character separates the cells: found out from the header, and said.

/// A separator of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    Comma,
    Semicolon,
    Tab,
    Bar,
}

impl Separator {
    const ALL: [Separator; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Bar];

    pub(super) fn byte(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
            Separator::Bar => b'|',
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Separator::Comma => "commas",
            Separator::Semicolon => "semicolons",
            Separator::Tab => "tabs",
            Separator::Bar => "vertical bars",
        }
    }
}

/// The separator, and where the table begins. A first line `sep=;`, which Excel writes and reads, says it;
/// else it is what gives most header cells that are known, then most cells.
pub(super) fn guess(text: &str, is_known: &dyn Fn(&str) -> bool) -> (Separator, usize) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(said) = first.trim().trim_matches('"').strip_prefix("sep=")
        && let Some(separator) = Separator::ALL.into_iter().find(|s| said.as_bytes() == [s.byte()])
    {
        return (separator, text.find('\n').map_or(text.len(), |at| at + 1));
    }
    // A tab at the end of a header would go with the white space.
    let header = text.trim_start_matches(['\n', '\r', ' ']);
    let mut best = (Separator::Comma, (0, 0));
    for separator in Separator::ALL {
        let score = score(header, separator, is_known);
        if score > best.1 {
            best = (separator, score);
        }
    }
    (best.0, 0)
}

fn score(text: &str, separator: Separator, is_known: &dyn Fn(&str) -> bool) -> (usize, usize) {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.byte())
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => (record.iter().filter(|cell| is_known(cell)).count(), record.len()),
        _ => (0, 0),
    }
}
