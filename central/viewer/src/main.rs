//! The results window: `viewer` connects to a running central and shows the election as it happens.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use eframe::egui;
use pollstream_central::cli::log_to_stderr;
use pollstream_central::embedded::default_data_dir;
use pollstream_central::settings::{Settings, SettingsFile};
use pollstream_viewer::command::Folders;
use pollstream_viewer::{Mode, Window, feed, install_theme};

/// The results window of a Pollstream election: results, turnout, flow, stations and integrity as they happen.
///
/// It reads the results topics and the database; credentials that may only read are enough. It changes nothing
/// until an official signs in.
/// Servers are taken from the command line, else the environment, else `central.toml` in the data folder, else
/// from a `central up` that runs on that folder. Servers that are away are waited for.
#[derive(Debug, Parser)]
#[command(name = "viewer", version, max_term_width = 110)]
struct Arguments {
    /// Data folder of central.
    #[arg(long, env = "POLLSTREAM_DATA", value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Kafka bootstrap servers.
    #[arg(long, env = "POLLSTREAM_KAFKA", value_name = "HOST:PORT")]
    kafka: Option<String>,
    /// Postgres; a user that may only read is enough.
    #[arg(long, env = "POLLSTREAM_POSTGRES", value_name = "URL", hide_env_values = true)]
    postgres: Option<String>,
    /// Database of this election on that Postgres; overrides the one in the URL.
    #[arg(long, env = "POLLSTREAM_DATABASE", value_name = "NAME")]
    database: Option<String>,
    /// Prefix of this election's topics.
    #[arg(long, env = "POLLSTREAM_TOPIC_PREFIX", value_name = "PREFIX")]
    topic_prefix: Option<String>,
    /// A librdkafka setting, e.g. security.protocol=SSL; may be repeated.
    #[arg(long = "kafka-option", value_name = "NAME=VALUE", value_parser = name_and_value)]
    kafka_options: Vec<(String, String)>,
    /// For a wall: full screen, large type, one page after the other, nothing to press.
    #[arg(long)]
    wall: bool,
    /// Dark from the start; Ctrl+D changes it.
    #[arg(long)]
    dark: bool,
    /// Folder for exports; `pollstream-exports` in the home folder if not given.
    #[arg(long, value_name = "FOLDER")]
    exports: Option<PathBuf>,
    /// Folder in which the candidates' picture references lead to PNG files; the data folder if not given.
    #[arg(long, value_name = "FOLDER")]
    pictures: Option<PathBuf>,
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("NAME=VALUE is expected, e.g. security.protocol=SSL".to_owned()),
    }
}

impl Arguments {
    fn data(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(default_data_dir)
    }

    fn given(&self) -> SettingsFile {
        SettingsFile {
            kafka: self.kafka.clone(),
            postgres: self.postgres.clone(),
            database: self.database.clone(),
            topic_prefix: self.topic_prefix.clone(),
            kafka_options: self.kafka_options.iter().cloned().collect(),
            ..SettingsFile::default()
        }
    }

    fn folders(&self) -> Folders {
        let home = std::env::var_os("HOME").map_or_else(|| PathBuf::from("."), PathBuf::from);
        Folders {
            exports: self
                .exports
                .clone()
                .unwrap_or_else(|| home.join("pollstream-exports")),
            pictures: self.pictures.clone().unwrap_or_else(|| self.data()),
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log_to_stderr("warn");
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("viewer: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), eframe::Error> {
    let theme = if arguments.dark {
        egui::Theme::Dark
    } else {
        egui::Theme::Light
    };
    let mode = if arguments.wall { Mode::Wall } else { Mode::Desk };
    let (data, given, folders) = (arguments.data(), arguments.given(), arguments.folders());
    let options = eframe::NativeOptions {
        renderer: eframe::Renderer::Glow,
        viewport: egui::ViewportBuilder::default()
            .with_app_id("pollstream-viewer")
            .with_title("Pollstream results")
            .with_inner_size([1280.0, 860.0])
            .with_min_inner_size([800.0, 560.0])
            .with_fullscreen(arguments.wall),
        ..eframe::NativeOptions::default()
    };
    let create = Box::new(move |creation: &eframe::CreationContext<'_>| {
        let ctx = creation.egui_ctx.clone();
        let resolve = Arc::new(move || Settings::resolve(data.clone(), given.clone()));
        let background = feed::start(resolve, folders, move || ctx.request_repaint())?;
        install_theme(&creation.egui_ctx);
        creation.egui_ctx.set_theme(theme);
        let window = Window::new(background.published.clone(), background.commands.clone(), mode);
        Ok(Box::new(Running {
            window,
            _background: background,
        }) as Box<dyn eframe::App>)
    });
    eframe::run_native("pollstream-viewer", options, create)
}

/// The window, and the background that ends with it.
struct Running {
    window: Window,
    _background: feed::Background,
}

impl eframe::App for Running {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.window.ui(ui);
    }
}
