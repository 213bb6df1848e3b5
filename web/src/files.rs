//! The texts: tabs where there are several, and opening others from the person's machine.

use std::rc::Rc;

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, HtmlInputElement};
use yew::platform::spawn_local;
use yew::{Callback, Html, TargetCast as _, classes, html};

use crate::browser;
use crate::state::{Action, File, Load, Origins, State};

/// A tab for each text.
pub(crate) fn file_tabs(state: &State, on: &Callback<Action>) -> Html {
    let tab = |index: usize, file: &File| {
        let current = state.active == index;
        let (activate, close) =
            (on.reform(move |_| Action::Activate(index)), on.reform(move |_| Action::Close(index)));
        html! {
            <span class={classes!("tab", current.then_some("current"))}>
                <button type="button" aria-pressed={current.to_string()} onclick={activate}>{ &*file.name }</button>
                if state.files.len() > 1 {
                    <button type="button" class="close" aria-label={format!("take {} away", file.name)} onclick={close}>{ "×" }</button>
                }
            </span>
        }
    };
    html! {
        <div class="files" role="group" aria-label="texts">
            { for state.files.iter().enumerate().map(|(index, file)| tab(index, file)) }
        </div>
    }
}

/// Opens files from the person's machine; they are read here and sent nowhere.
pub(crate) fn open(on: &Callback<Action>) -> Html {
    let change = {
        let on = on.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(files) = input.files() {
                read(&files, on.clone());
            }
            // The same file can be chosen again.
            input.set_value("");
        })
    };
    html! {
        <label class="button" title="open .fence files of this machine, or what a cloud's own tools printed (JSON); a folder can be dropped on the page">
            <input class="visually-hidden" type="file" multiple=true accept=".fence,.json,text/plain" onchange={change} />
            { "Open" }
        </label>
    }
}

#[wasm_bindgen(module = "/files.js")]
extern "C" {
    #[wasm_bindgen(js_name = read)]
    fn read_all(given: &JsValue) -> Promise;
}

/// Reads files that were chosen or dropped, folders with all that is in them, and shows them; exports of a cloud as one text.
pub(crate) fn read(given: &JsValue, on: Callback<Action>) {
    // At once: after the event nothing is in it.
    let found = JsFuture::from(read_all(given));
    spawn_local(async move {
        let found = match found.await {
            Ok(found) => found,
            Err(why) => return on.emit(Action::Notice(browser::message_of(&why).into())),
        };
        let member = |key: &str| Reflect::get(&found, &key.into()).unwrap_or_default();
        let mut read = Vec::new();
        for text in Array::from(&member("texts")) {
            let [name, text, origins] =
                [0, 1, 2].map(|at| Array::from(&text).get(at).as_string().unwrap_or_default());
            let origins = Origins::read(&text, &origins);
            read.push(File { name: unused(&name, &read), text: text.into(), origins });
        }
        if read.is_empty() {
            return;
        }
        on.emit(Action::Load(Load::files(read)));
        if let Some(notice) = member("notice").as_string().filter(|notice| !notice.is_empty()) {
            on.emit(Action::Notice(notice.into()));
        }
    });
}

/// The name of a text that has none.
const UNNAMED: &str = "policy.fence";

/// The name, with a number where another text has it.
pub(crate) fn unused(name: &str, taken: &[File]) -> Rc<str> {
    let name = if name.is_empty() { UNNAMED } else { name };
    let numbered = (2_u32..).map(|number| format!("{number}-{name}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| taken.iter().all(|file| *file.name != **name)).unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_file_of_one_name_gets_a_number() {
        let mut files = Vec::new();
        for expected in ["a.fence", "2-a.fence", "3-a.fence"] {
            let name = unused("a.fence", &files);
            assert_eq!(&*name, expected);
            files.push(File::written(name, ""));
        }
    }
}
