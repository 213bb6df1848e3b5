//! The texts: tabs where there are several, and opening others from the person's machine.

use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use web_sys::{Event, FileList, HtmlInputElement};
use yew::platform::spawn_local;
use yew::{Callback, Html, TargetCast as _, classes, html};

use crate::state::{Action, File, Load, State};

/// The most that opened files may hold together, in bytes: past this a page is no place for them.
const LIMIT: f64 = 64.0 * 1024.0 * 1024.0;

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
        <label class="button" title="open .fence files of this machine">
            <input class="visually-hidden" type="file" multiple=true accept=".fence,text/plain" onchange={change} />
            { "Open" }
        </label>
    }
}

/// Reads files that were chosen or dropped, and shows them.
pub(crate) fn read(files: &FileList, on: Callback<Action>) {
    let files: Vec<web_sys::File> = (0..files.length()).filter_map(|index| files.get(index)).collect();
    if files.is_empty() {
        return;
    }
    if files.iter().map(|file| file.size()).sum::<f64>() > LIMIT {
        on.emit(Action::Notice("these files are larger than 64 MB: use the command line for them".into()));
        return;
    }
    spawn_local(async move {
        let mut read = Vec::new();
        for file in files {
            let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
            match text.ok().and_then(|text| text.dyn_ref::<js_sys::JsString>().map(String::from)) {
                Some(text) => read.push(File { name: unused(&file.name(), &read), text: text.into() }),
                None => {
                    // The others alone would be another estate.
                    return on.emit(Action::Notice(
                        format!("nothing is opened: {} cannot be read", file.name()).into(),
                    ));
                }
            }
        }
        on.emit(Action::Load(Load::files(read)));
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
            files.push(File { name, text: "".into() });
        }
    }
}
