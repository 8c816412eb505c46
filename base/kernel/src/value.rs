use crate::{BdTime, BlobHash, Date, Error, Phone, Result, Taka, Uuid};

/// What one cell of a database row can hold, on both engines. Everything else is written as one of
/// these: a moment as microseconds, a date as `YYYY-MM-DD`, an id as sixteen bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// Whole numbers, booleans (0, 1), moments, money.
    Int(i64),
    /// Measurements.
    Real(f64),
    /// Text in UTF-8.
    Text(String),
    /// Ids, hashes, sealed bytes.
    Blob(Vec<u8>),
}

/// What can be read from a cell.
pub trait FromValue: Sized {
    /// Reads the cell.
    ///
    /// # Errors
    /// Corrupt, when the cell holds something else.
    fn from_value(value: &Value) -> Result<Self>;
}

fn wrong<T>(value: &Value) -> Result<T> {
    let wanted = std::any::type_name::<T>();
    Err(Error::corrupt(format!(
        "a cell holds {value:?} where {wanted} is read"
    )))
}

macro_rules! from {
    ($($type:ty, $value:ident => $cell:expr;)*) => {
        $(impl From<$type> for Value {
            fn from($value: $type) -> Self { $cell }
        })*
    };
}

from! {
    i64, value => Self::Int(value);
    i32, value => Self::Int(value.into());
    i16, value => Self::Int(value.into());
    u32, value => Self::Int(value.into());
    bool, value => Self::Int(value.into());
    f64, value => Self::Real(value);
    String, value => Self::Text(value);
    &str, value => Self::Text(value.to_owned());
    &String, value => Self::Text(value.clone());
    Vec<u8>, value => Self::Blob(value);
    &[u8], value => Self::Blob(value.to_vec());
    [u8; 32], value => Self::Blob(value.to_vec());
    Uuid, value => Self::Blob(value.as_bytes().to_vec());
    BdTime, value => Self::Int(value.0);
    Taka, value => Self::Int(value.0);
    Date, value => Self::Text(value.to_string());
    BlobHash, value => Self::Blob(value.0.to_vec());
    &Phone, value => Self::Text(value.national().to_owned());
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Int(int) => Ok(*int),
            other => wrong(other),
        }
    }
}

macro_rules! narrow {
    ($($type:ty),*) => {
        $(impl FromValue for $type {
            fn from_value(value: &Value) -> Result<Self> {
                i64::from_value(value)?.try_into().or_else(|_| wrong(value))
            }
        })*
    };
}

narrow!(i32, i16, u16, u32, u64, usize);

impl FromValue for bool {
    fn from_value(value: &Value) -> Result<Self> {
        Ok(i64::from_value(value)? != 0)
    }
}

impl FromValue for f64 {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Real(real) => Ok(*real),
            other => wrong(other),
        }
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            other => wrong(other),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Blob(bytes) => Ok(bytes.clone()),
            other => wrong(other),
        }
    }
}

impl FromValue for Uuid {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Blob(bytes) => Self::from_slice(bytes).or_else(|_| wrong(value)),
            other => wrong(other),
        }
    }
}

impl FromValue for BlobHash {
    fn from_value(value: &Value) -> Result<Self> {
        let bytes = Vec::<u8>::from_value(value)?;
        bytes.try_into().map(Self).or_else(|_| wrong(value))
    }
}

impl FromValue for BdTime {
    fn from_value(value: &Value) -> Result<Self> {
        i64::from_value(value).map(Self)
    }
}

impl FromValue for Taka {
    fn from_value(value: &Value) -> Result<Self> {
        i64::from_value(value).map(Self)
    }
}

impl FromValue for Date {
    fn from_value(value: &Value) -> Result<Self> {
        String::from_value(value)?.parse().or_else(|_| wrong(value))
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Null => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_another_kind_is_corrupt_not_a_panic() {
        let error = i64::from_value(&Value::Text("7".to_owned())).unwrap_err();
        assert_eq!(error.kind, crate::Kind::Corrupt);
        assert!(i16::from_value(&Value::Int(70_000)).is_err());
        assert_eq!(Option::<i64>::from_value(&Value::Null).unwrap(), None);
    }
}
