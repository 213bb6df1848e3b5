//! What the map is drawn of, in units of the drawing: about a pixel at 100 %.

use ringfence::Place;

/// A rectangle: left, top, width, height.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Rect {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Rect {
    pub(crate) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(crate) fn bottom(self) -> f64 {
        self.y + self.height
    }

    /// Where the line from its middle to a point leaves it; the point, where that lies inside.
    pub(crate) fn edge_towards(self, x: f64, y: f64) -> (f64, f64) {
        let (mx, my) = self.middle();
        let (dx, dy) = (x - mx, y - my);
        let reach = |half: f64, step: f64| if step == 0.0 { f64::INFINITY } else { half / step.abs() };
        let share = reach(self.width / 2.0, dx).min(reach(self.height / 2.0, dy)).min(1.0);
        (mx + dx * share, my + dy * share)
    }

    pub(crate) fn middle(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

/// A box with others in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    pub(crate) rect: Rect,
    /// The cloud's word: `network`, `vpc`, `zone`, `subnet`.
    pub(crate) kind: String,
    pub(crate) label: String,
    /// Its prefixes.
    pub(crate) detail: String,
    /// How a question names what is in it.
    pub(crate) selector: Option<String>,
    pub(crate) place: Option<Place>,
}

/// A thing by itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spot {
    pub(crate) rect: Rect,
    pub(crate) role: Role,
    /// The cloud's word: `instance`, `nat-gateway`, `internet`.
    pub(crate) kind: String,
    pub(crate) label: String,
    pub(crate) detail: String,
    /// How many are drawn as one.
    pub(crate) count: usize,
    /// Whether the internet may know an address of it.
    pub(crate) public: bool,
    /// Everything there is to say, for the tooltip.
    pub(crate) title: String,
    pub(crate) selector: Option<String>,
    /// The full names of all that are drawn here, as answers write them.
    pub(crate) names: Vec<String>,
    pub(crate) place: Option<Place>,
}

/// How a thing is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Internet,
    Gateway,
    Machine,
}

/// The whole drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Shapes {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Outer before inner.
    pub(crate) frames: Vec<Frame>,
    pub(crate) spots: Vec<Spot>,
    /// From the internet to the gateways that lead there: corner points.
    pub(crate) lines: Vec<Vec<(f64, f64)>>,
}

impl Shapes {
    /// Everything moved.
    pub(crate) fn moved(mut self, dx: f64, dy: f64) -> Self {
        let rects = self.frames.iter_mut().map(|frame| &mut frame.rect);
        for rect in rects.chain(self.spots.iter_mut().map(|spot| &mut spot.rect)) {
            rect.x += dx;
            rect.y += dy;
        }
        self
    }

    /// Both, one over the other.
    pub(crate) fn add(&mut self, other: Self) {
        self.frames.extend(other.frames);
        self.spots.extend(other.spots);
    }
}
