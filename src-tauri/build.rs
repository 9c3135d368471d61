//! The app's commands become permissions that the capability files grant, window by window; and the front end
//! must be there before it is embedded.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Stands in for the front end where nobody has built it: the other packages of the workspace, and this one's
/// tests, do not need Node.
const PLACEHOLDER: &str = "<!doctype html>\n<!-- pollstream-placeholder -->\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Pollstream</title>\n<body><h1>The front end is not built</h1><p>Run <code>make ui</code>, then build this program again.</p></body></html>\n";

fn main() {
    println!("cargo:rerun-if-changed=../ui/dist");
    println!("cargo:rerun-if-changed=capabilities");
    println!("cargo:rerun-if-changed=tauri.conf.json");
    front_end(Path::new("../ui/dist/index.html"));
    let commands: Vec<&'static str> = (commands().into_iter())
        .map(|name| &*Box::leak(name.into_boxed_str()))
        .collect();
    let manifest = tauri_build::AppManifest::new().commands(Box::leak(commands.into_boxed_slice()));
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        fail(&format!("{error:#}"));
    }
}

/// A build without the front end gets a page that says so; a release does not get built.
fn front_end(index: &Path) {
    let built = fs::read_to_string(index).is_ok_and(|page| !page.contains("pollstream-placeholder"));
    if built {
        return;
    }
    if env::var("PROFILE").as_deref() == Ok("release") {
        fail(
            "the front end is not built: run `make ui` (npm ci && npm run build in ui/) before a release build",
        );
    }
    let folder = index.parent().unwrap_or(Path::new("."));
    if let Err(error) = fs::create_dir_all(folder).and_then(|()| fs::write(index, PLACEHOLDER)) {
        fail(&format!("{}: {error}", index.display()));
    }
}

/// The commands that the capability files name: `allow-check-in` is `check_in`. A test compares them with the
/// contract.
fn commands() -> Vec<String> {
    let mut names = Vec::new();
    for file in ["desk", "booth"] {
        let path = PathBuf::from("capabilities").join(format!("{file}.json"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| fail(&format!("{}: {e}", path.display())));
        let quoted = text.split('"').filter_map(|word| word.strip_prefix("allow-"));
        names.extend(quoted.map(|name| name.replace('-', "_")));
    }
    names.sort();
    names.dedup();
    names
}

fn fail(why: &str) -> ! {
    println!("cargo:warning={why}");
    eprintln!("{why}");
    std::process::exit(1)
}
