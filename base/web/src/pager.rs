//! Keyset paging: the next page starts after the last row shown, by its sort key and id, so that a row
//! that comes in between is neither skipped nor shown twice, and the ten-thousandth page costs what the
//! first does.
//!
//! ```sql
//! SELECT … WHERE (sort_key, id) > ($1, $2) ORDER BY sort_key, id LIMIT $3   -- forward
//! SELECT … WHERE (sort_key, id) < ($1, $2) ORDER BY sort_key DESC, id DESC LIMIT $3   -- back
//! ```

use data_encoding::BASE32_NOPAD;
use kernel::{Error, Result, Uuid};

/// Rows of a page when nobody asks for another number.
pub const ROWS: usize = 50;
/// Rows that may be asked for.
pub const ROWS_MAX: usize = 200;
/// Bytes of a sort key inside a cursor.
const KEY_BYTES_MAX: usize = 512;

/// The place of one row in a list: its sort key and its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The key that the list is sorted by.
    pub key: String,
    /// The row's id, where keys are equal.
    pub id: Uuid,
}

impl Cursor {
    /// The place as an address carries it: opaque, so that nobody builds on its inside.
    pub fn encode(&self) -> String {
        let mut bytes = self.id.as_bytes().to_vec();
        bytes.extend_from_slice(self.key.as_bytes());
        BASE32_NOPAD.encode(&bytes).to_ascii_lowercase()
    }

    /// Reads what [`Cursor::encode`] wrote.
    ///
    /// # Errors
    /// Invalid `err-cursor`, naming `field`.
    pub fn decode(field: &str, text: &str) -> Result<Self> {
        let wrong = || Error::invalid(field, "err-cursor");
        let bytes = BASE32_NOPAD
            .decode(text.to_ascii_uppercase().as_bytes())
            .map_err(|_| wrong())?;
        let (id, key) = bytes.split_first_chunk::<16>().ok_or_else(wrong)?;
        if key.len() > KEY_BYTES_MAX {
            return Err(wrong());
        }
        let key = String::from_utf8(key.to_vec()).map_err(|_| wrong())?;
        Ok(Self {
            key,
            id: Uuid::from_bytes(*id),
        })
    }
}

/// The query that asks for a page: `?after=…`, `?before=…`, `?limit=…`.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Wanted {
    after: Option<String>,
    before: Option<String>,
    limit: Option<usize>,
}

impl Wanted {
    /// Reads the cursors.
    ///
    /// # Errors
    /// Invalid when a cursor cannot be read or there are two; limit when too many rows are asked for.
    pub fn paging(&self) -> Result<Paging> {
        let limit = self.limit.unwrap_or(ROWS);
        if limit == 0 || limit > ROWS_MAX {
            return Err(Error::invalid("limit", "err-page-rows").with("max", ROWS_MAX));
        }
        let from = match (&self.after, &self.before) {
            (Some(_), Some(_)) => return Err(Error::invalid("before", "err-cursor")),
            (Some(text), None) => From::After(Cursor::decode("after", text)?),
            (None, Some(text)) => From::Before(Cursor::decode("before", text)?),
            (None, None) => From::Start,
        };
        Ok(Paging { from, limit })
    }
}

/// Where a page starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// At the beginning.
    Start,
    /// After this row, forward.
    After(Cursor),
    /// Before this row, backward.
    Before(Cursor),
}

/// A page that is asked for.
#[derive(Clone, Debug)]
pub struct Paging {
    /// Where it starts.
    pub from: From,
    /// Rows on it.
    pub limit: usize,
}

impl Paging {
    /// The `LIMIT` of the query: one row more than is shown tells whether there is a next page.
    pub fn sql_limit(&self) -> i64 {
        i64::try_from(self.limit)
            .unwrap_or(i64::MAX)
            .saturating_add(1)
    }

    /// Makes the page out of what the query gave: rows in the list's order, or in the opposite order
    /// when [`From::Before`] was asked for.
    pub fn slice<T>(&self, mut rows: Vec<T>, place: impl Fn(&T) -> Cursor) -> Slice<T> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let back = matches!(self.from, From::Before(_));
        if back {
            rows.reverse();
        }
        let starts_inside = self.from != From::Start;
        let (has_prev, has_next) = if back {
            (more, true)
        } else {
            (starts_inside, more)
        };
        let cursor = |row: Option<&T>| row.map(|row| place(row).encode());
        Slice {
            prev: has_prev.then(|| cursor(rows.first())).flatten(),
            next: has_next.then(|| cursor(rows.last())).flatten(),
            rows,
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Slice<T> {
    /// The rows, in the list's order.
    pub rows: Vec<T>,
    /// The cursor for `?before=`, when there is an earlier page.
    pub prev: Option<String>,
    /// The cursor for `?after=`, when there is a later page.
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(row: &u128) -> Cursor {
        Cursor {
            key: format!("ক{row:03}"),
            id: Uuid::from_u128(*row),
        }
    }

    fn query(paging: &Paging, all: &[u128]) -> Vec<u128> {
        let take = usize::try_from(paging.sql_limit()).unwrap();
        match &paging.from {
            From::Start => all.iter().copied().take(take).collect(),
            From::After(c) => all
                .iter()
                .copied()
                .filter(|r| place(r).key > c.key)
                .take(take)
                .collect(),
            From::Before(c) => all
                .iter()
                .rev()
                .copied()
                .filter(|r| place(r).key < c.key)
                .take(take)
                .collect(),
        }
    }

    fn page(all: &[u128], after: Option<String>, before: Option<String>) -> Slice<u128> {
        let wanted = Wanted {
            after,
            before,
            limit: Some(3),
        };
        let paging = wanted.paging().unwrap();
        paging.slice(query(&paging, all), place)
    }

    #[test]
    fn forward_and_back_over_the_same_rows() {
        let all: Vec<u128> = (1..=7).collect();
        let first = page(&all, None, None);
        assert_eq!(
            (first.rows.as_slice(), &first.prev),
            ([1, 2, 3].as_slice(), &None)
        );
        let second = page(&all, first.next, None);
        assert_eq!(second.rows, [4, 5, 6]);
        let third = page(&all, second.next, None);
        assert_eq!(
            (third.rows.as_slice(), &third.next),
            ([7].as_slice(), &None)
        );
        let back = page(&all, None, third.prev);
        assert_eq!(back.rows, [4, 5, 6]);
        let start = page(&all, None, back.prev);
        assert_eq!(
            (start.rows.as_slice(), &start.prev),
            ([1, 2, 3].as_slice(), &None)
        );
        assert!(start.next.is_some());
    }

    #[test]
    fn a_forged_cursor_is_refused() {
        for text in ["", "abc", "!!", &"a".repeat(5_000)] {
            assert!(Cursor::decode("after", text).is_err(), "{text}");
        }
        assert_eq!(
            Cursor::decode("after", &place(&9).encode()).unwrap(),
            place(&9)
        );
    }
}
