//! What the windows share: the station once there is one, who is signed in at the desk, and what of the booth
//! is only in memory.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pollstream_protocol::enrolment::StationPackage;
use pollstream_protocol::events::PollsState;
use pollstream_protocol::signed::SigningKey;
use pollstream_station::{Booth as BoothSlot, Officer, Station, StationOptions, Uplink, UplinkConfig};
use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::booth_memory::BoothMemory;
use crate::drives::Drives;
use crate::dto::app::{KeyPlace, Phase, Screens};
use crate::dto::error::CommandError;
use crate::failure::Answer;
use crate::key::KeyNote;
use crate::pictures::Pictures;
use crate::print::Printing;
use crate::running::Running;
use crate::settings::Settings;
use crate::training;

/// From the start of the program to a station that works.
enum Life {
    Starting,
    FirstRun { package: Option<Box<StationPackage>> },
    KeyLocked,
    NoOfficers(Running),
    Ready(Running),
    Failed(CommandError),
}

impl Life {
    fn phase(&self) -> Phase {
        match self {
            Life::Starting => Phase::Starting,
            Life::FirstRun { .. } => Phase::FirstRun,
            Life::KeyLocked => Phase::KeyLocked,
            Life::NoOfficers(_) => Phase::NoOfficers,
            Life::Ready(_) => Phase::Ready,
            Life::Failed(_) => Phase::Failed,
        }
    }
}

/// Who is at the desk.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    /// Who is signed in.
    pub(crate) officer: Option<Officer>,
    /// Locked until the officer's PIN.
    pub(crate) locked: bool,
    /// Last sign of life.
    pub(crate) active: Instant,
}

/// This program, as the log says it.
const SOFTWARE: &str = concat!("pollstream-kiosk ", env!("CARGO_PKG_VERSION"));

/// Everything that the commands work on.
pub(crate) struct Kiosk {
    /// The settings in force.
    pub(crate) settings: Settings,
    /// Drives and what was found on them.
    pub(crate) drives: Drives,
    /// Where pages go.
    pub(crate) printing: Printing,
    /// Pictures that this kiosk has.
    pub(crate) pictures: Pictures,
    life: Mutex<Life>,
    /// Held while the life turns: nobody enrols twice at once.
    turning: tokio::sync::Mutex<()>,
    desk: Mutex<Desk>,
    booth: Mutex<BoothMemory>,
    screens: Mutex<Screens>,
    /// The program begins anew when its windows are closed: as a training, or as the real thing.
    next: Mutex<Option<bool>>,
    /// Grows with every change that the windows should hear of.
    changes: watch::Sender<u64>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A signed-in officer at an unlocked desk, and the station.
pub(crate) struct AtDesk {
    /// Who.
    pub(crate) officer: Officer,
    /// The station.
    pub(crate) station: Station,
}

impl Kiosk {
    /// A kiosk whose station is not opened yet.
    pub(crate) fn new(settings: Settings) -> Self {
        Kiosk {
            drives: Drives::new(settings.export_folder.clone()),
            printing: Printing::new(settings.printer.clone(), &settings.data),
            pictures: Pictures::new(&settings.data),
            settings,
            life: Mutex::new(Life::Starting),
            turning: tokio::sync::Mutex::new(()),
            desk: Mutex::new(Desk {
                officer: None,
                locked: false,
                active: Instant::now(),
            }),
            booth: Mutex::default(),
            screens: Mutex::new(Screens::One),
            next: Mutex::default(),
            changes: watch::Sender::new(0),
        }
    }

    fn store(&self) -> PathBuf {
        self.settings.data.join("station.db")
    }

    /// Opens what the data folder holds: nothing, a station whose key is locked, or a station.
    pub(crate) async fn start(&self) {
        if self.settings.training {
            let _turn = self.turning.lock().await;
            self.turn(self.training().await.unwrap_or_else(Life::Failed));
            return;
        }
        if !self.store().exists() {
            self.turn(Life::FirstRun { package: None });
            return;
        }
        let passphrase = std::env::var("POLLSTREAM_KEY_PASSPHRASE").unwrap_or_default();
        let opened = self.unlock(Zeroizing::new(passphrase)).await;
        if let Err(error) = opened {
            tracing::info!(code = error.code, "the station is not open yet");
        }
    }

    /// Opens the station with the key that the note names.
    pub(crate) async fn unlock(&self, passphrase: Zeroizing<String>) -> Answer<()> {
        let _turn = self.turning.lock().await;
        if matches!(self.phase(), Phase::Ready | Phase::NoOfficers) {
            return Err(self.wrong_phase());
        }
        let opened = async {
            let note = KeyNote::read(&self.settings.data)?;
            let place = note.place;
            let key = note.open(&self.settings.data, passphrase).await?;
            self.run_existing(key, place).await
        };
        let life = match opened.await {
            Ok(life) => life,
            Err(error) if matches!(error.code.as_str(), "wrong_passphrase" | "key_store") => {
                self.turn(Life::KeyLocked);
                return Err(error);
            }
            Err(error) => {
                self.turn(Life::Failed(error.clone()));
                return Err(error);
            }
        };
        self.turn(life);
        Ok(())
    }

    /// Goes on with the training of this day, or begins one.
    async fn training(&self) -> Answer<Life> {
        if let Some(life) = self.training_goes_on().await {
            return Ok(life);
        }
        let data = &self.settings.data;
        training::wipe(data).map_err(|e| CommandError::file(&e))?;
        let package = training::package(Timestamp::now(), &TimeZone::system())?;
        let passphrase = Zeroizing::new(training::PASSPHRASE.to_owned());
        let place = KeyPlace::File;
        crate::key::keep(data, place, passphrase, &package.enrolment, &package.signing_key).await?;
        let station = Station::create(&self.store(), package, StationOptions::default()).await?;
        station.name_officers(&training::officers()).await?;
        self.run(station, place).await
    }

    /// What cannot be opened any more is no loss.
    async fn training_goes_on(&self) -> Option<Life> {
        if !self.store().exists() {
            return None;
        }
        let data = &self.settings.data;
        let passphrase = Zeroizing::new(training::PASSPHRASE.to_owned());
        let key = KeyNote::read(data).ok()?.open(data, passphrase).await.ok()?;
        let station = Station::open(&self.store(), key, StationOptions::default())
            .await
            .ok()?;
        let day = station.definition().definition.date;
        let is_over = station.polls_state().await.ok()? == PollsState::Closed;
        if is_over || !training::goes_on(day, Timestamp::now(), &TimeZone::system()) {
            station.close().await.ok();
            return None;
        }
        self.run(station, KeyPlace::File).await.ok()
    }

    /// Asks the program to begin anew once its windows are closed.
    pub(crate) fn begin_anew(&self, training: bool) {
        *held(&self.next) = Some(training);
    }

    /// Whether it was asked to, and as what.
    pub(crate) fn begins_anew(&self) -> Option<bool> {
        *held(&self.next)
    }

    async fn run_existing(&self, key: SigningKey, place: KeyPlace) -> Answer<Life> {
        let station = Station::open(&self.store(), key, StationOptions::default()).await?;
        self.run(station, place).await
    }

    /// Puts a station to work: on its way to central, and with what a restart left in the booth.
    async fn run(&self, station: Station, key_place: KeyPlace) -> Answer<Life> {
        if station.booth().await? == BoothSlot::Free
            && let Some(open) = station.open_sessions().await?.first()
        {
            // The program ended between the opening of a session and its way into the booth.
            station.hand_to_booth(open.session).await?;
        }
        held(&self.booth).restarted = station.booth().await? != BoothSlot::Free;
        station.program_started(SOFTWARE).await?;
        let kafka = (self.settings.kafka.clone()).unwrap_or_else(|| station.kafka().to_owned());
        let uplink = if kafka.is_empty() || self.settings.training {
            None
        } else {
            let uplink = Uplink::connect(UplinkConfig {
                kafka,
                topics: station.topics().clone(),
                authority: *station.authority(),
                // Settings of this kiosk win over those of its package.
                extra: [station.kafka_options(), &self.settings.kafka_options].concat(),
            })?;
            let attachment = uplink.attach(&station);
            Some((uplink, attachment))
        };
        let officers = station.officers().await?;
        let running = Running {
            station,
            key_place,
            uplink,
        };
        Ok(if officers.is_empty() {
            Life::NoOfficers(running)
        } else {
            Life::Ready(running)
        })
    }

    /// Remembers a package that was opened with its code.
    pub(crate) fn hold_package(&self, package: StationPackage) -> Answer<()> {
        match &mut *held(&self.life) {
            Life::FirstRun { package: held } => {
                *held = Some(Box::new(package));
                Ok(())
            }
            other => Err(wrong_phase(other.phase())),
        }
    }

    /// Makes the station of the package that was opened, keeps its key and names its officers. A package
    /// stays open when this is refused.
    pub(crate) async fn enrol(
        &self,
        place: KeyPlace,
        passphrase: Zeroizing<String>,
        officers: &[pollstream_station::NewOfficer],
    ) -> Answer<()> {
        let _turn = self.turning.lock().await;
        pollstream_station::check_officers(officers)?;
        let package = match &mut *held(&self.life) {
            Life::FirstRun { package } => package.take(),
            other => return Err(wrong_phase(other.phase())),
        };
        let no_package = || CommandError::refused("no_package", "open a station package first");
        let package = package.ok_or_else(no_package)?;
        let data = &self.settings.data;
        let kept = crate::key::keep(data, place, passphrase, &package.enrolment, &package.signing_key).await;
        if let Err(error) = kept {
            self.hold_package(*package)?;
            return Err(error);
        }
        let station = Station::create(&self.store(), *package, StationOptions::default()).await?;
        let named = station.name_officers(officers).await;
        let life = self.run(station, place).await?;
        self.turn(life);
        Ok(named?)
    }

    /// Names the officers of a station that a crash left without.
    pub(crate) async fn name_officers(&self, officers: &[pollstream_station::NewOfficer]) -> Answer<()> {
        let _turn = self.turning.lock().await;
        let station = match &*held(&self.life) {
            Life::NoOfficers(running) => running.station.clone(),
            other => return Err(wrong_phase(other.phase())),
        };
        station.name_officers(officers).await?;
        let mut life = held(&self.life);
        let turned = match std::mem::replace(&mut *life, Life::KeyLocked) {
            Life::NoOfficers(running) => Life::Ready(running),
            other => other,
        };
        *life = turned;
        drop(life);
        self.changed();
        Ok(())
    }

    fn turn(&self, life: Life) {
        let ended = std::mem::replace(&mut *held(&self.life), life);
        drop(ended);
        self.changed();
    }

    /// Where the signing key is kept, also while it is locked.
    pub(crate) fn key_place(&self) -> Option<KeyPlace> {
        match &*held(&self.life) {
            Life::KeyLocked => KeyNote::read(&self.settings.data).ok().map(|note| note.place),
            Life::NoOfficers(running) | Life::Ready(running) => Some(running.key_place),
            _ => None,
        }
    }

    /// Where the program stands.
    pub(crate) fn phase(&self) -> Phase {
        held(&self.life).phase()
    }

    fn wrong_phase(&self) -> CommandError {
        wrong_phase(self.phase())
    }

    /// Why the station cannot be opened.
    pub(crate) fn failure(&self) -> Option<CommandError> {
        match &*held(&self.life) {
            Life::Failed(error) => Some(error.clone()),
            _ => None,
        }
    }

    /// The station, and whether a broker is tried for; `None` before it is open.
    pub(crate) fn running(&self) -> Option<(Station, bool)> {
        match &*held(&self.life) {
            Life::NoOfficers(running) | Life::Ready(running) => {
                Some((running.station.clone(), running.has_network()))
            }
            _ => None,
        }
    }

    /// The station of a kiosk whose officers can work.
    pub(crate) fn ready(&self) -> Answer<Station> {
        match &*held(&self.life) {
            Life::Ready(running) => Ok(running.station.clone()),
            other => Err(wrong_phase(other.phase())),
        }
    }

    /// Sends what waits again at once.
    pub(crate) fn retry_now(&self) -> Answer<()> {
        match &*held(&self.life) {
            Life::Ready(running) => running.retry_now(),
            other => Err(wrong_phase(other.phase())),
        }
    }

    /// The desk as it is.
    pub(crate) fn desk(&self) -> Desk {
        held(&self.desk).clone()
    }

    /// The officer at the unlocked desk. No sign of life: screens ask by themselves, too.
    pub(crate) fn at_desk(&self) -> Answer<AtDesk> {
        let station = self.ready()?;
        let desk = self.desk();
        let officer =
            (desk.officer).ok_or_else(|| CommandError::refused("not_signed_in", "nobody is signed in"))?;
        if desk.locked {
            return Err(CommandError::refused("locked", "the desk is locked"));
        }
        Ok(AtDesk { officer, station })
    }

    /// Somebody is at the desk: it does not lock itself yet.
    pub(crate) fn keep_awake(&self) {
        held(&self.desk).active = Instant::now();
    }

    /// Signs an officer in at the desk, or nobody.
    pub(crate) fn seat(&self, officer: Option<Officer>) {
        *held(&self.desk) = Desk {
            officer,
            locked: false,
            active: Instant::now(),
        };
        self.changed();
    }

    /// Locks the desk, if somebody is signed in.
    pub(crate) fn lock(&self) {
        let mut desk = held(&self.desk);
        desk.locked = desk.officer.is_some();
        drop(desk);
        self.changed();
    }

    /// Locks the desk when nobody was active for too long; says how long to wait before asking again.
    pub(crate) fn lock_when_idle(&self) -> std::time::Duration {
        let desk = self.desk();
        if desk.officer.is_none() || desk.locked {
            return self.settings.idle_lock;
        }
        let idle = desk.active.elapsed();
        if idle >= self.settings.idle_lock {
            tracing::info!("the desk locks itself");
            self.lock();
            return self.settings.idle_lock;
        }
        self.settings.idle_lock.saturating_sub(idle)
    }

    /// What of the booth is only in memory.
    pub(crate) fn booth_memory(&self) -> MutexGuard<'_, BoothMemory> {
        held(&self.booth)
    }

    /// Frees the booth of a voter who has cast. A ballot that is not cast stays in it.
    pub(crate) async fn free_booth(&self, station: &Station) -> Answer<()> {
        station.leave_booth().await?;
        if station.booth().await? == BoothSlot::Free {
            self.booth_memory().left();
        }
        self.changed();
        Ok(())
    }

    /// How many screens there are.
    pub(crate) fn screens(&self) -> Screens {
        *held(&self.screens)
    }

    /// Sets it, once the monitors are known.
    pub(crate) fn set_screens(&self, screens: Screens) {
        *held(&self.screens) = screens;
    }

    /// Tells the windows that something changed.
    pub(crate) fn changed(&self) {
        self.changes.send_modify(|n| *n += 1);
    }

    /// To wait for changes.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Closes the station before the program ends. Nothing would be lost without it.
    pub(crate) async fn stop(&self) {
        let ended = std::mem::replace(&mut *held(&self.life), Life::KeyLocked);
        let (Life::NoOfficers(running) | Life::Ready(running)) = ended else {
            return;
        };
        if let Err(error) = running.station.program_ended().await {
            tracing::warn!(%error, "that the program ends is not in the log");
        }
        if let Some((_uplink, attachment)) = running.uplink {
            attachment.detach().await;
        }
        if let Err(error) = running.station.close().await {
            tracing::warn!(%error, "the station was not closed properly; nothing is lost");
        }
    }
}

fn wrong_phase(phase: Phase) -> CommandError {
    let name = match phase {
        Phase::Starting => "starting",
        Phase::FirstRun => "first_run",
        Phase::NoOfficers => "no_officers",
        Phase::KeyLocked => "key_locked",
        Phase::Ready => "ready",
        Phase::Failed => "failed",
    };
    CommandError::refused("wrong_phase", format!("not while the kiosk is `{name}`")).with("phase", name)
}
