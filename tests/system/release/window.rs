//! A window of the program, used as people use it: what is on it by its name, the pointer, the keyboard.

use std::fmt::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use atspi::{Role, State};
use pollstream_tests::PATIENCE;

use super::picture::Picture;
use super::place::Place;
use super::tree::{Area, Node};

const LOOK: Duration = Duration::from_millis(60);
/// How long a list or a search may take to follow a key.
const ANSWER: Duration = Duration::from_secs(2);

/// One of the program's windows.
#[derive(Clone, Copy)]
pub(super) struct Window<'a> {
    place: &'a Place,
    title: &'static str,
}

impl<'a> Window<'a> {
    /// The officers' window.
    pub(super) fn desk(place: &'a Place) -> Self {
        Window { place, title: "Desk" }
    }

    /// The voter's window.
    pub(super) fn booth(place: &'a Place) -> Self {
        Window {
            place,
            title: "Booth",
        }
    }

    /// Brings it before the other one, as an officer at the desk's screen does who turns to it.
    pub(super) fn raise(&self) {
        self.hand(&[
            "search",
            "--sync",
            "--name",
            self.title,
            "windowactivate",
            "--sync",
        ]);
    }

    /// Everything on it now.
    pub(super) async fn look(&self) -> Vec<Node> {
        self.place.tree.window(self.title).await.unwrap_or_default()
    }

    /// Waits until `pick` finds something on it.
    pub(super) async fn wait<T>(&self, what: &str, pick: impl Fn(&[Node]) -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            let nodes = self.look().await;
            if let Some(found) = pick(&nodes) {
                return found;
            }
            if started.elapsed() >= PATIENCE {
                self.gives_up(&format!("waited {} s for {what}", PATIENCE.as_secs()), &nodes);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits until something says this.
    pub(super) async fn says(&self, words: &str) -> Node {
        self.wait(&format!("the words “{words}”"), |nodes| {
            let mut found = nodes.iter().filter(|node| node.name.contains(words));
            found.find(|node| node.is_showing()).cloned()
        })
        .await
    }

    /// Where an object is, once it stays there.
    pub(super) async fn area(&self, node: &Node) -> Area {
        let started = Instant::now();
        let mut before = None;
        loop {
            let area = self.place.tree.area(node).await;
            match area {
                Some(area) if before == Some(area) && area.width > 0 && area.height > 0 => return area,
                _ => before = area,
            }
            assert!(
                started.elapsed() < PATIENCE,
                "{:?} “{}” has no place",
                node.role,
                node.name
            );
            tokio::time::sleep(LOOK).await;
        }
    }

    /// The monitor that it is on.
    pub(super) fn monitor(&self) -> Area {
        self.place.monitor
    }

    /// Where an object is now.
    pub(super) async fn place_of(&self, node: &Node) -> Option<Area> {
        self.place.tree.area(node).await
    }

    /// Presses a button, a link, a choice or a field with the pointer. It must lie on the screen, whole.
    pub(super) async fn press(&self, name: &str) {
        const ROLES: [Role; 6] = [
            Role::Button,
            Role::ToggleButton,
            Role::CheckBox,
            Role::RadioButton,
            Role::Link,
            Role::ComboBox,
        ];
        let node = self
            .wait(&format!("a button “{name}” that can be pressed"), |nodes| {
                let mut found = nodes
                    .iter()
                    .filter(|node| ROLES.contains(&node.role) && node.name == name);
                // The page comes after the list of pages, which may have one of the same name.
                found.rfind(|node| node.is_usable()).cloned()
            })
            .await;
        self.press_node(&node).await;
    }

    /// Waits for an object of this role whose name begins so.
    pub(super) async fn find_beginning(&self, role: Role, name: &str) -> Node {
        self.wait(&format!("{role:?} “{name}…”"), |nodes| {
            let mut found = nodes
                .iter()
                .filter(|node| node.role == role && node.name.starts_with(name));
            found.find(|node| node.is_usable()).cloned()
        })
        .await
    }

    /// Presses it.
    pub(super) async fn press_beginning(&self, role: Role, name: &str) {
        let node = self.find_beginning(role, name).await;
        self.press_node(&node).await;
    }

    /// Strikes a key that moves the focus until it is on something whose name begins so.
    pub(super) async fn walk_to(&self, key: &str, roles: &[Role], name: &str) {
        const ROUND: usize = 60;
        for _ in 0..ROUND {
            let before = self.focus().await;
            self.key(key);
            let focused = self
                .wait(&format!("the focus to move with {key}"), |nodes| {
                    let focused = nodes
                        .iter()
                        .filter(|node| node.has_focus())
                        .max_by_key(|node| node.depth)?;
                    let moved = before.as_ref().is_none_or(|before| !before.is_same(focused));
                    moved.then(|| focused.clone())
                })
                .await;
            if roles.contains(&focused.role) && focused.name.starts_with(name) {
                return;
            }
        }
        self.gives_up(&format!("{key} does not lead to “{name}”"), &self.look().await);
    }

    /// Keeps a picture of what is seen now in the folder that `POLLSTREAM_SHOW` names, if it is set.
    pub(super) fn show(&self, what: &str) {
        static PICTURES: AtomicU32 = AtomicU32::new(1);
        if let Some(folder) = std::env::var_os("POLLSTREAM_SHOW") {
            let number = PICTURES.fetch_add(1, Ordering::Relaxed);
            let name = format!("{number:02} {} {what}.png", self.title);
            self.picture().save(&Path::new(&folder).join(name));
        }
    }

    /// Says what was not there in time, with all that was.
    pub(super) fn gives_up(&self, why: &str, nodes: &[Node]) -> ! {
        self.show("gave up");
        panic!(
            "{why} at the {}; there is\n{}the program said\n{}",
            self.title,
            listed(nodes),
            self.place.said()
        );
    }

    /// A picture of the screen now.
    pub(super) fn picture(&self) -> Picture {
        Picture::of(&self.place.screen)
    }

    /// Presses an object with the pointer, after turning the wheel until it is in sight: nothing lies over its middle.
    pub(super) async fn press_node(&self, node: &Node) {
        const TURNS: usize = 60;
        let screen = self.place.monitor;
        let (middle_x, middle_y) = screen.middle();
        for _ in 0..TURNS {
            let area = self.area(node).await;
            let (x, y) = area.middle();
            if area.is_within(screen) && self.is_in_sight(node, (x, y)).await {
                return self.hand(&["mousemove", &x.to_string(), &y.to_string(), "click", "1"]);
            }
            let wheel = if y < middle_y { "4" } else { "5" };
            let (x, y) = (middle_x + screen.width / 8, middle_y);
            self.hand(&["mousemove", &x.to_string(), &y.to_string(), "click", wheel]);
        }
        let (role, name, area) = (node.role, &node.name, self.area(node).await);
        self.gives_up(
            &format!("the wheel does not lead to {role:?} “{name}” at {area:?}"),
            &self.look().await,
        );
    }

    /// Whether it, a part of it or the label around it is what lies at a point.
    async fn is_in_sight(&self, node: &Node, point: (i32, i32)) -> bool {
        let nodes = self.look().await;
        let Some(at) = nodes.iter().position(|other| other.is_same(node)) else {
            return false;
        };
        let Some(page) = nodes.iter().find(|other| other.role == Role::DocumentWeb) else {
            return false;
        };
        let Some(hit) = self.place.tree.at(page, point).await else {
            return false;
        };
        let mut parts = nodes[at + 1..]
            .iter()
            .take_while(|other| other.depth > node.depth);
        let around = nodes[..at].iter().rfind(|other| other.depth < node.depth);
        let label = around.filter(|around| around.role == Role::Label);
        node.is(&hit) || parts.any(|part| part.is(&hit)) || label.is_some_and(|label| label.is(&hit))
    }

    /// Puts the keyboard into a field by its label, and types.
    pub(super) async fn fill(&self, label: &str, text: &str) {
        self.fill_nth(label, 0, text).await;
    }

    /// The same for one of several fields with one label. Keys are slower than the pointer: who presses the next thing
    /// before all of them have arrived types the rest of them there.
    pub(super) async fn fill_nth(&self, label: &str, n: usize, text: &str) {
        let field = self
            .wait(&format!("a field “{label}”"), |nodes| {
                field(nodes, label, n).cloned()
            })
            .await;
        self.press_node(&field).await;
        self.focused(&field.name).await;
        self.types(text);
        let started = Instant::now();
        let typed = text.chars().count();
        loop {
            let there = self.place.tree.text(&field).await.unwrap_or_default();
            if there.chars().count() == typed {
                return;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "“{there}” is in “{label}” instead of “{text}”"
            );
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Chooses from a list, as the system shows it, what begins so: opens the list, goes down and looks what it has.
    pub(super) async fn choose(&self, list: &str, wanted: &str) {
        const MOST: usize = 10;
        let chosen = format!("{list} {wanted}");
        self.press_beginning(Role::ComboBox, list).await;
        for _ in 0..MOST {
            self.key("Down");
            self.key("Return");
            let looked = Instant::now();
            while looked.elapsed() < ANSWER {
                let nodes = self.look().await;
                if nodes.iter().any(|node| node.name.starts_with(&chosen)) {
                    return;
                }
                tokio::time::sleep(LOOK).await;
            }
        }
        self.gives_up(
            &format!("“{wanted}” is not in the list “{list}”"),
            &self.look().await,
        );
    }

    /// Waits until a choice is made, for a screen reader too.
    pub(super) async fn checked(&self, name: &str) {
        self.wait(&format!("“{name}” to be chosen"), |nodes| {
            nodes
                .iter()
                .any(|node| node.is_checked() && node.name.starts_with(name))
                .then_some(())
        })
        .await;
    }

    /// Waits until the keyboard is on an object of this name.
    pub(super) async fn focused(&self, name: &str) {
        self.wait(&format!("the focus on “{name}”"), |nodes| {
            nodes
                .iter()
                .any(|node| node.has_focus() && node.name == name)
                .then_some(())
        })
        .await;
    }

    /// What the keyboard is on: the innermost object.
    pub(super) async fn focus(&self) -> Option<Node> {
        let nodes = self.look().await;
        let focused = nodes
            .into_iter()
            .filter(|node| node.states.contains(State::Focused));
        focused.max_by_key(|node| node.depth)
    }

    /// Types on the keyboard.
    pub(super) fn types(&self, text: &str) {
        self.hand(&["type", "--delay", "12", "--", text]);
    }

    /// Strikes a key until something says this: what the first stroke met was still on its way.
    pub(super) async fn strikes_until(&self, key: &str, words: &str) {
        const STROKES: usize = 10;
        for _ in 0..STROKES {
            self.key(key);
            let struck = Instant::now();
            while struck.elapsed() < ANSWER {
                if self.look().await.iter().any(|node| node.name.contains(words)) {
                    return;
                }
                tokio::time::sleep(LOOK).await;
            }
        }
        self.gives_up(
            &format!("{key} does not lead to the words “{words}”"),
            &self.look().await,
        );
    }

    /// Strikes a key by its X name, e.g. `Tab` or `Return`.
    pub(super) fn key(&self, key: &str) {
        self.hand(&["key", "--delay", "12", key]);
    }

    fn hand(&self, arguments: &[&str]) {
        let done = self.place.screen.hand(arguments);
        assert!(done.is_some(), "the hand cannot {arguments:?}");
    }
}

/// One of several fields with one label.
fn field<'n>(nodes: &'n [Node], label: &str, n: usize) -> Option<&'n Node> {
    const FIELDS: [Role; 5] = [
        Role::ComboBox,
        Role::Entry,
        Role::PasswordText,
        Role::SpinButton,
        Role::Text,
    ];
    let mut found = nodes
        .iter()
        .filter(|node| FIELDS.contains(&node.role) && is_called(node, label) && node.is_usable());
    found.nth(n)
}

/// Fields that must be filled in have a star behind their label.
fn is_called(field: &Node, label: &str) -> bool {
    field.name.trim_end_matches(" *") == label
}

/// The tree in lines, for the message of a test that failed.
pub(super) fn listed(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes.iter().filter(|node| !node.name.is_empty()) {
        let indent = " ".repeat(node.depth);
        let _ = writeln!(out, "{indent}{:?} “{}” {}", node.role, node.name, marks(node));
    }
    out
}

fn marks(node: &Node) -> String {
    let marks = [
        (node.has_focus(), "focused"),
        (node.is_checked(), "checked"),
        (!node.is_usable(), "not usable"),
    ];
    let marks: Vec<&str> = marks
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, mark)| *mark)
        .collect();
    marks.join(", ")
}
