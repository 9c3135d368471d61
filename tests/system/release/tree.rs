//! The accessibility tree of the running program, as a screen reader has it: windows, headings, buttons and fields by
//! role and name (AT-SPI).

use atspi::proxy::bus::{BusProxy, StatusProxy};
use atspi::{Role, State, StateSet};
use serde::de::DeserializeOwned;
use tokio::task::JoinSet;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Type};

/// Nothing of the program is nested deeper.
const DEEPEST: usize = 60;
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
/// Coordinates of the screen, not of the window.
const OF_THE_SCREEN: u32 = 0;

/// A rectangle on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Area {
    /// Its middle.
    pub(super) fn middle(self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    /// Whether it lies in another one, whole.
    pub(super) fn is_within(self, other: Area) -> bool {
        self.x >= other.x
            && self.y >= other.y
            && self.x + self.width <= other.x + other.width
            && self.y + self.height <= other.y + other.height
    }
}

/// An object on the bus. WebKit's pages have a well-known name, which the crate's own references do not take.
pub(super) type Object = (String, OwnedObjectPath);

/// One object of the tree as it was when it was looked at.
#[derive(Debug, Clone)]
pub(super) struct Node {
    object: Object,
    pub(super) role: Role,
    pub(super) name: String,
    pub(super) states: StateSet,
    /// How deep it is nested.
    pub(super) depth: usize,
}

impl Node {
    /// Whether it can be used now; it may have to be scrolled to.
    pub(super) fn is_usable(&self) -> bool {
        self.states.contains(State::Enabled)
    }

    /// Whether it is on the screen.
    pub(super) fn is_showing(&self) -> bool {
        self.states.contains(State::Showing)
    }

    /// Whether a choice is made.
    pub(super) fn is_checked(&self) -> bool {
        self.states.contains(State::Checked) || self.states.contains(State::Pressed)
    }

    /// Whether it is this object.
    pub(super) fn is(&self, object: &Object) -> bool {
        self.object.1 == object.1
    }

    /// Whether it is the same object as another one.
    pub(super) fn is_same(&self, other: &Node) -> bool {
        self.object == other.object
    }

    /// Whether keys go to it.
    pub(super) fn has_focus(&self) -> bool {
        self.states.contains(State::Focused)
    }
}

/// A connection to the accessibility bus of a desktop session.
#[derive(Clone)]
pub(super) struct Tree(zbus::Connection);

impl Tree {
    /// Connects, and thereby starts the bus; programs that start later are on it.
    pub(super) async fn connect(session_bus: &str) -> Self {
        let session = zbus::connection::Builder::address(session_bus).expect("an address");
        let session = session.build().await.expect("the session's bus");
        let status = StatusProxy::new(&session).await.expect("the accessibility bus");
        status.set_is_enabled(true).await.expect("that somebody listens");
        let bus = BusProxy::new(&session).await.expect("the accessibility bus");
        let address = bus.get_address().await.expect("its address");
        let bus = zbus::connection::Builder::address(address.as_str()).expect("an address");
        Tree(bus.build().await.expect("the accessibility bus"))
    }

    /// The window whose title ends so, with everything in it; `None` before it is there.
    pub(super) async fn window(&self, title: &str) -> Option<Vec<Node>> {
        let path = "/org/a11y/atspi/accessible/root".try_into().expect("a path");
        let registry: Object = ("org.a11y.atspi.Registry".to_owned(), path);
        for application in self.objects(&registry).await {
            for window in self.objects(&application).await {
                let Some(node) = self.node(window, 0).await else {
                    continue;
                };
                if node.name.ends_with(title) {
                    return Some(self.below(node).await);
                }
            }
        }
        None
    }

    /// Asks an object; `None` when it is gone or has no answer.
    async fn ask<A: DeserializeOwned + Type>(
        &self,
        (name, path): &Object,
        interface: &str,
        method: &str,
        with: &(impl serde::Serialize + DynamicType),
    ) -> Option<A> {
        let (name, path) = (name.as_str(), path.clone().into_inner());
        let asked = self
            .0
            .call_method(Some(name), path, Some(interface), method, with);
        let body = asked.await.ok()?.body();
        body.deserialize().ok()
    }

    /// What is in an object. A page is embedded in its window's widget, which tells it by its index only.
    async fn objects(&self, parent: &Object) -> Vec<Object> {
        let children: Vec<Object> = self
            .ask(parent, ACCESSIBLE, "GetChildren", &())
            .await
            .unwrap_or_default();
        if !children.is_empty() {
            return children;
        }
        let role: Option<Role> = self.ask(parent, ACCESSIBLE, "GetRole", &()).await;
        if role != Some(Role::Filler) {
            return children;
        }
        let embedded: Option<Object> = self.ask(parent, ACCESSIBLE, "GetChildAtIndex", &(0_i32,)).await;
        embedded
            .into_iter()
            .filter(|(name, _)| !name.is_empty())
            .collect()
    }

    /// An object and everything in it, in the order of the tree; one level at a time, each level at once.
    async fn below(&self, top: Node) -> Vec<Node> {
        let mut all = vec![(vec![], top)];
        let mut level = vec![0];
        for depth in 1..DEEPEST {
            let mut looks = JoinSet::new();
            for at in level.drain(..) {
                let (tree, parent) = (self.clone(), all[at].1.object.clone());
                looks.spawn(async move { (at, tree.children(parent, depth).await) });
            }
            while let Some(Ok((at, children))) = looks.join_next().await {
                for (n, child) in children.into_iter().enumerate() {
                    let mut path: Vec<usize> = all[at].0.clone();
                    path.push(n);
                    level.push(all.len());
                    all.push((path, child));
                }
            }
            if level.is_empty() {
                break;
            }
        }
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all.into_iter().map(|(_, node)| node).collect()
    }

    async fn children(&self, parent: Object, depth: usize) -> Vec<Node> {
        let mut looks = JoinSet::new();
        for (n, child) in self.objects(&parent).await.into_iter().enumerate() {
            let tree = self.clone();
            looks.spawn(async move { (n, tree.node(child, depth).await) });
        }
        let mut nodes = Vec::new();
        while let Some(Ok((n, node))) = looks.join_next().await {
            nodes.extend(node.map(|node| (n, node)));
        }
        nodes.sort_by_key(|(n, _)| *n);
        nodes.into_iter().map(|(_, node)| node).collect()
    }

    /// `None` when it is gone meanwhile.
    async fn node(&self, object: Object, depth: usize) -> Option<Node> {
        let name = async {
            let asked: Option<OwnedValue> = self
                .ask(
                    &object,
                    "org.freedesktop.DBus.Properties",
                    "Get",
                    &(ACCESSIBLE, "Name"),
                )
                .await;
            asked.and_then(|name| String::try_from(name).ok())
        };
        let (role, name, states): (Option<Role>, Option<String>, Option<StateSet>) = tokio::join!(
            self.ask(&object, ACCESSIBLE, "GetRole", &()),
            name,
            self.ask(&object, ACCESSIBLE, "GetState", &())
        );
        let mut node = Node {
            role: role.unwrap_or(Role::Invalid),
            name: name.unwrap_or_default(),
            states: states?,
            object,
            depth,
        };
        // Words that are nobody's name are the object's text.
        if node.name.is_empty() && node.role != Role::Filler && node.role != Role::Frame {
            node.name = self.text(&node).await.unwrap_or_default();
        }
        Some(node)
    }

    /// The text in it, without what other objects in it say.
    pub(super) async fn text(&self, node: &Node) -> Option<String> {
        let asked = self.ask(&node.object, "org.a11y.atspi.Text", "GetText", &(0_i32, -1_i32));
        let text: String = asked.await?;
        Some(text.replace('\u{fffc}', "").trim().to_owned())
    }

    /// What lies at a point of the screen, of all that is on a page.
    pub(super) async fn at(&self, page: &Node, (x, y): (i32, i32)) -> Option<Object> {
        let place = (x, y, OF_THE_SCREEN);
        self.ask(
            &page.object,
            "org.a11y.atspi.Component",
            "GetAccessibleAtPoint",
            &place,
        )
        .await
    }

    /// Where it is on the screen.
    pub(super) async fn area(&self, node: &Node) -> Option<Area> {
        let asked = self.ask(
            &node.object,
            "org.a11y.atspi.Component",
            "GetExtents",
            &(OF_THE_SCREEN,),
        );
        let (x, y, width, height): (i32, i32, i32, i32) = asked.await?;
        Some(Area { x, y, width, height })
    }
}
