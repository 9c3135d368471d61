//! The commands: each checks who asks, asks the station, and answers. See [`crate::contract`] for their list.

#![allow(
    clippy::needless_pass_by_value,
    reason = "a command gets its window, its state and its request by value from Tauri"
)]

pub(crate) mod app;
mod booth;
mod check_in;
mod home;
mod log;
mod officers;
mod polls;
mod print;
mod queue;
mod registration;
mod setup;

use tauri::ipc::Invoke;
use tauri::{WebviewWindow, Wry};

use crate::contract::Window;
use crate::failure::Answer;
use crate::kiosk::{AtDesk, Kiosk};
use crate::windows::check;

/// The officer at the desk that this window is.
fn at_desk(window: &WebviewWindow, kiosk: &Kiosk) -> Answer<AtDesk> {
    check(window, Window::Desk)?;
    kiosk.at_desk()
}

/// Everything that the windows may call.
pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        app::app_state,
        app::preferences,
        app::set_preferences,
        app::quit,
        app::practise,
        app::end_training,
        setup::find_files,
        setup::open_package,
        setup::key_places,
        setup::enrol,
        setup::name_officers,
        setup::unlock_key,
        officers::officers,
        officers::sign_in,
        officers::sign_out,
        officers::lock,
        officers::unlock,
        officers::keep_awake,
        officers::add_officer,
        officers::remove_officer,
        officers::confirm_officer,
        officers::set_pin,
        home::home,
        home::show_booth,
        home::help_given,
        polls::opening,
        polls::open_polls,
        polls::zero_report,
        polls::pause_polls,
        polls::resume_polls,
        polls::closing,
        polls::close_polls,
        polls::close_report,
        polls::save_report,
        print::print_desk,
        check_in::search,
        check_in::voter,
        check_in::check_in,
        check_in::undo_check_in,
        check_in::issue_ballot,
        check_in::vote_provisionally,
        check_in::claim_provisionally,
        check_in::polling_places,
        check_in::waiting,
        check_in::sessions,
        check_in::note_assistance,
        check_in::read_licence,
        check_in::hand_to_booth,
        check_in::voter_has_left,
        check_in::spoil,
        check_in::flee,
        registration::form_options,
        registration::check_form,
        registration::duplicates,
        registration::register,
        registration::store_picture,
        registration::store_picture_file,
        queue::queue,
        queue::retry_now,
        queue::drives,
        queue::export_segments,
        queue::import_file,
        log::log,
        log::report_incident,
        booth::booth,
        booth::cast,
        booth::finish,
        booth::booth_touched,
        booth::call_officer,
        booth::booth_officers,
        booth::leave_booth,
        print::print_booth,
    ]
}
