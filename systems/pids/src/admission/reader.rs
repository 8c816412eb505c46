//! Reads typed fields one by one and gathers all that is wrong, so that whoever typed sees it together and not
//! one error after another. The first half serves every room, the second the fields of an admission.

use kernel::{Date, Error, Kind, Nid, Phone, Result, parse_date};

use super::facts::{Article, CaseFacts, More, Risk, Typed};
use super::{PREGNANT, RISK_QUESTIONS};
use crate::custody::{LegalStatus, Warrant, law};
use crate::people::{self, Address, Sex, TwoNames};
use crate::record::{
    InjuryKind, MarkKind, NewChild, NewInjuries, NewMarks, NewRelative, SPOTS_MAX, Spot,
    child_age_max,
};

/// Articles, relatives or children that one field may list.
const LINES_MAX: usize = 60;

/// Reads field by field and gathers what is wrong.
pub(crate) struct Reader<'a> {
    typed: &'a Typed,
    errors: Error,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(typed: &'a Typed) -> Self {
        Self {
            typed,
            errors: Error::new(Kind::Invalid, "err-invalid"),
        }
    }

    /// What was read, if nothing was wrong.
    pub(crate) fn done<T>(self, read: T) -> Result<T> {
        if self.errors.fields.is_empty() {
            Ok(read)
        } else {
            Err(self.errors)
        }
    }

    /// Whether nothing was wrong so far.
    pub(crate) fn is_right(&self) -> bool {
        self.errors.fields.is_empty()
    }

    pub(crate) fn text(&self, field: &str) -> String {
        bangla::normalise::text(self.typed.get(field).map_or("", String::as_str))
    }

    pub(crate) fn given(&self, field: &str) -> Option<String> {
        Some(self.text(field)).filter(|text| !text.is_empty())
    }

    pub(crate) fn wrong(&mut self, error: Error) {
        self.errors.fields.extend(error.fields);
    }

    pub(crate) fn keep<T>(&mut self, read: Result<T>) -> Option<T> {
        read.map_err(|error| self.wrong(error)).ok()
    }

    /// What is typed into a field that may be left empty, read.
    pub(crate) fn may<T>(
        &mut self,
        field: &str,
        parse: impl FnOnce(&str, &str) -> Result<T>,
    ) -> Option<T> {
        let text = self.given(field)?;
        self.keep(parse(field, &text))
    }

    /// What is typed into a field that may not be left empty, read. What stands for it where it is missing is
    /// never used, since the error is kept.
    pub(crate) fn must<T>(
        &mut self,
        field: &str,
        parse: impl FnOnce(&str, &str) -> Result<T>,
    ) -> Option<T> {
        if self.given(field).is_none() {
            self.wrong(Error::invalid(field, "err-required"));
            return None;
        }
        self.may(field, parse)
    }

    /// The lines of a field, or its parts between semicolons.
    pub(crate) fn lines(&mut self, field: &str) -> Vec<String> {
        let typed = self.typed.get(field).map_or("", String::as_str);
        let lines: Vec<String> = law::entries(typed)
            .map(bangla::normalise::text)
            .filter(|line| !line.is_empty())
            .collect();
        if lines.len() > LINES_MAX {
            self.wrong(Error::invalid(field, "err-lines").with("max", LINES_MAX));
        }
        lines
    }

    pub(crate) fn articles(&mut self) -> Vec<Article> {
        self.lines("articles")
            .iter()
            .map(|line| article(line))
            .collect()
    }

    /// The points of a body map.
    pub(crate) fn spots(&mut self, field: &str) -> Vec<Spot> {
        let mut spots = Vec::new();
        for mark in self.lines(field) {
            match spot(&mark) {
                Some(spot) => spots.push(spot),
                None => self.wrong(Error::invalid(field, "err-body-map")),
            }
        }
        if spots.len() > SPOTS_MAX {
            self.wrong(Error::invalid(field, "err-lines").with("max", SPOTS_MAX));
        }
        spots
    }
}

impl Reader<'_> {
    pub(super) fn names(&self, bn: &str, en: &str) -> TwoNames {
        TwoNames {
            bn: self.text(bn),
            en: self.text(en),
        }
    }

    pub(super) fn date(&mut self, field: &str, today: Date) -> Option<Date> {
        self.may(field, |field, text| parse_date(field, text, today))
    }

    pub(super) fn address(&mut self, place: &str, village: &str) -> Address {
        let address = Address {
            place: self.text(place),
            village: self.text(village),
        };
        if !address.place.is_empty() && reference::PlacePath::of(&address.place).is_none() {
            self.wrong(Error::invalid(place, "err-place"));
        }
        if address.place.is_empty() && address.village.is_empty() {
            self.wrong(Error::invalid(place, "err-place-required"));
        }
        address
    }

    /// Where they come from; empty where nothing was typed.
    pub(super) fn permanent(&mut self) -> Address {
        if self.given("permanent_place").is_none() && self.given("permanent_village").is_none() {
            return Address::default();
        }
        self.address("permanent_place", "permanent_village")
    }

    /// No order to hold, no admission: neither without a number nor without a signature.
    pub(super) fn warrant(&mut self, today: Date) -> Warrant {
        let number = self.text("warrant_no");
        if number.is_empty() {
            self.wrong(Error::invalid("warrant_no", "err-warrant"));
        }
        if self.text("warrant_signed") == "no" {
            self.wrong(Error::invalid("warrant_signed", "err-warrant-unsigned"));
        }
        let on = self.date("warrant_on", today);
        if on.is_some_and(|on| on > today) {
            self.wrong(Error::invalid("warrant_on", "err-date-future"));
        }
        Warrant {
            number,
            court: self.text("court"),
            on,
        }
    }

    pub(super) fn case(&mut self, status: Option<LegalStatus>) -> Option<CaseFacts> {
        let case = CaseFacts {
            court: self.text("court"),
            case_no: self.text("case_no"),
            police_station: self.text("police_station"),
            charges: self
                .lines("sections")
                .iter()
                .map(|line| law::recognise(line))
                .collect(),
        };
        // A detenu is held by order of the executive, without a case.
        let without_case = matches!(
            status,
            Some(LegalStatus::Detenu | LegalStatus::SafeCustody | LegalStatus::ReleasedAwaiting)
        );
        if without_case && case.case_no.is_empty() {
            return None;
        }
        for (field, missing) in [
            ("court", case.court.is_empty()),
            ("case_no", case.case_no.is_empty()),
            ("sections", case.charges.is_empty()),
        ] {
            if missing {
                self.wrong(Error::invalid(field, "err-required"));
            }
        }
        Some(case)
    }

    pub(super) fn relatives(&mut self) -> Vec<NewRelative> {
        let consent = self.text("consent") == "yes";
        let mut relatives = Vec::new();
        for line in self.lines("relatives") {
            let mut parts = line.split(',').map(str::trim);
            let (name, relation) = (
                parts.next().unwrap_or_default(),
                parts.next().unwrap_or_default(),
            );
            let phone = parts
                .next()
                .filter(|text| !text.is_empty())
                .map(|text| Phone::parse("relatives", text));
            let phone = phone.transpose().unwrap_or_else(|error| {
                self.wrong(error);
                None
            });
            relatives.push(NewRelative {
                name: name.to_owned(),
                relation: relation.to_owned(),
                phone,
                address: String::new(),
                emergency: true,
                consent,
            });
        }
        relatives
    }

    /// Children of somebody of this sex: inside only small ones, and only with their mother.
    pub(super) fn children(&mut self, parent: Option<Sex>) -> Vec<NewChild> {
        let mut children = Vec::new();
        for (field, inside) in [("children_inside", true), ("children_outside", false)] {
            let (lines, most) = (self.lines(field), child_age_max(inside));
            for line in &lines {
                let mut parts = line.split(',').map(str::trim);
                let name = parts.next().unwrap_or_default().to_owned();
                let age = bangla::digits::to_latin(parts.next().unwrap_or_default()).parse();
                let carer = parts.next().unwrap_or_default().to_owned();
                match age {
                    Ok(age) if (0..=most).contains(&age) => children.push(NewChild {
                        name,
                        age,
                        inside,
                        carer,
                        place: String::new(),
                    }),
                    _ => self.wrong(Error::invalid(field, "err-child-line").with("max", most)),
                }
            }
            if inside && parent == Some(Sex::Male) && !lines.is_empty() {
                self.wrong(Error::invalid(field, "err-child-mother"));
            }
        }
        children
    }

    /// The answers to the risk questions, and of whoever is not a man to the question after a pregnancy.
    pub(super) fn risks(&self) -> Vec<Risk> {
        let answer = |question: &'static str, field: &str| {
            let answer = self.text(field);
            let note = self.text(&format!("{field}_note"));
            matches!(answer.as_str(), "yes" | "no" | "unknown").then_some(Risk {
                question,
                answer,
                note,
            })
        };
        let of_all = RISK_QUESTIONS
            .into_iter()
            .filter_map(|question| answer(question, &format!("risk_{question}")));
        let pregnant = answer(PREGNANT, PREGNANT).filter(|_| self.text("sex") != Sex::Male.word());
        of_all.chain(pregnant).collect()
    }

    /// `PDMS 12345`: the system and its number.
    pub(super) fn external(&mut self) -> Vec<(String, String)> {
        let mut known = Vec::new();
        for line in self.lines("external_id") {
            match line.split_once(' ') {
                Some((system, number)) => {
                    known.push((system.to_uppercase(), number.trim().to_owned()));
                }
                None => self.wrong(Error::invalid("external_id", "err-external-id")),
            }
        }
        known
    }

    /// Injuries seen at the gate; of what sort they are, the medical officer says.
    pub(super) fn injuries(&mut self) -> NewInjuries {
        NewInjuries {
            kind: InjuryKind::Other,
            spots: self.spots("injuries"),
            note: self.text("injury_note"),
            alleged: String::new(),
        }
    }

    pub(super) fn marks(&mut self) -> NewMarks {
        NewMarks {
            kind: MarkKind::Mark,
            spots: self.spots("marks"),
            note: self.text("marks_note"),
            photo: None,
        }
    }

    /// The NID; "none" in either language says that no card is held.
    pub(super) fn nid(&mut self) -> Option<Nid> {
        let none = matches!(
            self.text("nid").to_lowercase().as_str(),
            "নেই" | "নাই" | "none" | "no"
        );
        if none {
            None
        } else {
            self.may("nid", Nid::parse)
        }
    }

    pub(super) fn more(&mut self) -> More {
        More {
            passport: self.given("passport"),
            religion: self.given("religion"),
            nationality: self.given("nationality"),
            education: self.given("education"),
            occupation: self.given("occupation"),
            disability: self.text("disability"),
            height_cm: self.may("height_cm", people::height),
            languages: self.may("languages", people::languages).unwrap_or_default(),
            photo: self.may("photo", |_, text| text.parse()),
        }
    }
}

/// `front:0.50,0.30`: a side and shares of the map's width and height.
fn spot(mark: &str) -> Option<Spot> {
    let (side, place) = mark.split_once(':')?;
    let side = ["front", "back"].into_iter().find(|known| *known == side)?;
    let (x, y) = place.split_once(',')?;
    let (x, y) = (per_mille(x)?, per_mille(y)?);
    Some(Spot { side, x, y })
}

/// A share between 0 and 1, in thousandths.
fn per_mille(share: &str) -> Option<i64> {
    let (whole, part) = share.trim().split_once('.').unwrap_or((share.trim(), ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if !digits(whole) || !digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let thousandths: i64 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    Some(whole * 1000 + thousandths).filter(|share| (0..=1000).contains(share))
}

/// `মোবাইল ফোন ২` is two of them; without a number it is one.
fn article(line: &str) -> Article {
    let latin = bangla::digits::to_latin(line);
    if let Some((what, count)) = latin.rsplit_once(' ')
        && let Ok(quantity @ 1..=10_000) = count.trim_start_matches(['x', '×']).parse()
    {
        return Article {
            what: what.trim().to_owned(),
            quantity,
        };
    }
    Article {
        what: line.to_owned(),
        quantity: 1,
    }
}
