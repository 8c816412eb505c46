use kernel::{BdTime, Error, PrisonId, Result, UserId, Uuid};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// One line of the journal as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// In order of writing: of two lines about one record, where the second verb saw what the first had done,
    /// the second has the greater number.
    pub seq: i64,
    /// In the order in which the notary sealed it; none while it waits for that.
    pub pos: Option<i64>,
    /// When it happened.
    pub at: BdTime,
    /// In which prison.
    pub prison: Option<PrisonId>,
    /// By whom.
    pub actor: Option<UserId>,
    /// The actor's name at that time.
    pub actor_name: String,
    /// Which part of the house told it.
    pub system: String,
    /// What happened.
    pub kind: String,
    /// The record it is about.
    pub subject: Uuid,
    /// The record's version after the change.
    pub version: i64,
    /// The record's new state, as JSON.
    pub json: String,
    /// Why.
    pub reason: Option<String>,
    /// The id of the web request.
    pub request: Option<String>,
}

/// Begins the canonical bytes, so that no other hash of this program can be taken for a line's.
const DOMAIN: &[u8] = b"alor.journal.1";

impl Line {
    /// Reads the body.
    ///
    /// # Errors
    /// Corrupt, when the JSON is not of type `T`.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.json).map_err(|error| {
            Error::corrupt(format!("line {} ({}) cannot be read", self.seq, self.kind))
                .because(error)
        })
    }

    /// The bytes that are hashed. Two different lines never have the same bytes: each field has a fixed
    /// place and says its own length.
    ///
    /// The bytes `alor.journal.1`, then the fields `seq at prison actor actor_name system kind subject
    /// version body reason request` in this order, where
    /// * a number is eight bytes, two's complement, most significant first;
    /// * an id is its sixteen bytes;
    /// * a text is the number of its bytes in UTF-8, as eight bytes, then those bytes;
    /// * a field that may be empty is one byte 0 when it is, else one byte 1 and then the field.
    ///
    /// The position is not among them: the chain itself fixes it. `xid` is not either, since it means
    /// nothing outside the cluster that gave it.
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(256 + self.json.len());
        out.extend_from_slice(DOMAIN);
        out.extend_from_slice(&self.seq.to_be_bytes());
        out.extend_from_slice(&self.at.0.to_be_bytes());
        put_option(&mut out, self.prison.as_ref(), |out, id| {
            out.extend_from_slice(id.0.as_bytes());
        });
        put_option(&mut out, self.actor.as_ref(), |out, id| {
            out.extend_from_slice(id.0.as_bytes());
        });
        put_text(&mut out, &self.actor_name);
        put_text(&mut out, &self.system);
        put_text(&mut out, &self.kind);
        out.extend_from_slice(self.subject.as_bytes());
        out.extend_from_slice(&self.version.to_be_bytes());
        put_text(&mut out, &self.json);
        put_option(&mut out, self.reason.as_ref(), |out, text| {
            put_text(out, text);
        });
        put_option(&mut out, self.request.as_ref(), |out, text| {
            put_text(out, text);
        });
        out
    }

    /// SHA-256 of the hash before and the [canonical bytes](Self::canonical). Before the first line stand
    /// 32 zero bytes.
    pub fn hash(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(previous);
        hasher.update(self.canonical());
        hasher.finalize().into()
    }
}

fn put_option<T>(out: &mut Vec<u8>, value: Option<&T>, put: impl FnOnce(&mut Vec<u8>, &T)) {
    out.push(u8::from(value.is_some()));
    if let Some(value) = value {
        put(out, value);
    }
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests;
