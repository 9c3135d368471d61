//! What is seen: pictures of the screen, and what must be so on each.

use std::time::{Duration, Instant};

use super::window::Window;

/// How much the darkest and the lightest pixel of words differ at least (sum of the differences of red, green and blue).
const READABLE: i32 = 300;

/// How long a ring may take to be painted.
const PAINTED: Duration = Duration::from_secs(5);

/// Whether the thing with the keyboard has its ring around it.
pub(super) async fn focus_is_seen(window: &Window<'_>) {
    let node = window.focus().await.expect("something has the focus");
    let area = window.area(&node).await;
    let looked = Instant::now();
    while !window.picture().has_ring(area) {
        if looked.elapsed() > PAINTED {
            let why = format!(
                "the focus on {:?} “{}” is not seen at {area:?}",
                node.role, node.name
            );
            window.gives_up(&why, &window.look().await);
        }
    }
    window.show("focus");
}

/// Whether everything that is shown lies on the screen from side to side: nothing is cut off at an edge, and nobody has
/// to scroll sideways.
pub(super) async fn nothing_is_cut_off(window: &Window<'_>) {
    window.show("page");
    let screen = window.monitor();
    for node in window.look().await.iter().filter(|node| node.is_showing()) {
        let Some(area) = window.place_of(node).await else {
            continue;
        };
        assert!(
            area.x >= screen.x && area.x + area.width <= screen.x + screen.width,
            "{:?} “{}” is cut off: it lies at {area:?}",
            node.role,
            node.name
        );
    }
}

/// Waits until words that the tree has are painted on the screen, too: where they lie, there is more than one colour.
pub(super) async fn is_painted(window: &Window<'_>, words: &str) {
    let node = window.says(words).await;
    let area = window.area(&node).await;
    pollstream_tests::eventually(&format!("“{words}” to be painted"), || async {
        (window.picture().contrast_in(area) >= READABLE).then_some(())
    })
    .await;
}
