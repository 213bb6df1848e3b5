//! Light or dark.

use crate::browser;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Theme {
    #[default]
    Light,
    Dark,
}

/// Where the browser keeps the choice.
const KEPT: &str = "ringfence.theme";

impl Theme {
    /// As the style sheets and the editor name it.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }

    /// What was chosen on an earlier visit, else what the system prefers.
    pub(crate) fn chosen_or_preferred() -> Self {
        let kept = browser::storage().and_then(|storage| storage.get_item(KEPT).ok().flatten());
        if let Some(theme) =
            [Self::Light, Self::Dark].into_iter().find(|theme| kept.as_deref() == Some(theme.id()))
        {
            return theme;
        }
        let query =
            browser::window().and_then(|window| window.match_media("(prefers-color-scheme: dark)").ok()?);
        if query.is_some_and(|query| query.matches()) { Self::Dark } else { Self::Light }
    }

    /// Shows the page in it.
    pub(crate) fn show(self) {
        if let Some(root) = browser::root() {
            // A word of our own is always a valid value.
            let _ = root.set_attribute("data-theme", self.id());
        }
    }

    /// Keeps it for later visits, where the browser keeps anything.
    pub(crate) fn keep(self) {
        if let Some(storage) = browser::storage() {
            // A browser that is full asks the system again next time.
            let _ = storage.set_item(KEPT, self.id());
        }
    }
}
