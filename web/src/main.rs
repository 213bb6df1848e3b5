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
mod sign;
mod state;
mod status;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
