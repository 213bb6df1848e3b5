//! The map as a list: the same things, for whoever does not see or point at a drawing.

use std::rc::Rc;

use ringfence::Place;
use ringfence::answer::{Area, Machine, Topology};
use yew::{Callback, Html, html};

use super::layout::selector;
use crate::place::place_link;
use crate::state::Action;

/// Everything that is deployed, as a table.
pub(crate) fn list(topology: &Topology, on: &Callback<Action>) -> Html {
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label="everything that is deployed">
            <table class="list">
                <thead><tr>
                    <th scope="col">{ "what" }</th><th scope="col">{ "addresses" }</th>
                    <th scope="col">{ "groups, tags" }</th><th scope="col">{ "written" }</th>
                </tr></thead>
                <tbody>
                    <tr><td>{ pick(0, "internet", "internet", Some("internet"), on) }</td><td /><td /><td /></tr>
                    { for topology.areas.iter().map(|area| rows(area, 0, on)) }
                </tbody>
            </table>
        </div>
    }
}

fn rows(area: &Area, depth: usize, on: &Callback<Action>) -> Html {
    let inner = depth.saturating_add(1);
    let name = format!("{} {}", area.kind, area.label);
    html! {
        <>
            <tr class="area">
                <td>{ pick(depth, &name, &area.label, area.selector.as_deref(), on) }</td>
                <td>{ area.prefixes.join(", ") }</td><td /><td>{ link(area.place.as_ref(), on) }</td>
            </tr>
            for gateway in &area.gateways {
                <tr>
                    <td>{ pick(inner, &format!("{} {}", gateway.kind, gateway.label), &gateway.label, None, on) }</td>
                    <td>{ listed(&gateway.addresses) }</td><td /><td>{ link(Some(&gateway.place), on) }</td>
                </tr>
            }
            for alike in &area.machines {
                if alike.members.len() > 1 {
                    <tr>
                        <td>{ pick(inner, &format!("{} alike", alike.members.len()), "all of these", Some(&selector(alike)), on) }</td>
                        <td /><td>{ alike.groups.iter().chain(&alike.tags).cloned().collect::<Vec<_>>().join(", ") }</td><td />
                    </tr>
                }
                for member in &alike.members {
                    <tr>
                        <td>{ machine(member, if alike.members.len() > 1 { inner.saturating_add(1) } else { inner }, on) }</td>
                        <td>{ listed(member.addresses.iter().chain(&member.public)) }</td>
                        <td>
                            if alike.members.len() == 1 {
                                { alike.groups.iter().chain(&alike.tags).cloned().collect::<Vec<_>>().join(", ") }
                            }
                        </td>
                        <td>{ link(Some(&member.place), on) }</td>
                    </tr>
                }
            }
            { for area.areas.iter().map(|area| rows(area, inner, on)) }
        </>
    }
}

fn machine(machine: &Machine, depth: usize, on: &Callback<Action>) -> Html {
    pick(depth, &format!("{} {}", machine.kind, machine.label), &machine.label, Some(&machine.selector), on)
}

fn listed<'a>(addresses: impl IntoIterator<Item = &'a std::net::IpAddr>) -> String {
    addresses.into_iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn pick(depth: usize, text: &str, name: &str, selector: Option<&str>, on: &Callback<Action>) -> Html {
    let class = format!("depth-{}", depth.min(6));
    let Some(selector) = selector.map(Rc::<str>::from) else {
        return html! { <span {class}>{ text }</span> };
    };
    let act = on.reform(move |_| Action::Pick(selector.clone()));
    html! {
        <span {class}><button type="button" class="quiet" title={format!("pick {name}")} onclick={act}>{ text }</button></span>
    }
}

fn link(place: Option<&Place>, on: &Callback<Action>) -> Html {
    html! {
        if let Some(place) = place {
            { place_link(place, &[], on) }
        }
    }
}
