//! People: a human being once, however often they come to prison.

pub mod pages;
pub mod store;

use kernel::{Birth, BlobHash, Error, Lang, Nid, PersonId, Phone, Result, words};

/// The age below which somebody is a child, whom no prison may hold (Children Act 2013, s. 4).
pub const CHILD_BELOW: i16 = 18;

words! {
    /// Sex as wards and searches of the body need it; hijra is recognised as a sex of its own.
    pub enum Sex: "sex" {
        /// Male (পুরুষ).
        Male = "male",
        /// Female (মহিলা).
        Female = "female",
        /// Hijra (হিজড়া).
        Hijra = "hijra",
    }
}

/// A name in both scripts; either may be empty while it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TwoNames {
    /// In Bangla script.
    pub bn: String,
    /// In Latin script.
    pub en: String,
}

impl TwoNames {
    /// Both, normalised.
    pub fn new(bn: &str, en: &str) -> Self {
        Self {
            bn: bangla::normalise::text(bn),
            en: bangla::normalise::text(en),
        }
    }

    /// A name that was written in one script, normalised: that of Bangla where it has a letter of it.
    pub fn in_its_script(text: &str) -> Self {
        let is_bangla = text.chars().any(|c| ('\u{980}'..='\u{9ff}').contains(&c));
        if is_bangla {
            Self::new(text, "")
        } else {
            Self::new("", text)
        }
    }

    /// The one in the reader's script, or the other where that is all there is.
    pub fn show(&self, lang: Lang) -> &str {
        let (first, second) = match lang {
            Lang::Bn => (&self.bn, &self.en),
            Lang::En => (&self.en, &self.bn),
        };
        if first.is_empty() { second } else { first }
    }

    /// Whether neither is known.
    pub fn is_empty(&self) -> bool {
        self.bn.is_empty() && self.en.is_empty()
    }
}

/// A height in centimetres, in digits of either script.
///
/// # Errors
/// Invalid, naming the field: no number, or the height of nobody.
pub fn height(field: &str, text: &str) -> Result<i16> {
    match bangla::digits::to_latin(text).parse() {
        Ok(cm @ 50..=250) => Ok(cm),
        _ => Err(Error::invalid(field, "err-height")),
    }
}

/// Languages by their codes in `reference`, with spaces between, each once.
///
/// # Errors
/// Invalid, naming the field, when one is no language of the list.
pub fn languages(field: &str, text: &str) -> Result<Vec<String>> {
    let mut known: Vec<String> = Vec::new();
    for code in text.split_whitespace() {
        if reference::languages().get(code).is_none() {
            return Err(Error::invalid(field, "err-choice"));
        }
        if known.iter().all(|other| other != code) {
            known.push(code.to_owned());
        }
    }
    Ok(known)
}

/// Where somebody lives: a place of the official list and what is below it, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Address {
    /// Code of a union, upazila or district (see `reference`); empty when unknown.
    pub place: String,
    /// Village, road, house.
    pub village: String,
}

impl Address {
    /// Whether nothing of it is known.
    pub fn is_empty(&self) -> bool {
        self.place.is_empty() && self.village.is_empty()
    }

    /// This one, or the other where nothing of this one is known: the village of one and the place of the other
    /// would be where nobody lives.
    pub fn or<'a>(&'a self, other: &'a Self) -> &'a Self {
        if self.is_empty() { other } else { self }
    }

    /// Village, then the place of the official list, in the reader's language.
    pub fn in_words(&self, lang: Lang) -> String {
        let place = place_words(lang, &self.place);
        if self.village.is_empty() || place.is_empty() {
            return format!("{}{place}", self.village);
        }
        format!("{}, {place}", self.village)
    }
}

/// A place of the official list in the reader's language; empty where there is no such place.
pub fn place_words(lang: Lang, code: &str) -> String {
    let path = reference::PlacePath::of(code);
    path.map(|path| lang.pick(path.label_bn(), path.label_en()))
        .unwrap_or_default()
}

/// Both addresses, the home first, each once and only if something of it is known.
pub fn homes(permanent: Address, present: Address) -> Vec<Address> {
    let mut homes = vec![permanent, present];
    homes.retain(|home| !home.is_empty());
    homes.dedup();
    homes
}

/// What is known of a person. Relatives, children and marks are kept beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Name.
    pub name: TwoNames,
    /// Father's name: with the village, what tells two bearers of a common name apart.
    pub father: TwoNames,
    /// Mother's name.
    pub mother: TwoNames,
    /// Husband's or wife's name.
    pub spouse: TwoNames,
    /// Sex.
    pub sex: Sex,
    /// Date of birth or estimated age; unknown only in records brought in from elsewhere.
    pub birth: Option<Birth>,
    /// National identity number.
    pub nid: Option<Nid>,
    /// Birth registration number.
    pub birth_reg: Option<String>,
    /// Passport number.
    pub passport: Option<String>,
    /// Code of `reference`'s religions.
    pub religion: Option<String>,
    /// ISO 3166, two letters.
    pub nationality: String,
    /// Code of `reference`'s levels.
    pub education: Option<String>,
    /// Code of `reference`'s occupations, or free words.
    pub occupation: Option<String>,
    /// Codes of `reference`'s languages.
    pub languages: Vec<String>,
    /// In words; empty when none is known.
    pub disability: String,
    /// Centimetres.
    pub height_cm: Option<i16>,
    /// Where they live.
    pub present: Address,
    /// Where they come from.
    pub permanent: Address,
    /// Their own phone.
    pub phone: Option<Phone>,
    /// Photo.
    pub photo: Option<BlobHash>,
    /// The record that this one was merged into.
    pub merged_into: Option<PersonId>,
    /// Rises with each change.
    pub version: i64,
}

impl Person {
    /// Somebody of whom only name and sex are known yet.
    pub fn new(id: PersonId, name: TwoNames, sex: Sex) -> Self {
        Self {
            id,
            name,
            father: TwoNames::default(),
            mother: TwoNames::default(),
            spouse: TwoNames::default(),
            sex,
            birth: None,
            nid: None,
            birth_reg: None,
            passport: None,
            religion: None,
            nationality: "BD".to_owned(),
            education: None,
            occupation: None,
            languages: Vec::new(),
            disability: String::new(),
            height_cm: None,
            present: Address::default(),
            permanent: Address::default(),
            phone: None,
            photo: None,
            merged_into: None,
            version: 1,
        }
    }

    /// Where they are at home: where they come from, or where they live while nothing is known of that.
    pub fn home(&self) -> &Address {
        self.permanent.or(&self.present)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(place: &str, village: &str) -> Address {
        Address {
            place: place.to_owned(),
            village: village.to_owned(),
        }
    }

    #[test]
    fn home_is_one_address_and_never_parts_of_two() {
        let mut person = Person::new(
            PersonId(kernel::Uuid::nil()),
            TwoNames::new("রহিম", "Rahim"),
            Sex::Male,
        );
        let (unknown, dhaka) = (Address::default(), address("30", "Road 7"));
        person.present = dhaka.clone();
        assert_eq!(person.home(), &dhaka);
        assert_eq!(homes(unknown, dhaka.clone()).first(), Some(&dhaka));
        person.permanent = address("", "চর কালিবাড়ী");
        assert_eq!(person.home(), &person.permanent);
        let both = homes(person.permanent.clone(), dhaka.clone());
        assert_eq!(both, [person.permanent.clone(), dhaka.clone()]);
        assert_eq!(homes(dhaka.clone(), dhaka.clone()).len(), 1);
    }

    #[test]
    fn an_address_says_what_is_known_of_it() {
        let code = reference::districts()
            .iter()
            .next()
            .map(|district| district.code)
            .unwrap();
        for lang in Lang::ALL {
            let place = place_words(lang, code);
            assert!(!place.is_empty());
            assert_eq!(address(code, "").in_words(lang), place);
            assert_eq!(address("no such", "চর").in_words(lang), "চর");
            assert_eq!(address(code, "চর").in_words(lang), format!("চর, {place}"));
            assert_eq!(Address::default().in_words(lang), "");
        }
    }
}
