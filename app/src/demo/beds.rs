//! Where made-up people sleep.

use kernel::{Date, WardId};
use pids::custody::LegalStatus;
use pids::estate::{ForAge, ForSex, ForStatus, Ward, WardKind};
use pids::people::Person;

/// The wards of one prison and how many sleep in each.
#[derive(Clone)]
pub(super) struct Beds {
    pub(super) wards: Vec<(Ward, i64)>,
}

impl Beds {
    /// The emptiest ward, by its share of working places, that is for such a person.
    pub(super) fn take(
        &mut self,
        person: &Person,
        status: LegalStatus,
        today: Date,
    ) -> Option<WardId> {
        let age = person
            .birth
            .map_or(ForAge::Adult, |birth| ForAge::of(birth.age_on(today)));
        let (sex, status) = (ForSex::of(person.sex), ForStatus::of(status));
        let fits = |ward: &Ward| {
            ward.sex == sex
                && ward.age == age
                && ward.status == status
                && matches!(
                    ward.kind,
                    WardKind::Ward | WardKind::Cell | WardKind::Condemned
                )
        };
        let fitting = self
            .wards
            .iter_mut()
            .filter(|(ward, taken)| fits(ward) && *taken < ward.capacity.most);
        let (ward, taken) =
            fitting.min_by_key(|(ward, taken)| taken * 1_000 / ward.capacity.working.max(1))?;
        *taken += 1;
        Some(ward.id)
    }
}
