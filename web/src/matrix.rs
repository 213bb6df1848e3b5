//! Who reaches whom, as a table.

use std::rc::Rc;

use ringfence::answer::{MatrixBy, MatrixEnd, Named, Verdict};
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast as _, classes, component, html};

use crate::job::Task;
use crate::same::Same;
use crate::sign::verdict_shape;
use crate::state::{Action, State, Table, TableKey};

/// The most rows and columns that are shown: more are no help to anybody.
const SHOWN: usize = 120;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct MatrixProps {
    by: MatrixBy,
    service: Rc<str>,
    /// Services that have a name.
    named: Vec<Named>,
    /// Whether the texts have errors.
    broken: bool,
    table: Option<Same<Table>>,
    stale: bool,
    /// What is asked now.
    question: Rc<str>,
    /// Why it is not complete and will not be.
    refused: Option<Rc<str>>,
    on: Callback<Action>,
}

impl MatrixProps {
    /// What the matrix needs of the state: it is drawn again when one of these changes.
    pub(crate) fn of(state: &State, on: &Callback<Action>) -> Self {
        let table = state.tables.get(&TableKey { by: state.by, service: state.service.clone() }).cloned();
        let ours = |task: &Task| match task {
            Task::Matrix { by } => *by == state.by,
            Task::Row { by, service, .. } => *by == state.by && *service == state.service,
            Task::Open | Task::Step | Task::Check | Task::Reach { .. } => false,
        };
        let refused = state.refused.iter().find(|(task, _)| ours(task)).map(|(_, why)| why.clone());
        Self {
            by: state.by,
            service: state.service.clone(),
            named: state.topology().map(|topology| topology.services.clone()).unwrap_or_default(),
            broken: state.is_broken(),
            stale: table.as_ref().is_some_and(|table| state.is_stale(table.revision)),
            table,
            question: state.question.clone(),
            refused,
            on: on.clone(),
        }
    }
}

/// The matrix with its controls.
#[component]
pub(crate) fn MatrixView(props: &MatrixProps) -> Html {
    let MatrixProps { by, service, named, broken, table, stale, question, refused, on } = props;
    let choose = on.reform(|event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        Action::By(from_id(&value).unwrap_or(MatrixBy::Segment))
    });
    html! {
        <div class="matrix">
            <p class="controls">
                <label>
                    { "by " }
                    <select onchange={choose}>
                        for (kind, id, label) in KINDS {
                            <option value={*id} selected={by == kind}>{ *label }</option>
                        }
                    </select>
                </label>
                { service_field(service, named, on) }
            </p>
            if *broken {
                <p class="trouble">{ "The text has problems; this is what its sound parts say." }</p>
            }
            if let Some(why) = refused {
                <p class="trouble">{ format!("The matrix is not complete: {why}.") }</p>
            }
            if let Some(table) = table {
                for problem in &table.problems {
                    <p class="trouble">{ &problem.message }</p>
                }
                { cells(table, *stale, &Asked { service, question }, on) }
                { legend() }
            } else {
                <p class="hint">{ "filling …" }</p>
            }
        </div>
    }
}

/// What matrix and ways are about.
pub(crate) fn service_field(service: &str, named: &[Named], on: &Callback<Action>) -> Html {
    let change = on.reform(|event: InputEvent| {
        Action::Service(event.target_unchecked_into::<HtmlInputElement>().value().into())
    });
    html! {
        <label>
            { "for " }
            <input class="service" list="services" placeholder="any traffic" autocomplete="off" spellcheck="false"
                value={service.to_owned()} oninput={change} />
            <datalist id="services">
                for service in named {
                    <option value={service.name.clone()} />
                }
                for common in ["tcp 22", "tcp 80", "tcp 443", "tcp 3389", "tcp 5432", "icmp 8"] {
                    <option value={common} />
                }
            </datalist>
        </label>
    }
}

/// As links and the menu name it.
pub(crate) fn id(by: MatrixBy) -> &'static str {
    KINDS.iter().find(|(kind, ..)| *kind == by).map_or("", |(_, id, _)| *id)
}

/// What is named so.
pub(crate) fn from_id(id: &str) -> Option<MatrixBy> {
    KINDS.iter().find(|(_, known, _)| *known == id).map(|(kind, ..)| *kind)
}

const KINDS: &[(MatrixBy, &str, &str)] = &[
    (MatrixBy::Segment, "segment", "segment"),
    (MatrixBy::Subnet, "subnet", "subnet"),
    (MatrixBy::Machines, "machines", "machines, alike together"),
    (MatrixBy::Endpoint, "endpoint", "single endpoint"),
];

/// What the cells are about, and what is asked now.
struct Asked<'a> {
    service: &'a str,
    question: &'a str,
}

fn cells(table: &Table, stale: bool, asked: &Asked<'_>, on: &Callback<Action>) -> Html {
    if table.ends.len() < 2 {
        return html! { <p class="hint">{ "The text names no segment. Name one (" }<code>{ "segment data = subnet db" }</code>{ "), or choose other rows." }</p> };
    }
    let ends = table.ends.get(..SHOWN).unwrap_or(&table.ends);
    let left = table.ends.len().saturating_sub(ends.len());
    let missing = table.missing(None).is_some();
    let progress = format!("{} of {} rows", table.filled(), table.ends.len());
    html! {
        <>
            <p class="hint" role="status">
                if missing { { progress } }
                if left > 0 { { format!(" The first {SHOWN} of {} are shown; ask by subnet, or fold alike machines.", table.ends.len()) } }
            </p>
            <div class={if stale { "scroll stale" } else { "scroll" }} tabindex="0" role="region" aria-label="matrix">
                <table>
                    <caption class="visually-hidden">{ "Verdicts from each row to each column" }</caption>
                    <thead><tr>
                        <th scope="col" class="corner">{ "from \\ to" }</th>
                        { for ends.iter().map(|end| html! { <th scope="col" class="to" title={title(end)}><span>{ &end.label }</span></th> }) }
                    </tr></thead>
                    <tbody>
                        { for ends.iter().enumerate().map(|(index, from)| row(table, index, from, ends, asked, on)) }
                    </tbody>
                </table>
            </div>
        </>
    }
}

fn title(end: &MatrixEnd) -> String {
    format!("{} {}", end.kind, end.label)
}

fn row(
    table: &Table,
    index: usize,
    from: &MatrixEnd,
    ends: &[MatrixEnd],
    asked: &Asked<'_>,
    on: &Callback<Action>,
) -> Html {
    let verdicts = table.row(index);
    let cell =
        |(column, to): (usize, &MatrixEnd)| match verdicts.map(|row| row.get(column).copied().flatten()) {
            None => html! { <td class="waiting" aria-label="not yet known">{ "·" }</td> },
            Some(None) => html! { <td class="nothing" aria-label="nothing to ask"></td> },
            Some(Some(verdict)) => html! { <td>{ button(verdict, from, to, asked, on) }</td> },
        };
    html! {
        <tr>
            <th scope="row" title={title(from)}>{ &from.label }</th>
            { for ends.iter().enumerate().map(cell) }
        </tr>
    }
}

fn button(
    verdict: Verdict,
    from: &MatrixEnd,
    to: &MatrixEnd,
    asked: &Asked<'_>,
    on: &Callback<Action>,
) -> Html {
    let service = asked.service.trim();
    let colon = if service.is_empty() { "" } else { " : " };
    let question = format!("{} -> {}{colon}{service}", from.selector, to.selector);
    let label = format!("{} -> {}: {verdict}", from.label, to.label);
    let current = question == asked.question;
    let ask = on.reform(move |_| Action::Ask(question.as_str().into()));
    html! {
        <button type="button" class={classes!("cell", format!("verdict-{verdict}"), current.then_some("current"))} aria-current={current.then_some("true")} title={label.clone()} aria-label={label} onclick={ask}>
            { verdict_shape(verdict) }
        </button>
    }
}

/// What the signs mean.
pub(crate) fn legend() -> Html {
    html! {
        <p class="legend">
            for verdict in Verdict::ALL {
                <span class={format!("badge verdict-{verdict}")} title={verdict.summary()}>
                    { format!("{} {verdict}", verdict_shape(verdict)) }
                </span>
            }
        </p>
    }
}
