use std::fmt;
use std::str::FromStr;

/// Declares a typed id: a UUID version 7 that cannot be mistaken for the id of another kind.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            ::serde::Serialize, ::serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub $crate::Uuid);

        impl ::std::convert::From<$crate::Uuid> for $name {
            fn from(uuid: $crate::Uuid) -> Self {
                Self(uuid)
            }
        }

        impl ::std::convert::From<$name> for $crate::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl ::std::convert::From<$name> for $crate::Value {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl $crate::FromValue for $name {
            fn from_value(value: &$crate::Value) -> $crate::Result<Self> {
                $crate::Uuid::from_value(value).map(Self)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::Error;

            /// # Errors
            /// Not found: an address with a malformed id names nothing.
            fn from_str(text: &str) -> $crate::Result<Self> {
                $crate::Uuid::parse_str(text)
                    .map(Self)
                    .map_err(|_| $crate::Error::not_found())
            }
        }
    };
}

/// The SHA-256 of a file's bytes, which is also its name in the blob store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobHash(pub [u8; 32]);

impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlobHash({self})")
    }
}

impl FromStr for BlobHash {
    type Err = crate::Error;

    fn from_str(text: &str) -> crate::Result<Self> {
        let mut bytes = [0_u8; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(crate::Error::not_found());
        }
        for (slot, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(pair).unwrap_or_default();
            *slot = u8::from_str_radix(digits, 16).map_err(|_| crate::Error::not_found())?;
        }
        Ok(Self(bytes))
    }
}

impl serde::Serialize for BlobHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for BlobHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|_| serde::de::Error::custom("a blob hash is 64 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_survives_text() {
        let hash = BlobHash(std::array::from_fn(|i| u8::try_from(i * 7).unwrap_or(255)));
        assert_eq!(hash.to_string().parse::<BlobHash>().unwrap(), hash);
        assert!("zz".repeat(32).parse::<BlobHash>().is_err());
        assert!("".parse::<BlobHash>().is_err());
    }
}
