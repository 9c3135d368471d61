//! What voters do in the booth: with the pointer, with the keyboard, with one switch that moves and one that chooses.

use atspi::Role;

use super::looks;
use super::window::Window;
use super::words::Words;

/// How a voter uses the booth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Touches or clicks.
    Pointer,
    /// Tab and Space.
    Keyboard,
    /// Two switches: an arrow moves on, Enter chooses.
    Switch,
}

/// The voter's window in the voter's language.
pub(super) struct Voter<'a> {
    pub(super) window: Window<'a>,
    pub(super) words: Words,
    pub(super) by: By,
}

const CHOICES: [Role; 2] = [Role::Button, Role::CheckBox];

impl Voter<'_> {
    /// Chooses what has this name, and sees where the focus is on the way.
    async fn choose(&self, role: Role, name: &str) {
        let (moves, chooses) = match self.by {
            By::Pointer => {
                let node = self.window.find_beginning(role, name).await;
                return self.window.press_node(&node).await;
            }
            By::Keyboard => ("Tab", "space"),
            By::Switch => ("Down", "Return"),
        };
        self.window.find_beginning(role, name).await;
        self.window.walk_to(moves, &CHOICES, name).await;
        looks::focus_is_seen(&self.window).await;
        self.window.key(chooses);
    }

    async fn says(&self, key: &str) {
        self.window.says(self.words.beginning(key)).await;
    }

    /// From the language to the review: in each contest, by its title, one choice.
    pub(super) async fn marks(&self, language: &str, choices: &[(&str, &str)]) {
        self.choose(Role::Button, language).await;
        for (n, (contest, candidate)) in choices.iter().enumerate() {
            self.window.says(contest).await;
            self.choose(Role::CheckBox, candidate).await;
            self.window.checked(candidate).await;
            looks::nothing_is_cut_off(&self.window).await;
            let last = n + 1 == choices.len();
            let on = if last { "booth-to-review" } else { "next" };
            self.choose(Role::Button, self.words.get(on)).await;
        }
        self.says("booth-review-title").await;
        for (_, candidate) in choices {
            looks::is_painted(&self.window, candidate).await;
        }
    }

    /// Casts what was reviewed, sees the code and leaves.
    pub(super) async fn casts(&self) {
        self.choose(Role::Button, self.words.get("booth-cast")).await;
        self.choose(Role::Button, self.words.get("booth-confirm-yes"))
            .await;
        self.says("booth-done-title").await;
        self.says("booth-tracking-title").await;
    }

    /// Leaves the booth.
    pub(super) async fn leaves(&self) {
        self.choose(Role::Button, self.words.get("booth-finish")).await;
        self.says("booth-waiting").await;
    }
}
