use proptest::option;
use proptest::prelude::*;

use super::*;

/// Reads canonical bytes back. That this gives every line again proves that no two share their bytes.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (head, rest) = self.0.split_first_chunk().expect("enough bytes");
        self.0 = rest;
        *head
    }

    fn int(&mut self) -> i64 {
        i64::from_be_bytes(self.take())
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_bytes(self.take())
    }

    fn text(&mut self) -> String {
        let length = usize::try_from(self.int()).unwrap();
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        String::from_utf8(text.to_vec()).unwrap()
    }

    fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let [flag] = self.take();
        (flag == 1).then(|| read(self))
    }

    fn line(mut self) -> Line {
        assert_eq!(self.take::<14>().as_slice(), DOMAIN);
        let line = Line {
            seq: self.int(),
            pos: None,
            at: BdTime(self.int()),
            prison: self.option(Self::id).map(PrisonId),
            actor: self.option(Self::id).map(UserId),
            actor_name: self.text(),
            system: self.text(),
            kind: self.text(),
            subject: self.id(),
            version: self.int(),
            json: self.text(),
            reason: self.option(Self::text),
            request: self.option(Self::text),
        };
        assert!(self.0.is_empty(), "nothing follows a line");
        line
    }
}

fn id() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

prop_compose! {
    fn line()(
        (seq, at, version) in any::<(i64, i64, i64)>(),
        (prison, actor, subject) in (option::of(id()), option::of(id()), id()),
        (actor_name, system, kind, json) in any::<(String, String, String, String)>(),
        (reason, request) in any::<(Option<String>, Option<String>)>(),
    ) -> Line {
        Line {
            seq, pos: None, at: BdTime(at), prison: prison.map(PrisonId), actor: actor.map(UserId),
            actor_name, system, kind, subject, version, json, reason, request,
        }
    }
}

proptest! {
    #[test]
    fn canonical_bytes_give_the_line_back(line in line()) {
        prop_assert_eq!(Bytes(&line.canonical()).line(), line);
    }

    #[test]
    fn moving_a_letter_between_fields_changes_the_hash(mut line in line(), letter in any::<char>()) {
        line.kind.push(letter);
        let before = line.hash(&[0; 32]);
        line.kind.pop();
        line.system.push(letter);
        prop_assert_ne!(before, line.hash(&[0; 32]));
    }
}

/// The bytes are a promise to whoever holds a published hash: this value may never change.
#[test]
fn a_known_line_has_its_known_hash() {
    let line = Line {
        seq: 1,
        pos: None,
        at: BdTime(1_700_000_000_000_000),
        prison: Some(PrisonId(Uuid::from_u128(1))),
        actor: None,
        actor_name: "ঘড়ি".to_owned(),
        system: "pids".to_owned(),
        kind: "person.written".to_owned(),
        subject: Uuid::from_u128(2),
        version: 3,
        json: r#"{"name":"রহিম"}"#.to_owned(),
        reason: Some(String::new()),
        request: None,
    };
    let hex = kernel::BlobHash(line.hash(&[0; 32])).to_string();
    assert_eq!(
        hex,
        "fcd7ac95db0dd2501162b8bfb3132cb9b7b4f75a09dfc6f566160136e45467e2"
    );
}
