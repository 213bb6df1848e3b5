//! Where everything stands on the map: a pure function of what is deployed.

use ringfence::answer::{Area, Gateway, Machines, Topology};

use super::shape::{Frame, Rect, Role, Shapes, Spot};

/// What boxes may fill before a new row begins.
const WIDTH: f64 = 1_080.0;
const MACHINE: (f64, f64) = (132.0, 42.0);
const GATEWAY: (f64, f64) = (132.0, 26.0);
const INTERNET: (f64, f64) = (150.0, 34.0);
const GAP: f64 = 10.0;
/// Between a box's edge and what is in it.
const PADDING: f64 = 14.0;
/// For a box's name.
const HEAD: f64 = 30.0;
/// Between the internet and what is below.
const SKY: f64 = 30.0;
/// About a character of a box's name.
const CHARACTER: f64 = 6.8;

/// The whole map: the internet above, the networks below it.
pub(crate) fn layout(topology: &Topology) -> Shapes {
    let blocks = topology.areas.iter().map(|area| block(area, WIDTH)).collect();
    let mut shapes = flow(blocks, WIDTH).moved(1.0, INTERNET.1 + SKY + 1.0);
    shapes.width = shapes.width.max(INTERNET.0) + 2.0;
    shapes.height += INTERNET.1 + SKY + 2.0;
    let gateways: Vec<Rect> = shapes
        .spots
        .iter()
        .filter(|spot| spot.role == Role::Gateway && !INNER_GATEWAYS.contains(&spot.kind.as_str()))
        .map(|spot| spot.rect)
        .collect();
    // Above the middle of what leads to it, so that one gateway has a straight line.
    let middle =
        gateways.iter().map(|gateway| gateway.middle().0).sum::<f64>() / (gateways.len() as f64).max(1.0);
    let x = (middle - INTERNET.0 / 2.0).min(shapes.width - INTERNET.0 - 1.0).max(1.0);
    let internet = Rect { x, y: 1.0, width: INTERNET.0, height: INTERNET.1 };
    shapes.spots.insert(
        0,
        Spot {
            rect: internet,
            role: Role::Internet,
            kind: "internet".to_owned(),
            label: "internet".to_owned(),
            detail: String::new(),
            count: 1,
            public: false,
            title: "internet\nevery public address that the estate does not own".to_owned(),
            selector: Some("internet".to_owned()),
            names: vec!["internet".to_owned()],
            place: None,
        },
    );
    let (x, level) = (internet.middle().0, internet.bottom() + SKY / 2.0);
    shapes.lines = gateways
        .iter()
        .map(|gateway| {
            let to = gateway.middle().0;
            vec![(x, internet.bottom()), (x, level), (to, level), (to, gateway.y)]
        })
        .collect();
    shapes
}

/// They do not face the internet themselves.
const INNER_GATEWAYS: [&str; 2] = ["nat-gateway", "transit-gateway"];

/// A box at the origin, at most `limit` wide where what is in it allows.
fn block(area: &Area, limit: f64) -> Shapes {
    let inner = limit - 2.0 * PADDING;
    let mut blocks: Vec<Shapes> = area.areas.iter().map(|child| block(child, inner)).collect();
    if !area.machines.is_empty() {
        blocks.insert(0, machines(&area.machines, inner));
    }
    // Zones one below the other, so that what is alike in two of them can be compared.
    let zoned = area.areas.iter().any(|child| child.kind == "zone");
    let body = if zoned { stack(blocks) } else { flow(blocks, inner) };
    let gateways: Vec<Spot> = area.gateways.iter().map(gateway).collect();
    let named = format!("{} {}", area.kind, area.label).chars().count().max(detail(area).chars().count());
    // Its name at the left of its upper edge, its gateways at the right.
    let edge = named as f64 * CHARACTER + gateways.len() as f64 * (GATEWAY.0 + GAP);
    let width = body.width.max(edge) + 2.0 * PADDING;
    let top = HEAD + if detail(area).is_empty() { 0.0 } else { 14.0 };
    let lowered = if gateways.is_empty() { 0.0 } else { GATEWAY.1 / 2.0 };
    let height = lowered + top + body.height + PADDING;
    let mut shapes = Shapes { width, height, ..Shapes::default() };
    shapes.frames.push(Frame {
        rect: Rect { x: 0.0, y: lowered, width, height: height - lowered },
        kind: area.kind.clone(),
        label: area.label.clone(),
        detail: detail(area),
        selector: area.selector.clone(),
        place: area.place.clone(),
    });
    shapes.add(body.moved(PADDING, lowered + top));
    for (index, mut spot) in gateways.into_iter().enumerate() {
        // Along the upper edge, from the right.
        spot.rect.x = width - PADDING - GATEWAY.0 - index as f64 * (GATEWAY.0 + GAP);
        shapes.spots.push(spot);
    }
    shapes
}

fn detail(area: &Area) -> String {
    area.prefixes.join(", ")
}

fn gateway(gateway: &Gateway) -> Spot {
    let addresses = gateway.addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Spot {
        rect: Rect { x: 0.0, y: 0.0, width: GATEWAY.0, height: GATEWAY.1 },
        role: Role::Gateway,
        kind: gateway.kind.clone(),
        label: gateway.label.clone(),
        detail: String::new(),
        count: 1,
        public: !gateway.addresses.is_empty(),
        title: [gateway.label.clone(), addresses].join("\n").trim_end().to_owned(),
        selector: None,
        names: Vec::new(),
        place: Some(gateway.place.clone()),
    }
}

/// Machines as a grid that is about as wide as it is tall, counted in machines.
fn machines(machines: &[Machines], limit: f64) -> Shapes {
    let fit = ((limit + GAP) / (MACHINE.0 + GAP)).floor().max(1.0);
    let columns = (machines.len() as f64).sqrt().ceil().max(2.0).min(fit).min(machines.len() as f64).max(1.0);
    let rows = (machines.len() as f64 / columns).ceil();
    let mut shapes = Shapes {
        width: columns * (MACHINE.0 + GAP) - GAP,
        height: rows * (MACHINE.1 + GAP) - GAP,
        ..Shapes::default()
    };
    shapes.spots = machines
        .iter()
        .enumerate()
        .map(|(index, alike)| {
            let (index, columns) = (index as f64, columns);
            let (row, column) = ((index / columns).floor(), index % columns);
            machine(alike, column * (MACHINE.0 + GAP), row * (MACHINE.1 + GAP))
        })
        .collect();
    shapes
}

fn machine(alike: &Machines, x: f64, y: f64) -> Spot {
    let first = alike.members.first();
    let last = alike.members.last().filter(|_| alike.members.len() > 1);
    let label = first.map_or_else(String::new, |first| first.label.clone());
    let address =
        first.and_then(|first| first.addresses.first()).map(ToString::to_string).unwrap_or_default();
    let addresses = first.iter().flat_map(|first| first.addresses.iter().chain(&first.public));
    let mut title = vec![match last {
        Some(last) => format!("{} alike, {label} to {}", alike.members.len(), last.label),
        None => label.clone(),
    }];
    if last.is_none() {
        title.push(addresses.map(ToString::to_string).collect::<Vec<_>>().join(", "));
    }
    title.push(alike.groups.join(", "));
    title.push(alike.tags.join(", "));
    title.retain(|line| !line.is_empty());
    Spot {
        rect: Rect { x, y, width: MACHINE.0, height: MACHINE.1 },
        role: Role::Machine,
        kind: first.map_or_else(String::new, |first| first.kind.clone()),
        label,
        detail: match last {
            Some(last) => format!("to {}", last.label),
            None => address,
        },
        count: alike.members.len(),
        public: first.is_some_and(|first| !first.public.is_empty()),
        title: title.join("\n"),
        selector: Some(selector(alike)),
        names: alike.members.iter().filter_map(|one| full_name(&one.selector)).collect(),
        place: first.map(|first| first.place.clone()),
    }
}

/// How a question names all of them.
pub(crate) fn selector(alike: &Machines) -> String {
    alike.members.iter().map(|one| one.selector.as_str()).collect::<Vec<_>>().join(", ")
}

/// The full name in a selector: `shop.main.web-1` in `instance shop.main.web-1`.
fn full_name(selector: &str) -> Option<String> {
    selector.split_whitespace().nth(1).map(str::to_owned)
}

/// One below the other, all as wide as the widest.
fn stack(blocks: Vec<Shapes>) -> Shapes {
    let width = blocks.iter().map(|block| block.width).fold(0.0, f64::max);
    let mut all = Shapes { width, ..Shapes::default() };
    let mut y = 0.0;
    for mut block in blocks {
        stretch(&mut block, width, None);
        let height = block.height;
        all.add(block.moved(0.0, y));
        y += height + GAP;
    }
    all.height = (y - GAP).max(0.0);
    all
}

/// Side by side, in a new row where they would pass `limit`; those of a row are as tall as the tallest.
fn flow(blocks: Vec<Shapes>, limit: f64) -> Shapes {
    let mut rows: Vec<Vec<Shapes>> = Vec::new();
    let mut x = 0.0;
    for block in blocks {
        let fits = x == 0.0 || x + block.width <= limit;
        if !fits || rows.is_empty() {
            rows.push(Vec::new());
            x = 0.0;
        }
        x += block.width + GAP;
        if let Some(row) = rows.last_mut() {
            row.push(block);
        }
    }
    let mut all = Shapes::default();
    let mut y = 0.0;
    for row in rows {
        let height = row.iter().map(|block| block.height).fold(0.0, f64::max);
        let mut x = 0.0;
        for mut block in row {
            let width = block.width;
            stretch(&mut block, width, Some(height));
            all.add(block.moved(x, y));
            x += width + GAP;
        }
        all.width = all.width.max(x - GAP);
        y += height + GAP;
    }
    all.height = (y - GAP).max(0.0);
    all
}

/// Makes a block's own frame, where it has one, as large as this.
fn stretch(block: &mut Shapes, width: f64, height: Option<f64>) {
    if let Some(frame) = block.frames.first_mut().filter(|frame| frame.rect.x == 0.0) {
        let wider = width - frame.rect.width;
        frame.rect.width = width;
        if let Some(height) = height {
            frame.rect.height = height - frame.rect.y;
            block.height = height;
        }
        block.width = width;
        // What stands on its edge stays at the right.
        let edge = frame.rect.y - GATEWAY.1 / 2.0;
        for spot in block.spots.iter_mut().filter(|spot| spot.role == Role::Gateway && spot.rect.y == edge) {
            spot.rect.x += wider;
        }
    }
}

#[cfg(test)]
mod tests;
