//! What a program sends of an arrival.

use jiff::ToSpan as _;
use kernel::{Date, Error, Kind};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::arrivals::service::Expected;
use crate::custody::{Source, law};
use crate::people::Sex;

/// Characters of a name, a court, a number.
const TEXT_CHARS_MAX: usize = 200;
/// Laws and sections of one arrival.
const SECTIONS_MAX: usize = 50;
/// The oldest age that is taken.
const AGE_MAX: i16 = 120;
/// How far ahead an arrival is told, in days.
const DAYS_AHEAD_MAX: i32 = 60;
/// How late it may be told, in days: the van that left yesterday evening.
const DAYS_BACK_MAX: i32 = 1;

/// Where an arrival comes from.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum From {
    /// Sent by a court.
    Court,
    /// Arrested now, by a magistrate's order.
    NewArrest,
}

/// Sex as the warrant says.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SexSaid {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Hijra.
    Hijra,
}

/// Somebody who is coming. No text holds control characters.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewArrival {
    /// The prison's code: `DHK-C`.
    #[schema(pattern = "^[A-Z0-9-]{2,16}$", example = "DHK-C")]
    pub(super) prison: String,
    /// The day, from yesterday to two months ahead.
    #[schema(format = Date, example = "2026-11-24")]
    day: String,
    /// Where from.
    source: From,
    /// Name as in the warrant, with a letter of the Bangla or Latin script.
    #[schema(
        max_length = 200,
        pattern = "^[^\\u0000-\\u001f\\u007f]*[A-Za-z\\u0985-\\u09b9][^\\u0000-\\u001f\\u007f]*$"
    )]
    name: String,
    /// Father's name.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f]*$")]
    #[serde(default)]
    father: String,
    /// Completed years.
    #[schema(minimum = 0, maximum = 120)]
    #[serde(default, deserialize_with = "whole")]
    age: Option<i16>,
    /// Sex.
    sex: Option<SexSaid>,
    /// The court.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f]*$")]
    #[serde(default)]
    court: String,
    /// The case, as the court writes it.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f]*$")]
    #[serde(default)]
    case_no: String,
    /// Police station.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f]*$")]
    #[serde(default)]
    police_station: String,
    /// Laws and sections: `দণ্ডবিধি ৩৭৯`, `PC 379`, `379`.
    #[schema(max_items = 50)]
    #[serde(default)]
    sections: Vec<SectionSaid>,
    /// Next date in court.
    #[schema(format = Date)]
    next_court_on: Option<String>,
    /// Number of the warrant.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f]*$")]
    #[serde(default)]
    warrant_no: String,
    /// What comes together: the van, the escort.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f]*$")]
    #[serde(default)]
    van: String,
}

/// A law and section in words.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f]*$")]
pub(super) struct SectionSaid(String);

impl NewArrival {
    /// Checks what was sent against what the document says.
    pub(super) fn check(&self) -> kernel::Result<()> {
        let mut wrong = Error::new(Kind::Invalid, "err-invalid");
        let texts = [
            ("name", &self.name),
            ("father", &self.father),
            ("court", &self.court),
            ("case_no", &self.case_no),
            ("police_station", &self.police_station),
            ("warrant_no", &self.warrant_no),
            ("van", &self.van),
        ];
        for (field, text) in texts {
            if text.chars().count() > TEXT_CHARS_MAX || text.chars().any(is_control) {
                wrong = wrong.and(field, "err-api-text").with("max", TEXT_CHARS_MAX);
            }
        }
        if !self
            .name
            .chars()
            .any(|c| c.is_ascii_alphabetic() || ('\u{985}'..='\u{9b9}').contains(&c))
        {
            wrong = wrong.and("name", "err-api-name");
        }
        let long = |section: &SectionSaid| {
            section.0.chars().count() > TEXT_CHARS_MAX || section.0.chars().any(is_control)
        };
        if self.sections.len() > SECTIONS_MAX || self.sections.iter().any(long) {
            wrong = wrong
                .and("sections", "err-api-sections")
                .with("max", SECTIONS_MAX);
        }
        if self.age.is_some_and(|age| !(0..=AGE_MAX).contains(&age)) {
            wrong = wrong.and("age", "err-age").with("max", AGE_MAX);
        }
        let is_code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
        if !(2..=16).contains(&self.prison.len()) || !self.prison.bytes().all(is_code) {
            wrong = wrong.and("prison", "err-api-prison");
        }
        if wrong.fields.is_empty() {
            Ok(())
        } else {
            Err(wrong)
        }
    }

    pub(super) fn expected(
        self,
        prison: kernel::PrisonId,
        today: Date,
        client: &str,
        key: &str,
    ) -> kernel::Result<Expected> {
        let day = date("day", &self.day)?;
        let next_on = self
            .next_court_on
            .as_deref()
            .map(|text| date("next_court_on", text))
            .transpose()?;
        let earliest = today.checked_sub(DAYS_BACK_MAX.days()).unwrap_or(today);
        let latest = today.checked_add(DAYS_AHEAD_MAX.days()).unwrap_or(today);
        if day < earliest || day > latest {
            return Err(Error::conflict("err-api-day")
                .with("from", earliest)
                .with("to", latest));
        }
        let sections: Vec<String> = self.sections.iter().map(|said| written(&said.0)).collect();
        Ok(Expected {
            prison,
            day,
            source: match self.source {
                From::Court => Source::Court,
                From::NewArrest => Source::NewArrest,
            },
            van: self.van,
            name: self.name,
            father: self.father,
            age: self.age,
            sex: self
                .sex
                .map_or_else(String::new, |sex| sex_word(sex).to_owned()),
            court: self.court,
            case_no: self.case_no,
            police_station: self.police_station,
            sections: sections.join("\n"),
            next_on,
            warrant_no: self.warrant_no,
            client: client.to_owned(),
            key: key.to_owned(),
        })
    }
}

/// A whole number as JSON Schema means it: `24` and `24.0` are the same number.
fn whole<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<i16>, D::Error> {
    let Some(number) = Option::<serde_json::Number>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let text = match number.as_f64() {
        Some(float) if float.fract() == 0.0 => format!("{float:.0}"),
        _ => number.to_string(),
    };
    text.parse()
        .map(Some)
        .map_err(|_| serde::de::Error::custom("an age is a small whole number"))
}

fn is_control(c: char) -> bool {
    c.is_ascii_control()
}

fn sex_word(sex: SexSaid) -> &'static str {
    match sex {
        SexSaid::Male => Sex::Male.word(),
        SexSaid::Female => Sex::Female.word(),
        SexSaid::Hijra => Sex::Hijra.word(),
    }
}

/// A section as the admission's field has it: code of the law and section.
fn written(said: &str) -> String {
    let charge = law::recognise(said);
    format!("{} {}", charge.act, charge.section)
}

/// A date as RFC 3339 writes it, and no other way.
fn date(field: &str, text: &str) -> kernel::Result<Date> {
    /// Characters of `2026-11-24`.
    const CHARS: usize = 10;
    let wrong = || Error::invalid(field, "err-api-date");
    if text.len() != CHARS {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}
