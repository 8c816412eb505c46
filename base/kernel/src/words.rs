/// Declares an enum whose variants are stored, sent and shown by a short word of the domain.
///
/// ```
/// kernel::words! {
///     /// Legal sex as the warrant and the body search need it.
///     pub enum Sex: "sex" {
///         /// Male.
///         Male = "male",
///         /// Female.
///         Female = "female",
///     }
/// }
/// assert_eq!(Sex::parse("sex", "female").unwrap(), Sex::Female);
/// assert_eq!(Sex::Male.word(), "male");
/// assert_eq!(Sex::Male.key(), "sex-male"); // its text in the locale files
/// assert_eq!(Sex::ALL.len(), 2);
/// assert!(Sex::parse("sex", "none").is_err());
/// ```
#[macro_export]
macro_rules! words {
    (
        $(#[$doc:meta])*
        $vis:vis enum $name:ident: $prefix:literal {
            $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        $vis enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every word, in the order in which a list shows them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that is stored and sent.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The key of the word's text in the locale files.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => ::core::concat!($prefix, "-", $word),)+ }
            }

            /// Reads the word.
            ///
            /// # Errors
            /// Invalid `err-choice`, naming `field`, when it is none of [`Self::ALL`].
            pub fn parse(field: &str, text: &str) -> $crate::Result<Self> {
                match text.trim() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::Error::invalid(field, "err-choice")),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl ::std::convert::From<$name> for $crate::Value {
            fn from(word: $name) -> Self {
                word.word().into()
            }
        }

        impl $crate::FromValue for $name {
            fn from_value(value: &$crate::Value) -> $crate::Result<Self> {
                let text = String::from_value(value)?;
                match text.as_str() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::Error::corrupt(::std::format!(
                        "{text:?} is no {}", ::core::stringify!($name)
                    ))),
                }
            }
        }
    };
}
