/// Declares a closed list of words: an enum whose every variant has one name in text, the same in
/// policies, in the database, in the matrix and in JSON.
macro_rules! words {
    (
        $(#[$doc:meta])*
        pub enum $name:ident: $wrong:literal {
            $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// All of them, in the order of the matrix.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in text.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The place in [`Self::ALL`].
            #[expect(clippy::as_conversions, reason = "an enum without fields counts its variants from 0")]
            pub(crate) const fn index(self) -> usize {
                self as usize
            }
        }

        impl std::str::FromStr for $name {
            type Err = kernel::Error;

            /// # Errors
            /// Invalid, when no variant has this name.
            fn from_str(text: &str) -> kernel::Result<Self> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(kernel::Error::new(kernel::Kind::Invalid, $wrong).with("name", text)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

pub(crate) use words;
