//! What every template gets as `page`: who reads, in which language, and how words, numbers, dates and
//! money are written for that reader.

use std::borrow::Borrow;
use std::sync::Arc;

use kernel::bangla::{calendar, digits};
use kernel::{BdTime, Birth, Date, FieldError, Lang, Taka};

use crate::assets;
use crate::texts::{Arg, Texts};

/// How bright the reader wants the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's machine is set.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The name in the cookie and on `<html data-theme>`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the cookie; anything unknown is [`Theme::Auto`].
    pub fn from_name(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// The one who reads the page, for the bar.
#[derive(Clone, Debug, Default)]
pub struct Who {
    /// The name in the page's language.
    pub name: String,
    /// The role's name in the page's language.
    pub role: String,
    /// The prison, division or "all prisons" that the reader works for.
    pub place: String,
}

impl Who {
    /// What stands for the reader's face.
    pub fn initials(&self) -> String {
        crate::parts::initials(&self.name)
    }
}

/// One link of the rail.
#[derive(Clone, Debug)]
pub struct MenuLink {
    /// The text's key.
    pub key: &'static str,
    /// Where it goes.
    pub href: &'static str,
    /// The icon's name in `icons.svg`.
    pub icon: &'static str,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// Links of the rail that belong together.
#[derive(Clone, Debug)]
pub struct MenuGroup {
    /// The heading's key; empty for the first group.
    pub key: &'static str,
    /// The links.
    pub links: Vec<MenuLink>,
}

/// A short word about what was just done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// `good`, `bad` or `plain`.
    pub tone: &'static str,
    /// The words.
    pub text: String,
}

/// A number that a template may count with: `page.n(rows.len())`, `page.n(ward.present)`.
pub trait Count {
    /// The number.
    fn count(&self) -> i64;
}

macro_rules! counts {
    ($($type:ty),*) => {
        $(impl Count for $type {
            fn count(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        })*
    };
}

counts!(i8, i16, i32, i64, u8, u16, u32, u64, usize);

impl<T: Count> Count for &T {
    fn count(&self) -> i64 {
        (**self).count()
    }
}

/// What every template gets as `page`. Its methods take values or references, since a template passes
/// its own fields by reference.
#[derive(Clone)]
pub struct Page {
    pub(crate) texts: Arc<Texts>,
    /// The reader's language.
    pub lang: Lang,
    /// Who or what the page is about.
    pub title: String,
    /// When the page was made.
    pub now: BdTime,
    /// The page's own path and query, for links that come back to it.
    pub path: String,
    /// The token that every form carries in `_csrf`; empty where nobody is known.
    pub csrf: String,
    /// Light or dark.
    pub theme: Theme,
    /// The reader; nobody on the login page.
    pub who: Option<Who>,
    /// The rail, by role.
    pub menu: Vec<MenuGroup>,
    /// What was just done.
    pub toasts: Vec<Toast>,
    /// The request's id, shown on error pages and kept in the log.
    pub request: String,
}

impl Page {
    /// A page that nobody is logged in to, with no rail.
    pub fn bare(texts: Arc<Texts>, lang: Lang, now: BdTime, title: String) -> Self {
        Self {
            texts,
            lang,
            title,
            now,
            path: "/".to_owned(),
            csrf: String::new(),
            theme: Theme::Auto,
            who: None,
            menu: Vec::new(),
            toasts: Vec::new(),
            request: String::new(),
        }
    }

    /// The text of `key`.
    pub fn t(&self, key: &str) -> String {
        self.texts.tr(self.lang, key, &[])
    }

    /// The text of a key that is made of a fixed beginning and a word of a list: `status-` and `bailed`.
    pub fn t_in(&self, prefix: &str, word: &str) -> String {
        self.t(&format!("{prefix}{word}"))
    }

    /// The text of `key`, which mentions one thing.
    pub fn t1(&self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        self.texts.tr(self.lang, key, &[(name, value.into())])
    }

    /// The text of `key`, which mentions two things.
    pub fn t2(
        &self,
        key: &str,
        name: &str,
        value: impl Into<Arg>,
        name2: &str,
        value2: impl Into<Arg>,
    ) -> String {
        let args = [(name, value.into()), (name2, value2.into())];
        self.texts.tr(self.lang, key, &args)
    }

    /// The text of `key`, which mentions `args`.
    pub fn say(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.texts.tr(self.lang, key, args)
    }

    /// What is wrong with a field and what to do about it.
    pub fn field_error(&self, error: &FieldError) -> String {
        self.texts.field_error(self.lang, error)
    }

    /// A whole number in the reader's digits, grouped in lakh and crore.
    pub fn n(&self, number: impl Count) -> String {
        digits::number(number.count(), self.lang)
    }

    /// Any text with its digits in the reader's script: numbers of cases, phones.
    pub fn digits(&self, text: &str) -> String {
        digits::localise(text, self.lang)
    }

    /// `২৩ নভেম্বর ২০২৬`.
    pub fn date(&self, date: impl Borrow<Date>) -> String {
        calendar::date(*date.borrow(), self.lang)
    }

    /// `২৩/১১/২০২৬`.
    pub fn short_date(&self, date: impl Borrow<Date>) -> String {
        calendar::short_date(*date.borrow(), self.lang)
    }

    /// A date that a program filled in (`2026-11-23`) as clerks write one: `২৩/১১/২০২৬`. Whatever somebody
    /// typed stays as it is.
    pub fn as_typed(&self, text: &str) -> String {
        text.parse::<Date>()
            .map_or_else(|_| text.to_owned(), |date| self.short_date(date))
    }

    /// `৮ অগ্রহায়ণ ১৪৩৩`.
    pub fn bangla_date(&self, date: impl Borrow<Date>) -> String {
        calendar::bangla_date(*date.borrow(), self.lang)
    }

    /// `সোমবার`.
    pub fn weekday(&self, date: impl Borrow<Date>) -> &'static str {
        calendar::weekday_name(date.borrow().weekday(), self.lang)
    }

    /// `১৪:০৭`.
    pub fn time(&self, at: impl Borrow<BdTime>) -> String {
        let clock = at.borrow().local();
        self.digits(&format!("{:02}:{:02}", clock.hour(), clock.minute()))
    }

    /// `২৩ নভেম্বর ২০২৬, ১৪:০৭`.
    pub fn moment(&self, at: impl Borrow<BdTime>) -> String {
        let at = at.borrow();
        format!("{}, {}", self.date(at.date()), self.time(at))
    }

    /// How long before this page was made: `৫ মিনিট আগে`; the date once it is older than a week.
    pub fn ago(&self, at: impl Borrow<BdTime>) -> String {
        let at = *at.borrow();
        let past = self.now.since(at);
        let (key, unit) = if past < BdTime::MINUTE {
            return self.t("ago-now");
        } else if past < BdTime::HOUR {
            ("ago-minutes", BdTime::MINUTE)
        } else if past < BdTime::DAY {
            ("ago-hours", BdTime::HOUR)
        } else if past < 7 * BdTime::DAY {
            ("ago-days", BdTime::DAY)
        } else {
            return self.date(at.date());
        };
        self.t1(key, "n", past / unit)
    }

    /// `৳১২,৩৪,৫৬৭.৫০`.
    pub fn taka(&self, amount: impl Borrow<Taka>) -> String {
        amount.borrow().show(self.lang)
    }

    /// `২৪ বছর`, with "(আনুমানিক)" behind it where the age is an estimate, on the day of the page.
    pub fn age(&self, birth: impl Borrow<Birth>) -> String {
        let birth = birth.borrow();
        let key = if birth.is_estimated() {
            "age-estimated"
        } else {
            "age"
        };
        self.t1(key, "n", i64::from(birth.age_on(self.now.date())))
    }

    /// A length of time in microseconds: `২ মি. ৪১ সে.`, `৩ ঘ. ০৫ মি.`.
    pub fn duration_clock(&self, micros: impl Count) -> String {
        let micros = micros.count().max(0);
        let (key, large, small) = if micros < BdTime::HOUR {
            ("clock-minutes", BdTime::MINUTE, BdTime::SECOND)
        } else {
            ("clock-hours", BdTime::HOUR, BdTime::MINUTE)
        };
        let rest = format!("{:02}", micros % large / small);
        self.t2(key, "large", micros / large, "small", self.digits(&rest))
    }

    /// `bn` or `en`.
    pub fn lang_code(&self) -> &'static str {
        self.lang.code()
    }

    /// The address of a file of `static/`, which changes with its content.
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// The few words that scripts say, as JSON.
    pub fn script_words(&self) -> String {
        let words =
            ["saving", "saved", "save-failed"].map(|key| (key.to_owned(), self.t(key).into()));
        serde_json::Value::Object(words.into_iter().collect()).to_string()
    }

    /// The address that shows this page in the other language.
    pub fn switch_lang(&self) -> String {
        format!("/lang/{}?back={}", self.lang.other(), encode(&self.path))
    }

    /// The address that shows this page in `theme`.
    pub fn switch_theme(&self, theme: &str) -> String {
        format!("/theme/{theme}?back={}", encode(&self.path))
    }
}

/// A value for a query string.
pub(crate) fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
