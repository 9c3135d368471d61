//! The figures, and the limits that they are read beside.

use std::path::Path;
use std::time::{Duration, Instant};

const SYNCS: usize = 500;

/// Figures with the limits beside them.
#[derive(Default)]
pub(crate) struct Table(Vec<[String; 4]>);

impl Table {
    /// A rate beside the rate that it runs against.
    pub(crate) fn rate(&mut self, what: &str, rate: f64, limit: &str, limit_rate: f64) {
        let ratio = format!("{:.0} % of the limit", 100.0 * rate / limit_rate);
        self.0.push([
            what.into(),
            format!("{rate:.0} /s"),
            format!("{limit}: {limit_rate:.0} /s"),
            ratio,
        ]);
    }

    /// A time beside the time that it runs against.
    pub(crate) fn time(&mut self, what: &str, time: Duration, limit: &str, limit_time: Duration) {
        let ratio = format!("{:.1} × the limit", time.as_secs_f64() / limit_time.as_secs_f64());
        self.0.push([
            what.into(),
            format!("{time:.1?}"),
            format!("{limit}: {limit_time:.1?}"),
            ratio,
        ]);
    }

    /// Prints it.
    pub(crate) fn print(&self) {
        println!();
        for [what, figure, limit, ratio] in &self.0 {
            println!("{what:<48} {figure:>14}   {ratio:>20}   {limit}");
        }
    }
}

/// How long this folder's disk takes to sync a page, again and again.
pub(crate) fn sync_times(folder: &Path) -> Vec<Duration> {
    use std::io::Write;
    let mut file = std::fs::File::create(folder.join("limit")).expect("a file");
    (0..SYNCS)
        .map(|_| {
            let started = Instant::now();
            file.write_all(&[7; 4096]).expect("a write");
            file.sync_data().expect("a sync");
            started.elapsed()
        })
        .collect()
}

/// Of these times, the one that so many percent do not exceed.
pub(crate) fn quantile(times: &[Duration], percent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[(sorted.len() - 1) * percent / 100]
}
