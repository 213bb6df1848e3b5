//! The playground. A page that answers while one types; the engine runs in a worker, and no request leaves the page.

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

fn main() {
    let root = browser::window().and_then(|window| window.document()?.get_element_by_id("app"));
    match root {
        Some(root) => yew::Renderer::<app::App>::with_root(root).render(),
        None => yew::Renderer::<app::App>::new().render(),
    };
}
