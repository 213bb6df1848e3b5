//! What the page takes from the browser besides elements: storage, address, clipboard, files to save.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, Element, Event, EventTarget, HtmlAnchorElement, HtmlElement, Storage, Url, Window,
};

/// The window; `None` outside a browser.
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

/// The element of the document.
pub(crate) fn root() -> Option<HtmlElement> {
    window()?.document()?.document_element()?.dyn_into().ok()
}

/// The first element that a selector of CSS takes.
pub(crate) fn element(selector: &str) -> Option<Element> {
    window()?.document()?.query_selector(selector).ok()?
}

/// What is kept until the tab is closed. A browser may refuse to keep anything.
pub(crate) fn tab_storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}

/// What is kept for later visits. A browser may refuse to keep anything.
pub(crate) fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// What stands behind `#` in the address, without it.
pub(crate) fn fragment() -> Option<String> {
    let hash = window()?.location().hash().ok()?;
    hash.strip_prefix('#').filter(|fragment| !fragment.is_empty()).map(str::to_owned)
}

/// Puts `fragment` behind `#` in the address, without a new entry in the history; returns the whole address.
pub(crate) fn set_fragment(fragment: &str) -> Option<String> {
    let window = window()?;
    let address = Url::new(&window.location().href().ok()?).ok()?;
    address.set_hash(fragment);
    let href = address.href();
    window.history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&href)).ok()?;
    Some(href)
}

/// Whether the browser copies `text` for the person.
pub(crate) async fn copied(text: &str) -> bool {
    let Some(clipboard) = window().map(|window| window.navigator().clipboard()) else { return false };
    // Without a secure connection there is none.
    if clipboard.is_undefined() {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Saves `text` as a file on the person's machine.
pub(crate) fn save(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = window().and_then(|window| window.document()).ok_or("there is no document")?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&address)
}

/// Hears `event` of `target` until the returned function is called.
pub(crate) fn listen(
    target: Option<impl Into<EventTarget>>,
    event: &'static str,
    hear: impl Fn(Event) + 'static,
) -> Box<dyn FnOnce()> {
    let target: Option<EventTarget> = target.map(Into::into);
    let closure = Closure::<dyn Fn(Event)>::new(hear);
    if let Some(target) = &target {
        // It fails for no target that there is.
        let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    }
    Box::new(move || {
        if let Some(target) = target {
            let _ = target.remove_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        }
    })
}

/// What an error of JavaScript says.
pub(crate) fn message_of(error: &JsValue) -> String {
    let message = js_sys::Reflect::get(error, &"message".into()).ok().and_then(|text| text.as_string());
    message.or_else(|| error.as_string()).unwrap_or_else(|| "the browser refused it".to_owned())
}
