//! The way of a packet and of its reply, hop by hop.

use ringfence::Owner;
use ringfence::answer::{Path, ShownPacket, Step, StepAction, Thing};

use super::excerpt::underlined;
use super::sheet::{BAD, DIM, Sheet, clean, paint};
use super::texts::Texts;

/// Columns before what a step's hop is.
const HOP: usize = 16;

/// The way there, and back where there is one.
pub(super) fn path(sheet: &mut Sheet, path: &Path, texts: &Texts<'_>) {
    for (label, steps) in [("there", &path.forward), ("back", &path.reply)] {
        let Some(first) = steps.first() else { continue };
        sheet.gap();
        sheet.item(label, clean(&first.packet));
        steps_of(sheet, steps, texts);
    }
}

fn steps_of(sheet: &mut Sheet, steps: &[Step], texts: &Texts<'_>) {
    let mut packet: Option<&ShownPacket> = None;
    let mut stopped = false;
    for (index, step) in steps.iter().enumerate() {
        if packet.is_some_and(|before| *before != step.packet) {
            sheet.line(HOP, format_args!("now {}", clean(&step.packet)));
        }
        packet = Some(&step.packet);
        let number = index.saturating_add(1);
        let action = format!("{:10}", word(step.action));
        let action = if matches!(step.action, StepAction::Stop { .. }) { paint(BAD, action) } else { action };
        let code = match step.action {
            StepAction::Stop { code } => format!("   {}", paint(BAD, code.as_str())),
            _ => String::new(),
        };
        sheet.line(2, format_args!("{number:2}  {action}{}{code}", clean(&step.hop)));
        decider(sheet, step, texts);
        if step.action == StepAction::MayForward && number < steps.len() {
            sheet.line(HOP, paint(DIM, "if it is sent on:"));
        }
        if let (StepAction::Stop { .. }, false) = (step.action, stopped) {
            stopped = true;
            if number < steps.len() {
                sheet.line(HOP, paint(DIM, "were that changed, it would go on:"));
            }
        }
    }
}

/// What decides at a step: the rule in its text, underlined where it stops the packet.
fn decider(sheet: &mut Sheet, step: &Step, texts: &Texts<'_>) {
    let by = &step.by;
    match (step.action, &by.place) {
        (StepAction::Stop { code }, Some(place)) => {
            sheet.block(HOP, &underlined(place, code.as_str(), texts));
        }
        (_, Some(place)) => {
            let rule = texts.rule(by).map_or_else(|| clean(by), clean);
            sheet.line(HOP, paint(DIM, format_args!("{}  {rule}", clean(place))));
        }
        (_, None) => sheet.line(HOP, paint(DIM, implied(by))),
    }
}

fn implied(by: &Thing) -> String {
    let owner = match by.owner {
        Owner::Customer => "",
        Owner::Provider => " (always, by the cloud)",
        Owner::Shared => " (by the cloud, until replaced)",
    };
    format!("{}{owner}", by.implied.as_ref().map_or_else(|| clean(by), clean))
}

const fn word(action: StepAction) -> &'static str {
    match action {
        StepAction::Allow => "allow",
        StepAction::Tracked => "tracked",
        StepAction::Forward => "forward",
        StepAction::Translate => "translate",
        StepAction::MayForward => "perhaps",
        StepAction::Deliver => "deliver",
        StepAction::Stop { .. } => "stop",
    }
}
