//! The whole of the policies in one table, kept true by these tests.

use std::fmt::Write as _;

use kernel::{Kind, PrisonId, Uuid};

use crate::policy::Question;
use crate::{Access, Action, Actor, DataClass, Resource, Role, Scope};

fn questions() -> impl Iterator<Item = Question> {
    Role::ALL.iter().flat_map(|role| {
        Action::ALL.iter().flat_map(move |action| {
            DataClass::ALL.iter().flat_map(move |class| {
                [true, false].map(|in_scope| Question {
                    role: *role,
                    action: *action,
                    class: *class,
                    in_scope,
                })
            })
        })
    })
}

const HEAD: &str = "\
What each role may do within its scope, as the policies in `policies/` come to. Nothing is allowed outside it.
Each cell names the classes of data: o ordinary, s sensitive, m medical, c complaint, x security, - none.
Written by `ALOR_UPDATE=1 cargo test -p access`; a test keeps it true.

";

fn letter(class: DataClass) -> char {
    match class {
        DataClass::Ordinary => 'o',
        DataClass::Sensitive => 's',
        DataClass::Medical => 'm',
        DataClass::Complaint => 'c',
        DataClass::Security => 'x',
    }
}

fn matrix(access: &Access) -> String {
    let mut out = HEAD.to_owned();
    write!(out, "{:<24}", "").unwrap();
    for role in Role::ALL {
        write!(out, " {role}").unwrap();
    }
    out.push('\n');
    for action in Action::ALL {
        write!(out, "{:<24}", action.name()).unwrap();
        for role in Role::ALL {
            let mut cell: String = DataClass::ALL
                .iter()
                .map(|class| {
                    let question = Question {
                        role: *role,
                        action: *action,
                        class: *class,
                        in_scope: true,
                    };
                    let allowed = access.allows(question).unwrap();
                    if allowed { letter(*class) } else { '-' }
                })
                .collect();
            if cell == "-----" {
                "-".clone_into(&mut cell);
            }
            write!(out, " {cell:<width$}", width = role.name().len()).unwrap();
        }
        let end = out.trim_end().len();
        out.truncate(end);
        out.push('\n');
    }
    out
}

#[test]
fn the_matrix_is_fresh() {
    let access = Access::new().unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/matrix.txt");
    testkit::assert_fresh(path, &matrix(&access));
}

#[test]
fn what_is_remembered_is_what_the_policies_answer() {
    let access = Access::new().unwrap();
    let mut allowed = 0;
    for question in questions() {
        let answer = access.ask(question).unwrap();
        assert_eq!(
            access.allows(question).unwrap(),
            answer,
            "first {question:?}"
        );
        assert_eq!(
            access.allows(question).unwrap(),
            answer,
            "again {question:?}"
        );
        assert!(question.in_scope || !answer, "out of scope: {question:?}");
        allowed += usize::from(answer);
    }
    assert!(allowed > 300, "the policies permit something: {allowed}");
}

#[test]
fn the_schema_knows_every_action_and_no_other() {
    let schema = include_str!("../policies/schema.cedarschema");
    let named: Vec<&str> = schema
        .lines()
        .filter_map(|line| {
            line.trim()
                .trim_end_matches(',')
                .strip_prefix('"')?
                .strip_suffix('"')
        })
        .collect();
    let ours: Vec<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    assert_eq!(named, ours);
}

#[test]
fn a_stranger_learns_nothing_and_a_colleague_is_told_no() {
    let access = Access::new().unwrap();
    let [mine, other] = [1, 2].map(|n| PrisonId(Uuid::from_u128(n)));
    let clerk = Actor {
        user: Uuid::from_u128(9).into(),
        name_bn: "করিম".to_owned(),
        name_en: "Karim".to_owned(),
        role: Role::GateClerk,
        scope: Scope::Prison(mine),
        session: None,
    };
    let may = |action, on| access.may(&clerk, action, on).map_err(|error| error.kind);
    let at = |prison| Resource::at(prison, "dhaka", DataClass::Ordinary);
    assert_eq!(may(Action::PersonRead, at(mine)), Ok(()));
    assert_eq!(may(Action::PersonRead, at(other)), Err(Kind::NotFound));
    assert_eq!(may(Action::AdmissionVerify, at(mine)), Err(Kind::Denied));
    assert_eq!(may(Action::AdmissionVerify, at(other)), Err(Kind::NotFound));
    let national = Resource::national(DataClass::Ordinary);
    assert_eq!(may(Action::EstateRead, national), Err(Kind::NotFound));
    assert!(access.could(&clerk, Action::EstateRead, DataClass::Ordinary));
    assert!(!access.could(&clerk, Action::PersonReadMedical, DataClass::Medical));
}

#[test]
fn a_division_reaches_its_prisons_and_the_country_all() {
    let prison = PrisonId(Uuid::from_u128(1));
    let dhaka = Scope::Division("30".to_owned());
    assert!(dhaka.covers(Some(prison), Some("30")));
    assert!(!dhaka.covers(Some(prison), Some("40")));
    assert!(
        !dhaka.covers(Some(prison), None),
        "denied where nobody says which division"
    );
    assert!(!dhaka.covers(None, None));
    assert!(Scope::All.covers(None, None));
    assert!(!Scope::Prison(prison).covers(None, Some("30")));
}
