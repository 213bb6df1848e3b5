//! The playground. A page that answers while one types; the engine runs in a worker, and no request leaves the page.

#![cfg_attr(test, allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails"))]

mod app;
mod bar;
mod browser;
mod editor;
mod engine;
mod explain;
mod files;
mod findings;
mod gallery;
mod help;
mod job;
mod link;
mod map;
mod matrix;
mod panes;
mod place;
mod question;
mod same;
mod sign;
mod state;
mod status;
mod theme;
mod value;

use yew::Renderer;
use yew::platform::spawn_local;

use crate::app::{App, AppProps};
use crate::state::State;
use crate::theme::Theme;

fn main() {
    spawn_local(async {
        let first = State { theme: Theme::chosen_or_preferred(), ..link::first().await };
        let props = AppProps { first };
        match browser::window().and_then(|window| window.document()?.get_element_by_id("app")) {
            Some(root) => Renderer::<App>::with_root_and_props(root, props).render(),
            None => Renderer::<App>::with_props(props).render(),
        };
    });
}
