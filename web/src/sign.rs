//! Signs for what came out: a shape and a colour, never a colour alone.

use ringfence::answer::{Outcome, Verdict};
use yew::{Html, html};

/// The shape that stands for a verdict.
pub(crate) const fn verdict_shape(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reachable => "●",
        Verdict::Partly => "◐",
        Verdict::OneWay => "➜",
        Verdict::Blocked => "✕",
        Verdict::Unknown => "?",
    }
}

/// The shape that stands for an outcome.
pub(crate) const fn outcome_shape(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Holds => "✓",
        Outcome::Fails => "✗",
        Outcome::Unknown => "?",
        Outcome::NotJudged => "–",
    }
}

/// An outcome as the editor and the style sheet name it.
pub(crate) const fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Holds => "holds",
        Outcome::Fails => "fails",
        Outcome::Unknown => "unknown",
        Outcome::NotJudged => "not-judged",
    }
}

/// A verdict as a word with its sign.
pub(crate) fn verdict_badge(verdict: Verdict) -> Html {
    html! {
        <span class={format!("badge verdict-{verdict}")} title={verdict.summary()}>
            <span aria-hidden="true">{ verdict_shape(verdict) }</span>{ format!(" {verdict}") }
        </span>
    }
}

/// An outcome as a word with its sign.
pub(crate) fn outcome_badge(outcome: Outcome) -> Html {
    html! {
        <span class={format!("badge outcome-{}", outcome_word(outcome))}>
            <span aria-hidden="true">{ outcome_shape(outcome) }</span>{ format!(" {outcome}") }
        </span>
    }
}
