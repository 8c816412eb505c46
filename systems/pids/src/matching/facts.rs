//! Facts out of what was typed or sent, as far as it can be read: what cannot is not compared.

use kernel::{Birth, Date, Nid, Phone};

use super::MatchFacts;
use crate::admission::facts::Typed;
use crate::arrivals::Arrival;
use crate::people::{Address, Sex, TwoNames};

impl MatchFacts {
    /// What a clerk has typed so far.
    pub fn of_typed(typed: &Typed, today: Date) -> Self {
        let text = |field: &str| typed.get(field).map_or("", String::as_str);
        let names = |bn: &str, en: &str| TwoNames::new(text(bn), text(en));
        let homes = [
            ("place", "village"),
            ("permanent_place", "permanent_village"),
        ]
        .map(|(place, village)| Address {
            place: text(place).to_owned(),
            village: bangla::normalise::text(text(village)),
        })
        .into_iter()
        .filter(|home| *home != Address::default());
        Self {
            of: None,
            name: names("name_bn", "name_en"),
            father: names("father_bn", "father_en"),
            mother: names("mother_bn", "mother_en"),
            sex: Sex::parse("sex", text("sex")).ok(),
            birth: Birth::parse("birth", text("birth"), today).ok(),
            nid: Nid::parse("nid", text("nid")).ok(),
            phone: Phone::parse("phone", text("phone")).ok(),
            homes: homes.collect(),
            case: given(text("case_no")),
        }
    }

    /// What the sender of an expected arrival says.
    pub fn of_arrival(arrival: &Arrival) -> Self {
        Self {
            name: TwoNames::in_its_script(&arrival.name),
            father: TwoNames::in_its_script(&arrival.father),
            sex: Sex::parse("sex", &arrival.sex).ok(),
            birth: arrival.age.map(|age| Birth::About {
                age,
                on: arrival.day,
            }),
            case: given(&arrival.case_no),
            ..Self::default()
        }
    }
}

fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn half_a_form_is_compared_as_far_as_it_goes() {
        let typed: Typed = [
            ("name_bn", "রহিম"),
            ("birth", "২৪"),
            ("nid", "123"),
            ("phone", "০১৭১২৩৪৫৬৭৮"),
            ("village", " চর "),
        ]
        .iter()
        .map(|(field, text)| ((*field).to_owned(), (*text).to_owned()))
        .collect();
        let facts = MatchFacts::of_typed(&typed, date(2026, 11, 24));
        assert_eq!(facts.name.bn, "রহিম");
        assert!(
            facts.birth.is_some()
                && facts.nid.is_none()
                && facts.phone.is_some()
                && facts.case.is_none()
        );
        assert_eq!(facts.homes.len(), 1);
    }
}
