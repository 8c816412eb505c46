//! Reading what was typed: every field at once, so that a clerk sees all that is wrong together.

use std::collections::BTreeMap;

use kernel::{Birth, Date, Error, Nid, Phone, Result, Taka, parse_date};

use super::RISK_QUESTIONS;
use crate::custody::{Charge, LegalStatus, Warrant};
use crate::people::{Address, Person, Sex, TwoNames};

/// Completed years from which somebody may be held in a prison (Children Act 2013 s. 4 and ch. 7: a
/// child is anyone under eighteen and is sent to a development centre, not a prison).
pub const ADULT_AGE: i16 = 18;
/// Articles, relatives or children that one admission may list.
const LINES_MAX: usize = 60;

/// What was typed, by field.
pub type Typed = BTreeMap<String, String>;

/// What was typed, read.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Name.
    pub name: TwoNames,
    /// Father's name.
    pub father: TwoNames,
    /// Mother's name.
    pub mother: TwoNames,
    /// Husband's or wife's name.
    pub spouse: TwoNames,
    /// Sex.
    pub sex: Sex,
    /// Birth.
    pub birth: Birth,
    /// NID, if it is held.
    pub nid: Option<Nid>,
    /// Phone.
    pub phone: Option<Phone>,
    /// Where they live.
    pub present: Address,
    /// Where they come from.
    pub permanent: Address,
    /// In what right they are held.
    pub legal_status: LegalStatus,
    /// The order to hold them.
    pub warrant: Warrant,
    /// The case; none for a detenu without one.
    pub case: Option<CaseFacts>,
    /// Next date in court; none makes a task to obtain it.
    pub next_on: Option<Date>,
    /// Money handed over.
    pub cash: Taka,
    /// Articles handed over.
    pub articles: Vec<Article>,
    /// Relatives to tell.
    pub relatives: Vec<Relative>,
    /// Children, inside with the mother or outside with somebody.
    pub children: Vec<Child>,
    /// Answers to the risk questions.
    pub risks: Vec<Risk>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Whatever else was typed, copied into the person as it is.
    pub more: More,
}

/// A case as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// The court.
    pub court: String,
    /// Its number.
    pub case_no: String,
    /// Police station.
    pub police_station: String,
    /// What is charged.
    pub charges: Vec<Charge>,
}

/// An article handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// What.
    pub what: String,
    /// How many.
    pub quantity: i64,
}

/// A relative to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relative {
    /// Name.
    pub name: String,
    /// How related.
    pub relation: String,
    /// Phone.
    pub phone: Option<Phone>,
    /// Whether the prisoner agrees.
    pub consent: bool,
}

/// A child of the prisoner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    /// Name.
    pub name: String,
    /// Completed years.
    pub age: i64,
    /// In prison with the mother.
    pub inside: bool,
    /// Who looks after a child outside.
    pub carer: String,
}

/// The answer to one risk question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// The question.
    pub question: &'static str,
    /// `yes`, `no` or `unknown`.
    pub answer: String,
    /// In words.
    pub note: String,
}

/// Fields that need no reading.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// Passport number.
    pub passport: Option<String>,
    /// Religion.
    pub religion: Option<String>,
    /// Nationality; Bangladesh unless typed.
    pub nationality: Option<String>,
    /// Education.
    pub education: Option<String>,
    /// Occupation.
    pub occupation: Option<String>,
    /// Disability in words.
    pub disability: String,
    /// Centimetres.
    pub height_cm: Option<i16>,
    /// Languages.
    pub languages: Vec<String>,
}

impl Facts {
    /// Reads everything.
    ///
    /// # Errors
    /// Invalid, naming every field that is missing or cannot be read, and what to do about each.
    pub fn read(typed: &Typed, today: Date) -> Result<Self> {
        let mut reader = Reader { typed, errors: Error::new(kernel::Kind::Invalid, "err-invalid") };
        let name = reader.names("name_bn", "name_en");
        if name.is_empty() {
            reader.wrong(Error::invalid("name_bn", "err-name"));
        }
        let father = reader.names("father_bn", "father_en");
        if father.is_empty() {
            reader.wrong(Error::invalid("father_bn", "err-father"));
        }
        let sex = reader.must("sex", Sex::parse);
        let birth = reader.must("birth", |field, text| Birth::parse(field, text, today));
        let legal_status = reader.must("legal_status", LegalStatus::parse);
        let present = reader.address("place", "village");
        let warrant = reader.warrant(today);
        let case = reader.case(legal_status);
        let next_on = reader.date("next_on", today);
        if let Some(next) = next_on
            && next < today
        {
            reader.wrong(Error::invalid("next_on", "err-date-past"));
        }
        let facts = Self {
            mother: reader.names("mother_bn", "mother_en"),
            spouse: reader.names("spouse_bn", "spouse_en"),
            nid: reader.may("nid", Nid::parse),
            phone: reader.may("phone", Phone::parse),
            permanent: reader.permanent(&present),
            cash: reader.may("cash", Taka::parse).unwrap_or_default(),
            articles: reader.articles(),
            relatives: reader.relatives(),
            children: reader.children(),
            risks: reader.risks(),
            aliases: reader.lines("alias"),
            more: reader.more(),
            // The defaults are never used: when one is missing, `errors` is not empty.
            sex: sex.unwrap_or(Sex::Male),
            birth: birth.unwrap_or(Birth::On(today)),
            legal_status: legal_status.unwrap_or(LegalStatus::UnderTrial),
            name,
            father,
            present,
            warrant,
            case,
            next_on,
        };
        if reader.errors.fields.is_empty() { Ok(facts) } else { Err(reader.errors) }
    }

    /// Whether the law forbids holding this person in a prison at all.
    pub fn is_child(&self, today: Date) -> bool {
        self.birth.age_on(today) < ADULT_AGE
    }

    /// Copies what was typed over what is known of a person; what was left empty stays as it was.
    pub fn fill(&self, person: &mut Person) {
        fn name(known: &mut TwoNames, typed: &TwoNames) {
            if !typed.bn.is_empty() {
                known.bn.clone_from(&typed.bn);
            }
            if !typed.en.is_empty() {
                known.en.clone_from(&typed.en);
            }
        }
        fn given<T: Clone>(known: &mut Option<T>, typed: Option<&T>) {
            if let Some(typed) = typed {
                *known = Some(typed.clone());
            }
        }
        name(&mut person.name, &self.name);
        name(&mut person.father, &self.father);
        name(&mut person.mother, &self.mother);
        name(&mut person.spouse, &self.spouse);
        person.sex = self.sex;
        // A known date of birth is worth more than a new guess.
        if !self.birth.is_estimated() || person.birth.is_none() {
            person.birth = Some(self.birth);
        }
        given(&mut person.nid, self.nid.as_ref());
        given(&mut person.phone, self.phone.as_ref());
        given(&mut person.passport, self.more.passport.as_ref());
        given(&mut person.religion, self.more.religion.as_ref());
        given(&mut person.education, self.more.education.as_ref());
        given(&mut person.occupation, self.more.occupation.as_ref());
        given(&mut person.height_cm, self.more.height_cm.as_ref());
        if let Some(nationality) = &self.more.nationality {
            person.nationality.clone_from(nationality);
        }
        if !self.more.disability.is_empty() {
            person.disability.clone_from(&self.more.disability);
        }
        if !self.more.languages.is_empty() {
            person.languages.clone_from(&self.more.languages);
        }
        if self.present != Address::default() {
            person.present = self.present.clone();
        }
        if self.permanent != Address::default() {
            person.permanent = self.permanent.clone();
        }
    }
}

/// Reads field by field and gathers what is wrong.
struct Reader<'a> {
    typed: &'a Typed,
    errors: Error,
}

impl Reader<'_> {
    fn text(&self, field: &str) -> String {
        bangla::normalise::text(self.typed.get(field).map_or("", String::as_str))
    }

    fn given(&self, field: &str) -> Option<String> {
        Some(self.text(field)).filter(|text| !text.is_empty())
    }

    fn wrong(&mut self, error: Error) {
        self.errors.fields.extend(error.fields);
    }

    fn may<T>(&mut self, field: &str, parse: impl FnOnce(&str, &str) -> Result<T>) -> Option<T> {
        match parse(field, &self.given(field)?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(error);
                None
            }
        }
    }

    fn must<T>(&mut self, field: &str, parse: impl FnOnce(&str, &str) -> Result<T>) -> Option<T> {
        if self.given(field).is_none() {
            self.wrong(Error::invalid(field, "err-required"));
            return None;
        }
        self.may(field, parse)
    }

    fn names(&self, bn: &str, en: &str) -> TwoNames {
        TwoNames { bn: self.text(bn), en: self.text(en) }
    }

    fn date(&mut self, field: &str, today: Date) -> Option<Date> {
        self.may(field, |field, text| parse_date(field, text, today))
    }

    fn address(&mut self, place: &str, village: &str) -> Address {
        let address = Address { place: self.text(place), village: self.text(village) };
        if !address.place.is_empty() && reference::PlacePath::of(&address.place).is_none() {
            self.wrong(Error::invalid(place, "err-place"));
        }
        if address.place.is_empty() && address.village.is_empty() {
            self.wrong(Error::invalid(place, "err-place-required"));
        }
        address
    }

    fn permanent(&mut self, present: &Address) -> Address {
        if self.given("permanent_place").is_none() && self.given("permanent_village").is_none() {
            return present.clone();
        }
        self.address("permanent_place", "permanent_village")
    }

    /// No order to hold, no admission: neither without a number nor without a signature.
    fn warrant(&mut self, today: Date) -> Warrant {
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
        Warrant { number, court: self.text("court"), on }
    }

    fn case(&mut self, status: Option<LegalStatus>) -> Option<CaseFacts> {
        let case = CaseFacts {
            court: self.text("court"),
            case_no: self.text("case_no"),
            police_station: self.text("police_station"),
            charges: self.lines("sections").iter().map(|line| charge(line)).collect(),
        };
        // A detenu is held by order of the executive, without a case.
        let without_case = matches!(status, Some(LegalStatus::Detenu | LegalStatus::SafeCustody | LegalStatus::ReleasedAwaiting));
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

    /// The lines of a field, or its parts between semicolons.
    fn lines(&mut self, field: &str) -> Vec<String> {
        let typed = self.typed.get(field).map_or("", String::as_str);
        let lines: Vec<String> =
            typed.split(['\n', ';']).map(bangla::normalise::text).filter(|line| !line.is_empty()).collect();
        if lines.len() > LINES_MAX {
            self.wrong(Error::invalid(field, "err-lines").with("max", LINES_MAX));
        }
        lines
    }

    fn articles(&mut self) -> Vec<Article> {
        self.lines("articles").iter().map(|line| article(line)).collect()
    }

    fn relatives(&mut self) -> Vec<Relative> {
        let consent = self.text("consent") == "yes";
        let mut relatives = Vec::new();
        for line in self.lines("relatives") {
            let mut parts = line.split(',').map(str::trim);
            let (name, relation) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let phone = parts.next().filter(|text| !text.is_empty()).map(|text| Phone::parse("relatives", text));
            let phone = phone.transpose().unwrap_or_else(|error| {
                self.wrong(error);
                None
            });
            relatives.push(Relative { name: name.to_owned(), relation: relation.to_owned(), phone, consent });
        }
        relatives
    }

    fn children(&mut self) -> Vec<Child> {
        let mut children = Vec::new();
        for (field, inside) in [("children_inside", true), ("children_outside", false)] {
            for line in self.lines(field) {
                let mut parts = line.split(',').map(str::trim);
                let name = parts.next().unwrap_or_default().to_owned();
                let age = bangla::digits::to_latin(parts.next().unwrap_or_default()).parse();
                let carer = parts.next().unwrap_or_default().to_owned();
                match age {
                    Ok(age @ 0..=17) => children.push(Child { name, age, inside, carer }),
                    _ => self.wrong(Error::invalid(field, "err-child-line")),
                }
            }
        }
        children
    }

    fn risks(&self) -> Vec<Risk> {
        let answer = |question: &'static str| {
            let answer = self.text(&format!("risk_{question}"));
            let note = self.text(&format!("risk_{question}_note"));
            matches!(answer.as_str(), "yes" | "no" | "unknown").then_some(Risk { question, answer, note })
        };
        RISK_QUESTIONS.into_iter().filter_map(answer).collect()
    }

    fn more(&mut self) -> More {
        More {
            passport: self.given("passport"),
            religion: self.given("religion"),
            nationality: self.given("nationality"),
            education: self.given("education"),
            occupation: self.given("occupation"),
            disability: self.text("disability"),
            height_cm: self.may("height_cm", height),
            languages: self.text("languages").split_whitespace().map(str::to_owned).collect(),
        }
    }
}

/// `penal-code 302` as the picker writes it, or a law in words and the section behind it.
fn charge(line: &str) -> Charge {
    match line.split_once(' ') {
        Some((act, section)) if reference::acts().get(act).is_some() => {
            Charge { act: act.to_owned(), section: section.trim().to_owned() }
        }
        _ => {
            let latin = bangla::digits::to_latin(line);
            let at = latin.rfind(' ').filter(|_| latin.ends_with(|c: char| c.is_ascii_digit() || c == ')'));
            let (act, section) = at.map_or((latin.as_str(), ""), |at| latin.split_at(at));
            Charge { act: act.trim().to_owned(), section: section.trim().to_owned() }
        }
    }
}

/// `মোবাইল ফোন ২` is two of them; without a number it is one.
fn article(line: &str) -> Article {
    let latin = bangla::digits::to_latin(line);
    if let Some((what, count)) = latin.rsplit_once(' ')
        && let Ok(quantity @ 1..=10_000) = count.trim_start_matches(['x', '×']).parse()
    {
        return Article { what: what.trim().to_owned(), quantity };
    }
    Article { what: line.to_owned(), quantity: 1 }
}

fn height(field: &str, text: &str) -> Result<i16> {
    match bangla::digits::to_latin(text).parse() {
        Ok(cm @ 50..=250) => Ok(cm),
        _ => Err(Error::invalid(field, "err-height")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let base = [
            ("name_bn", "মো. আব্দুর রহিম"), ("name_en", "Md. Abdur Rahim"), ("father_bn", "মো. সোলায়মান আলী"),
            ("sex", "male"), ("birth", "২৪"), ("village", "চর কালিবাড়ী"), ("legal_status", "under_trial"),
            ("court", "cjm Dhaka"), ("case_no", "জিআর ২১১/২৬"), ("sections", "দণ্ডবিধি ৩৭৯;দণ্ডবিধি ৪১১"),
            ("warrant_no", "৪৫৬/২৬"), ("next_on", "7/12/2026"),
        ];
        base.iter().chain(pairs).map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    fn wrong(pairs: &[(&str, &str)]) -> Vec<(String, &'static str)> {
        let error = Facts::read(&typed(pairs), date(2026, 11, 24)).unwrap_err();
        error.fields.into_iter().map(|field| (field.field, field.key)).collect()
    }

    #[test]
    fn twelve_fields_are_enough() {
        let facts = Facts::read(&typed(&[]), date(2026, 11, 24)).unwrap();
        assert_eq!(facts.birth.age_on(date(2026, 11, 24)), 24);
        let case = facts.case.unwrap();
        assert_eq!(case.charges[0], Charge { act: "দণ্ডবিধি".to_owned(), section: "379".to_owned() });
        assert_eq!(facts.permanent, facts.present);
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let wrong = wrong(&[("name_bn", ""), ("name_en", ""), ("nid", "123"), ("warrant_no", " "), ("next_on", "1/1/2020")]);
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["name_bn", "warrant_no", "next_on", "nid"]);
    }

    #[test]
    fn no_warrant_no_admission() {
        assert_eq!(wrong(&[("warrant_no", "")]), [("warrant_no".to_owned(), "err-warrant")]);
        assert_eq!(wrong(&[("warrant_signed", "no")]), [("warrant_signed".to_owned(), "err-warrant-unsigned")]);
    }

    #[test]
    fn a_detenu_needs_no_case() {
        let facts = Facts::read(
            &typed(&[("legal_status", "detenu"), ("case_no", ""), ("sections", "")]),
            date(2026, 11, 24),
        );
        assert_eq!(facts.unwrap().case, None);
        assert_eq!(wrong(&[("case_no", "")]), [("case_no".to_owned(), "err-required")]);
    }

    #[test]
    fn lines_of_property_relatives_and_children() {
        let facts = Facts::read(
            &typed(&[
                ("articles", "মোবাইল ফোন ২\nহাতঘড়ি"), ("cash", "৫০০"), ("consent", "yes"),
                ("relatives", "রহিমা খাতুন, mother, 01712345678"), ("children_outside", "আয়েশা, ৭, নানি"),
            ]),
            date(2026, 11, 24),
        )
        .unwrap();
        assert_eq!(facts.articles[0], Article { what: "মোবাইল ফোন".to_owned(), quantity: 2 });
        assert_eq!(facts.articles[1].quantity, 1);
        assert_eq!(facts.cash, Taka(50_000));
        assert!(facts.relatives[0].consent && facts.relatives[0].phone.is_some());
        assert_eq!(facts.children[0].age, 7);
        assert_eq!(wrong(&[("relatives", "x, y, 123")])[0].0, "relatives");
        assert_eq!(wrong(&[("children_inside", "x")])[0].1, "err-child-line");
    }

    #[test]
    fn under_eighteen_is_a_child() {
        let facts = Facts::read(&typed(&[("birth", "১৭")]), date(2026, 11, 24)).unwrap();
        assert!(facts.is_child(date(2026, 11, 24)));
    }
}
