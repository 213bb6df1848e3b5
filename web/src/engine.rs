//! The worker: started, asked, given up and replaced. What it is asked is the state's decision.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Url, Worker, WorkerOptions, WorkerType};
use yew::{Callback, UseReducerHandle, hook, use_effect_with, use_mut_ref};

use crate::browser;
use crate::job::{Job, Message};
use crate::state::{Action, State};
use crate::value::read;

/// How long an answer may take before the worker is replaced, in milliseconds.
const PATIENCE: u32 = 20_000;

/// How long an answer about a text that is no longer there may still take: then starting anew is quicker.
const PATIENCE_WHEN_STALE: u32 = 700;

/// Where the worker's script stands, from the page.
const SCRIPT: &str = "app/worker.js";

/// Keeps a worker running and busy with what the state needs next.
#[hook]
pub(crate) fn use_engine(state: &UseReducerHandle<State>) {
    let link = use_mut_ref(|| None::<Link>);
    let dispatch = {
        let state = state.dispatcher();
        Callback::from(move |action| state.dispatch(action))
    };
    {
        let (link, dispatch) = (Rc::clone(&link), dispatch.clone());
        use_effect_with(state.engine.generation, move |&generation| start(&link, generation, &dispatch));
    }
    {
        let (link, dispatch, files) = (link, dispatch.clone(), state.files.clone());
        use_effect_with((state.next_job(), state.engine.generation), move |(job, generation)| {
            let Some(job) = job else { return };
            let sent = link.borrow().as_ref().map(|link| link.send(job, &files));
            match sent {
                Some(Ok(())) => dispatch.emit(Action::Sent(job.clone())),
                Some(Err(why)) => {
                    dispatch.emit(Action::Sent(job.clone()));
                    dispatch.emit(Action::Broke {
                        generation: *generation,
                        why: browser::message_of(&why).into(),
                    });
                }
                None => {}
            }
        });
    }
    let watched = (state.engine.job.clone(), state.is_overtaken(), state.engine.generation);
    use_effect_with(watched, move |(job, overtaken, generation)| {
        let (generation, overtaken) = (*generation, *overtaken);
        let timer = job.as_ref().map(|job| {
            let why = format!("{} took longer than {} seconds", job.task.label(), PATIENCE / 1000);
            let (action, patience) = if overtaken {
                (Action::Overtaken { generation }, PATIENCE_WHEN_STALE)
            } else {
                (Action::Broke { generation, why: why.into() }, PATIENCE)
            };
            Timeout::new(patience, move || dispatch.emit(action))
        });
        move || drop(timer)
    });
}

/// A worker, and what hears it.
struct Link {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

/// Starts the worker of `generation`; its end comes with the next one.
fn start(
    link: &Rc<RefCell<Option<Link>>>,
    generation: u32,
    dispatch: &Callback<Action>,
) -> impl FnOnce() + use<> {
    match Link::new(generation, dispatch) {
        Ok(started) => *link.borrow_mut() = Some(started),
        Err(error) => dispatch.emit(Action::Broke { generation, why: browser::message_of(&error).into() }),
    }
    let link = Rc::clone(link);
    move || {
        if let Some(old) = link.borrow_mut().take() {
            old.worker.terminate();
        }
    }
}

impl Link {
    fn new(generation: u32, dispatch: &Callback<Action>) -> Result<Self, JsValue> {
        let worker = worker()?;
        let emit = dispatch.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let action = match read::<Message>(event.data()) {
                Ok(message) => Action::Message { generation, message },
                Err(error) => {
                    Action::Broke { generation, why: format!("what it said cannot be read: {error}").into() }
                }
            };
            emit.emit(action);
        });
        let emit = dispatch.clone();
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            let message = event.message();
            let why = if message.is_empty() { "the engine could not be loaded" } else { &message };
            emit.emit(Action::Broke { generation, why: why.into() });
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }

    fn send(&self, job: &Job, files: &[crate::state::File]) -> Result<(), JsValue> {
        self.worker.post_message(&job.message(files))
    }
}

/// A worker from a script of our own that holds one `import`: unlike one that is started from its address, it is
/// under the page's policy.
fn worker() -> Result<Worker, JsValue> {
    let document = browser::window().and_then(|window| window.document()).ok_or("there is no document")?;
    let base = document.base_uri()?.unwrap_or_default();
    let script = Url::new_with_base(SCRIPT, &base)?.href();
    let source = Array::of1(&format!("import {};", js_sys::JSON::stringify(&script.into())?).into());
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let address =
        Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&source, &kind)?)?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&address, &options)
}
