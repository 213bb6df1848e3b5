//! How a catalogue of stable codes is written: one list that gives the type, the codes and their meaning.

macro_rules! catalogue {
    (
        $(#[$meta:meta])*
        $name:ident {
            $($(#[doc = $doc:literal])+ $variant:ident = $code:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        pub enum $name {
            $($(#[doc = $doc])+ #[cfg_attr(feature = "typescript", ts(rename = $code))] $variant,)+
        }

        impl $name {
            /// Every code, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The code as it is written: `kebab-case`, stable.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The entry with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|entry| entry.as_str() == code)
            }

            /// What the code means, in a sentence or two.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii_start(),)+ }
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = alloc::borrow::Cow::<str>::deserialize(deserializer)?;
                let unknown = || serde::de::Error::unknown_variant(&code, &[$($code,)+]);
                Self::from_code(&code).ok_or_else(unknown)
            }
        }
    };
}

pub(crate) use catalogue;
